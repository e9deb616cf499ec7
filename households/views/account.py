"""Looking after one's own account."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import PasswordResetConfirmView
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django.views.i18n import set_language

from firesafety.access import fetch
from households.forms.account import ChoosePasswordForm
from households.models import User
from households.rules import current_duties, may_manage_officers, may_read_record_views
from households.services.account import choose_language


@login_required
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Who is signed in, what they answer for, and the ways to protect the account."""
    on = timezone.localdate()
    duties = current_duties(request.user, on=on).select_related("area")
    context = {
        "duties": duties.order_by("area__level", "area__name"),
        "manages": may_manage_officers(request.user, on=on),
        "reads_views": may_read_record_views(request.user, on=on),
    }
    return render(request, "households/account.html", context)


def switch_language(request: HttpRequest) -> HttpResponse:
    """Turn the pages on this machine to another language, and messages to whoever is signed in."""
    wanted = request.POST.get("language", "")
    if isinstance(request.user, User) and wanted in dict(settings.LANGUAGES):
        choose_language(request.user, wanted)
    return set_language(request)


@login_required
@require_POST
def session_end(request: HttpRequest, session_id: int) -> HttpResponse:
    """Sign one machine out; one's own others only."""
    fetch(UserSession.objects.filter(user_id=request.user.pk), pk=session_id).end()
    messages.success(request, _("Đã cho máy đó đăng xuất."))
    return redirect("usersessions_list")


class ChoosePasswordView(PasswordResetConfirmView):
    """The one-time link of an invitation. Looking spends nothing: chats preview links.

    Django's token dies with the first password set, with the next signing in and with its time.
    """

    form_class = ChoosePasswordForm
    template_name = "households/choose_password.html"
    success_url = reverse_lazy("login")

    def get_user(self, uidb64: str) -> User | None:
        user = super().get_user(uidb64)
        return user if isinstance(user, User) and user.is_active else None

    def form_valid(self, form: Form) -> HttpResponse:
        answer = super().form_valid(form)
        # Whoever was locked out by wrong guesses may come in with the new password at once.
        get_adapter()._delete_login_attempts_cached_email(self.request, username=self.user.username)
        messages.success(self.request, _("Đã đặt mật khẩu. Xin đăng nhập."))
        return answer
