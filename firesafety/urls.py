"""Every address of the site."""

from django.contrib import admin
from django.urls import include, path
from django.views.i18n import set_language

from firesafety.health import health

urlpatterns = [
    path("", include("inspections.urls")),
    path("", include("households.urls")),
    path("language/", set_language, name="set_language"),
    path("health/", health, name="health"),
    path("admin/", admin.site.urls),
]
