"""Nobody with a duty over a city goes on without a second factor."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

# What somebody needs who is on the way to a second factor, and leaving.
OPEN_MEANWHILE = frozenset(
    {
        "login",
        "logout",
        "account",
        "account_change_password",
        "account_reauthenticate",
        "set_language",
        "health",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
    }
)


class SecondFactorMiddleware:
    """Lead to setting a second factor up, before any other page.

    The account comes with the answer (``households.sign_in.AccountBackend``), so this costs no
    query of its own.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: object) -> HttpResponse | None:
        if not settings.SECOND_FACTOR_FOR_CITY:
            return None
        if not getattr(request.user, "needs_second_factor", False):
            return None
        match = request.resolver_match
        if match is not None and match.url_name in OPEN_MEANWHILE and not match.namespace:
            return None
        messages.warning(
            request,
            _(
                "Tài khoản phụ trách cả thành phố, tỉnh cần thêm một bước xác nhận trước khi "
                "đi tiếp."
            ),
        )
        return redirect("mfa_index")
