"""Asking not to be reminded of one thing for a while."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from households.forms.base import CleanCharField, DayField, PlainForm


class SnoozeForm(PlainForm):
    """Which concern, until when, why. The service judges the day."""

    concern = forms.ChoiceField(
        label=_("Việc"),
        error_messages={
            "required": _("Xin chọn một việc."),
            "invalid_choice": _("Việc này đã xong hoặc không còn trong danh sách."),
        },
    )
    until = DayField(label=_("Nhắc lại từ ngày"))
    reason = CleanCharField(
        label=_("Lý do"),
        max_length=200,
        help_text=_("Cấp trên đọc được lý do này. Ví dụ: chủ hộ hẹn thợ tuần sau"),
        error_messages={
            "required": _("Xin ghi lý do để cấp trên hiểu vì sao tạm hoãn."),
            "max_length": _("Xin viết ngắn, nhiều nhất %(limit_value)d chữ."),
        },
    )

    def __init__(self, *args: Any, concerns: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["concern"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - Declared above.
        field.choices = list(concerns)
