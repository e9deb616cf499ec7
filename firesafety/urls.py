"""Every address of the site."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

from firesafety.health import health
from households.views.account import switch_language

# One door: whoever keeps the site signs in where everyone does, with the same limits.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    path("", include("inspections.urls")),
    path("", include("households.urls")),
    path("language/", switch_language, name="set_language"),
    path("health/", health, name="health"),
    path("admin/", admin.site.urls),
]
