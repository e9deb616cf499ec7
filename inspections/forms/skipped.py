"""Choosing a month to rest."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from inspections.forms.month import MonthForm


class SkipForm(MonthForm):
    """A month of rest and, if wanted, what for."""

    note = forms.CharField(
        label=_("Lý do (không bắt buộc)"),
        max_length=60,
        required=False,
        help_text=_("Ví dụ: nghỉ Tết"),
        error_messages={"max_length": _("Xin viết ngắn, nhiều nhất %(limit_value)d chữ.")},
    )
