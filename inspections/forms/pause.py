"""Letting a team rest, and letting it work again."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from households.forms.base import CleanCharField, DayField, OnDayForm, PlainForm

# Further back, months have closed that a rest would not move any more.
BACK = timedelta(days=31)


class PauseForm(PlainForm):
    """From when, until when if that is known, and why. The service judges earlier rests."""

    starts_on = DayField(label=_("Nghỉ từ ngày"))
    until = DayField(
        label=_("Làm lại từ ngày, nếu đã biết"),
        required=False,
        help_text=_("Chưa biết thì để trống; khi tổ làm lại, ghi ở trang này."),
    )
    note = CleanCharField(
        label=_("Lý do"),
        max_length=120,
        help_text=_("Ví dụ: cả xóm tránh lũ"),
        error_messages={
            "required": _("Xin ghi lý do, để cán bộ phường, xã hiểu vì sao tổ nghỉ."),
            "max_length": _("Xin viết ngắn, nhiều nhất %(limit_value)d chữ."),
        },
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["starts_on"].initial = today

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        starts_on, until = cleaned.get("starts_on"), cleaned.get("until")
        if starts_on and starts_on < self.today - BACK:
            self.add_error(
                "starts_on", _("Chỉ ghi lùi được 31 ngày; xin chọn ngày gần đây hoặc sắp tới.")
            )
        elif starts_on and until and until <= starts_on:
            self.add_error("until", _("Ngày làm lại phải sau ngày bắt đầu nghỉ."))
        return cleaned

    @property
    def fingerprint(self) -> str:
        """Names the days whose effect was shown."""
        return f"{self.cleaned_data['starts_on']}/{self.cleaned_data['until'] or ''}"


class ResumeForm(OnDayForm):
    """The team works again from a day that has come."""

    on = DayField(label=_("Làm lại từ ngày"))
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def fingerprint(self) -> str:
        return str(self.cleaned_data["on"])
