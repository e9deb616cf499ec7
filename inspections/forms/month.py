"""Choosing one of a few months, and what to print of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from firesafety.months import Month
from inspections.models import PrintJob


class MonthForm(forms.Form):
    """One of the months that it is handed, the first of them chosen."""

    month = forms.ChoiceField(
        label=_("Tháng"),
        error_messages={
            "required": _("Xin chọn một tháng."),
            "invalid_choice": _("Xin chọn một trong các tháng trong danh sách."),
        },
    )

    def __init__(self, *args: Any, months: Sequence[Month], **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "id_%s")
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        field = self.fields["month"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - Declared above.
        field.choices = [(str(month), f"{month.first_day:%m/%Y}") for month in months]

    def chosen(self) -> Month:
        return Month.parse(self.cleaned_data["month"])


class PrintForm(MonthForm):
    """A month and which of its papers."""

    what = forms.ChoiceField(
        label=_("Nội dung"),
        choices=PrintJob.What,
        error_messages={
            "required": _("Xin chọn nội dung muốn in."),
            "invalid_choice": _("Xin chọn một trong các nội dung trong danh sách."),
        },
    )
