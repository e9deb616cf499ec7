"""Signing in and changing the password: allauth's forms in the words of this site."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth
from django import forms
from django.contrib.auth.forms import SetPasswordForm, UsernameField
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

PASSWORD_RULES = _(
    "Ít nhất 10 ký tự, không chỉ gồm chữ số, không phải mật khẩu ai cũng biết. Dễ nhớ và khó đoán "
    "nhất là ba bốn từ ghép lại."
)


def password_field(label: Any, *, new: bool = False, hint: Any = "") -> forms.CharField:
    """A field for a password that the browser may keep or suggest."""
    autocomplete = "new-password" if new else "current-password"
    return forms.CharField(
        label=label,
        help_text=hint,
        strip=False,
        max_length=200,
        error_messages={
            "required": _("Xin gõ mật khẩu."),
            "max_length": _("Mật khẩu dài quá 200 ký tự."),
        },
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
    )


class LoginForm(allauth.LoginForm):  # type: ignore[misc]
    """Name and password; wrong ones are counted by allauth."""

    username = UsernameField(
        label=_("Tên đăng nhập"),
        max_length=150,
        error_messages={
            "required": _("Xin gõ tên đăng nhập."),
            "max_length": _("Tên đăng nhập không dài quá 150 ký tự."),
        },
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "username"}),
    )
    password = password_field(_("Mật khẩu"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        del self.fields["login"]
        self.order_fields(["username", "password"])

    def clean(self) -> Any:
        # allauth reads the name under its own word.
        self.cleaned_data["login"] = self.cleaned_data.get("username", "").strip()
        return super().clean()


class ReauthenticateForm(allauth.ReauthenticateForm):  # type: ignore[misc]
    """The password once more, before something that matters."""

    password = password_field(_("Mật khẩu"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)


class ChangePasswordForm(allauth.ChangePasswordForm):  # type: ignore[misc]
    """The password of before and twice the new one."""

    oldpassword = password_field(_("Mật khẩu đang dùng"))
    password1 = password_field(_("Mật khẩu mới"), new=True, hint=PASSWORD_RULES)
    password2 = password_field(_("Gõ lại mật khẩu mới"), new=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    def clean_password1(self) -> str:
        password = str(self.cleaned_data["password1"])
        validate_password(password, self.user)
        return password

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = self.cleaned_data
        first, second = cleaned.get("password1"), cleaned.get("password2")
        if first and second and first != second:
            self.add_error("password2", _("Hai lần gõ chưa giống nhau. Xin gõ lại."))
        return cleaned


class ChoosePasswordForm(SetPasswordForm):  # type: ignore[type-arg]
    """Twice the password, by whoever holds the one-time link."""

    new_password1 = password_field(_("Mật khẩu mới"), new=True, hint=PASSWORD_RULES)
    new_password2 = password_field(_("Gõ lại mật khẩu mới"), new=True)
    error_messages = {"password_mismatch": _("Hai lần gõ chưa giống nhau. Xin gõ lại.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
