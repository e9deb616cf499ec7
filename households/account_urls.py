"""Signing in and looking after one's account. Of allauth's pages, those that this site uses."""

from allauth.account import views as account_views
from allauth.mfa.base import views as factor_views
from allauth.mfa.recovery_codes import views as recovery_views
from allauth.mfa.totp import views as totp_views
from allauth.mfa.webauthn import views as key_views
from allauth.usersessions import views as session_views
from django.contrib.auth.decorators import login_required
from django.urls import URLPattern, URLResolver, include, path
from django.views.decorators.http import require_POST

from households.views import account

logout = require_POST(account_views.logout)

second_factor: list[URLPattern | URLResolver] = [
    path("", factor_views.index, name="mfa_index"),
    path("again/", factor_views.reauthenticate, name="mfa_reauthenticate"),
    path("app/", login_required(totp_views.activate_totp), name="mfa_activate_totp"),
    path("app/remove/", totp_views.deactivate_totp, name="mfa_deactivate_totp"),
    path("codes/", recovery_views.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("codes/new/", recovery_views.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("codes.txt", recovery_views.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("keys/", key_views.list_webauthn, name="mfa_list_webauthn"),
    path("keys/new/", key_views.add_webauthn, name="mfa_add_webauthn"),
    path("keys/again/", key_views.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("keys/<int:pk>/", key_views.edit_webauthn, name="mfa_edit_webauthn"),
    path("keys/<int:pk>/remove/", key_views.remove_webauthn, name="mfa_remove_webauthn"),
]

# The second names are those by which allauth itself asks for the same pages.
urlpatterns: list[URLPattern | URLResolver] = [
    path("login/", account_views.login, name="login"),
    path("login/", account_views.login, name="account_login"),
    path("login/second/", factor_views.authenticate, name="mfa_authenticate"),
    path("login/inactive/", account_views.account_inactive, name="account_inactive"),
    path("login/again/", account_views.reauthenticate, name="account_reauthenticate"),
    path("logout/", logout, name="logout"),
    path("logout/", logout, name="account_logout"),
    path("account/", account.account, name="account"),
    path("account/password/", account_views.password_change, name="account_change_password"),
    path("account/sessions/", session_views.list_usersessions, name="usersessions_list"),
    path("account/sessions/<int:session_id>/end/", account.session_end, name="session_end"),
    path("account/second/", include(second_factor)),
    path(
        "invitation/<str:uidb64>/<str:token>/",
        account.ChoosePasswordView.as_view(),
        name="choose_password",
    ),
]
