"""Correcting what the register says of a household."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from households.models import Household

from .base import CleanCharField, DegreeField, OnDayForm, PhoneField, PlainForm

WRONG_COUNT = {
    "invalid": _("Số người phải là một số, như 4."),
    "min_value": _("Số người không được nhỏ hơn 0."),
    "max_value": _("Số người quá lớn; xin xem lại."),
}


class HouseholdForm(PlainForm):
    """The household's own facts; its team and neighbourhood change elsewhere."""

    holder_name = CleanCharField(
        label=_("Chủ hộ"),
        max_length=120,
        error_messages={"required": _("Xin ghi tên người đứng tên hộ.")},
    )
    house_number = CleanCharField(
        label=_("Số nhà"), max_length=60, required=False, help_text=_("Ví dụ: 12/34/5A")
    )
    street = CleanCharField(label=_("Đường, hẻm"), max_length=120, required=False)
    phone = PhoneField()
    kind = forms.ChoiceField(
        label=_("Loại hình"),
        choices=Household.Kind.choices,
        error_messages={
            "required": _("Xin chọn loại hình."),
            "invalid_choice": _("Xin chọn một loại hình trong danh sách."),
        },
    )
    occupants = forms.IntegerField(
        label=_("Số người"), min_value=0, max_value=9999, required=False, error_messages=WRONG_COUNT
    )
    need_help = forms.IntegerField(
        label=_("Số người cần giúp khi có cháy"),
        min_value=0,
        max_value=9999,
        required=False,
        help_text=_("Người già yếu, trẻ nhỏ, người khuyết tật. Chỉ ghi số, không ghi tên."),
        error_messages=WRONG_COUNT,
    )
    latitude = DegreeField(label=_("Vĩ độ"), limit=90, example="10.0452")
    longitude = DegreeField(label=_("Kinh độ"), limit=180, example="105.7469")
    note = CleanCharField(label=_("Ghi chú"), max_length=300, required=False)

    @classmethod
    def of(cls, household: Household) -> HouseholdForm:
        """The form as it stands before anybody types."""
        return cls(initial={name: getattr(household, name) for name in cls.base_fields})

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        point = {"latitude", "longitude"}
        if point <= cleaned.keys() and (cleaned["latitude"] is None) != (
            cleaned["longitude"] is None
        ):
            missing = "latitude" if cleaned["latitude"] is None else "longitude"
            self.add_error(missing, _("Tọa độ cần cả vĩ độ và kinh độ, hoặc để trống cả hai."))
        return cleaned


class DepartForm(OnDayForm):
    """A household that moved away."""
