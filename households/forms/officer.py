"""Inviting officers, giving and ending duties."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from households.models import Area
from households.queries.officer import area_choices

from .base import CleanCharField, DayField, OnDayForm, PhoneField, PlainForm


class AreaChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Areas grouped under the one above them."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            queryset=Area.objects.none(),
            label=_("Địa bàn"),
            empty_label=_("— chọn địa bàn —"),
            error_messages=dict.fromkeys(
                ("required", "invalid_choice"), _("Xin chọn một địa bàn trong danh sách.")
            ),
            **kwargs,
        )

    def offer(self, areas: QuerySet[Area]) -> None:
        """Let these areas be chosen."""
        self.queryset = areas
        self.choices = [
            ("", self.empty_label),
            *(
                (parent, [(area.pk, area.name) for area in children])
                for parent, children in area_choices(areas).items()
            ),
        ]


class DutyForm(PlainForm):
    """From when to when somebody answers for an area."""

    area = AreaChoiceField()
    starts_on = DayField(label=_("Từ ngày"))
    ends_on = DayField(
        label=_("Đến hết ngày"),
        required=False,
        help_text=_("Để trống nếu chưa biết. Ví dụ 05/12/2026"),
    )

    def __init__(self, *args: Any, areas: QuerySet[Area], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["area"]
        assert isinstance(choice, AreaChoiceField)  # noqa: S101
        choice.offer(areas)
        self.fields["starts_on"].initial = today


class OfficerForm(DutyForm):
    """A new officer with a first duty."""

    full_name = CleanCharField(
        label=_("Họ và tên"),
        max_length=120,
        error_messages={
            "required": _("Xin ghi họ và tên."),
            "max_length": _("Họ và tên không dài quá 120 ký tự."),
        },
    )
    username = CleanCharField(
        label=_("Tên đăng nhập"),
        max_length=150,
        help_text=_("Không dấu, không khoảng trắng, ví dụ: hanh.ck"),
        error_messages={
            "required": _("Xin đặt tên đăng nhập."),
            "max_length": _("Tên đăng nhập không dài quá 150 ký tự."),
        },
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "off"}),
    )
    phone = PhoneField(error_messages={"max_length": _("Số điện thoại không dài như vậy.")})
    field_order = ("full_name", "username", "phone", "area", "starts_on", "ends_on")


class EndDutyForm(OnDayForm):
    """From this day on the officer no longer answers for the area."""

    on = DayField(label=_("Thôi phụ trách từ ngày"))
