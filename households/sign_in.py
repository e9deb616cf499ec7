"""How this site signs people in: what allauth asks of us, in our words.

Accounts are made by the officer above or by a command; nobody signs up.
"""

from __future__ import annotations

import secrets
from base64 import b32encode, urlsafe_b64encode
from datetime import date
from functools import lru_cache
from hashlib import sha256
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.db.models import QuerySet
from django.dispatch import Signal
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_variables

from households.models import User
from households.rules import accounts_with_duties

# Whoever has something to show beside an account's name on every page connects a receiver: it
# returns expressions for a question for accounts, by name, and the account comes with the answers.
# So they cost no query of their own; they are to be cheap.
asking_with_account = Signal()


@lru_cache(maxsize=2)
def _accounts(on: date) -> QuerySet[User]:
    """Put together once a day: that takes longer than the database takes to answer."""
    accounts = accounts_with_duties(on=on)
    # A signal's answers have no type of their own.
    answers: list[tuple[Any, Any]] = asking_with_account.send(AccountBackend)
    for _receiver, expressions in answers:
        accounts = accounts.annotate(**expressions)
    return accounts


class AccountBackend(AuthenticationBackend):  # type: ignore[misc]
    """Names and passwords; the account of a request comes with what its duties ask of it."""

    def get_user(self, user_id: int) -> User | None:
        """The account of a session, in one query, with ``needs_second_factor`` and whatever
        ``asking_with_account`` was answered.
        """
        user = _accounts(timezone.localdate()).filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """No signing up, and sentences that say what to do."""

    error_messages: ClassVar[dict[str, str | Promise]] = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": gettext_lazy(
            "Tên đăng nhập hoặc mật khẩu không đúng. Xin gõ lại, chú ý chữ hoa, chữ thường."
        ),
        "too_many_login_attempts": gettext_lazy(
            "Đã gõ sai nhiều lần nên tên này tạm khóa. Xin đợi 15 phút rồi thử lại, hoặc nhờ "
            "cán bộ cấp trên gửi đường dẫn đặt lại mật khẩu."
        ),
        "enter_current_password": gettext_lazy("Mật khẩu đang dùng chưa đúng. Xin gõ lại."),
        "incorrect_password": gettext_lazy("Mật khẩu chưa đúng. Xin gõ lại."),
        "incorrect_code": gettext_lazy(
            "Mã chưa đúng hoặc đã hết hạn. Xin gõ mã đang hiện trên điện thoại."
        ),
        "rate_limited": gettext_lazy("Đã thử quá nhiều lần. Xin đợi vài phút rồi thử lại."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_reauthentication_methods(self, user: AbstractBaseUser) -> list[dict[str, Any]]:
        """How somebody who is signed in may prove it again, in words of this site."""
        words = {
            "reauthenticate": _("Gõ mật khẩu"),
            "mfa_reauthenticate": _("Dùng mã trên điện thoại"),
            "mfa_reauthenticate:webauthn": _("Dùng khóa bảo mật"),
        }
        methods = super().get_reauthentication_methods(user)
        return [{**method, "description": words[method["id"]]} for method in methods]


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets are kept encrypted: a stolen database signs nobody in."""

    error_messages: ClassVar[dict[str, str | Promise]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
        "cannot_generate_recovery_codes": gettext_lazy(
            "Hãy thiết lập một cách xác nhận trước, rồi mới tạo mã dự phòng."
        ),
    }

    def encrypt(self, text: str) -> str:
        return _keys().encrypt(text.encode()).decode()

    @sensitive_variables()
    def decrypt(self, encrypted_text: str) -> str:
        """The secret, or after the site's keys were lost one that matches no code."""
        try:
            return _keys().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return b32encode(secrets.token_bytes(20)).decode()

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Any) -> str:
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return _("Khóa %(number)d") % {"number": number}


class LongEnough(MinimumLengthValidator):
    """Django's rule; its own sentence has no Vietnamese."""

    def get_error_message(self) -> str:
        return _("Mật khẩu quá ngắn: cần ít nhất %(min_length)d ký tự.")


def _keys() -> MultiFernet:
    known = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    keys = [sha256(b"second factor:" + secret.encode()).digest() for secret in known]
    return MultiFernet([Fernet(urlsafe_b64encode(key)) for key in keys])
