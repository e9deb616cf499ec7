"""The short code of a paper sheet, as a person types it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from inspections.queries.link import ALPHABET, SHORT_CODE_LENGTH, TOKEN_LENGTH, read_typed


class CodeForm(forms.Form):
    """Capitals, dashes and spaces do not matter; a whole link may be pasted too."""

    code = forms.CharField(
        label=_("Mã trên phiếu"),
        help_text=_("Mười chữ và số, in dưới hình vuông QR trên phiếu. Ví dụ: ABCDE-12345"),
        max_length=200,
        error_messages={
            "required": _("Xin gõ mã in trên phiếu."),
            "max_length": _("Mã chỉ có mười chữ và số. Xin gõ lại mã in trên phiếu."),
        },
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "id_%s")
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    def clean_code(self) -> str:
        typed = str(self.cleaned_data["code"]).rstrip("/").rsplit("/", 1)[-1]
        code = read_typed(typed)
        if len(code) not in (SHORT_CODE_LENGTH, TOKEN_LENGTH) or set(code) - set(ALPHABET):
            raise forms.ValidationError(
                _("Mã phải có đúng mười chữ và số, như ABCDE-12345. Xin xem lại phiếu và gõ lại.")
            )
        return code

    def add_unknown(self) -> None:
        """Say that no open sheet has this code."""
        self.add_error(
            "code",
            _(
                "Không có phiếu nào đang mở với mã này. Xin so lại từng chữ; nếu phiếu của tháng"
                " trước, xin hỏi tổ trưởng lấy phiếu mới."
            ),
        )
