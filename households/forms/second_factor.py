"""The second factor: allauth's forms in the words of this site."""

from __future__ import annotations

from typing import Any

from allauth.mfa.base import forms as code_forms
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as key_forms
from django import forms
from django.utils.translation import gettext_lazy as _

from .base import CleanCharField


def code_field(hint: Any) -> forms.CharField:
    """Six digits, or a recovery code."""
    return forms.CharField(
        label=_("Mã xác nhận"),
        help_text=hint,
        max_length=20,
        error_messages={
            "required": _("Xin gõ mã."),
            "max_length": _("Mã không dài như vậy. Xin xem lại."),
        },
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class NoSuffix(forms.Form):
    """Labels without a colon, as words on a page."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)


class CodeForm(NoSuffix, code_forms.AuthenticateForm):  # type: ignore[misc]
    """The code, when signing in."""

    code = code_field(_("Sáu số đang hiện trong ứng dụng, hoặc một mã dự phòng."))


class CodeAgainForm(NoSuffix, code_forms.ReauthenticateForm):  # type: ignore[misc]
    """The code, before something that matters."""

    code = code_field(_("Sáu số đang hiện trong ứng dụng, hoặc một mã dự phòng."))


class ActivateAppForm(NoSuffix, totp_forms.ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new app shows that it has read the secret."""

    code = code_field(_("Sáu số mà ứng dụng hiện ra sau khi quét."))


def name_field() -> CleanCharField:
    """What its owner calls a key."""
    return CleanCharField(
        label=_("Đặt tên cho khóa"),
        max_length=60,
        help_text=_("Để phân biệt, ví dụ: Điện thoại của tôi"),
        error_messages={
            "required": _("Xin đặt tên cho khóa."),
            "max_length": _("Tên không dài quá 60 ký tự."),
        },
    )


class AddKeyForm(NoSuffix, key_forms.AddWebAuthnForm):  # type: ignore[misc]
    """A key as the browser made it."""

    name = name_field()
    credential = forms.JSONField(
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(
            ("required", "invalid"),
            _("Trình duyệt chưa trao khóa. Xin bấm nút thêm khóa rồi làm theo máy."),
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = False


class RenameKeyForm(NoSuffix, key_forms.EditWebAuthnForm):  # type: ignore[misc]
    """A better name."""

    name = name_field()
