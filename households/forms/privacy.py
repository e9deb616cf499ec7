"""Erasing a household's data."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from .base import CleanCharField, PlainForm


class EraseForm(PlainForm):
    """Why, and that it is meant."""

    reason = CleanCharField(
        label=_("Căn cứ"),
        max_length=200,
        help_text=_("Ví dụ: đơn đề nghị của hộ ngày 05/12/2026. Không ghi tên hay số điện thoại."),
        error_messages={
            "required": _("Xin ghi căn cứ để sau này tra lại được."),
            "max_length": _("Căn cứ không dài quá 200 ký tự."),
        },
    )
    sure = forms.BooleanField(
        label=_("Tôi hiểu là xóa rồi thì không lấy lại được."),
        error_messages={"required": _("Xin đánh dấu vào ô xác nhận.")},
    )
