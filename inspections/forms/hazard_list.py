"""What of a list of open hazards is wanted, as it stands in the address."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from firesafety.months import Month
from households.models import Household
from inspections.forms.team_list import ANY, WRONG, PlaceForm, both_ways
from inspections.models import Severity
from inspections.queries.hazard_list import ORDERS, HazardFilters

# One name for each age group of ``inspections.queries.hazard_list.AGES``, and for what is older.
AGE_NAMES = (_("30 ngày trở lại"), _("31–90 ngày"), _("91–180 ngày"), _("hơn 180 ngày"))


class HazardListForm(PlaceForm):
    """The filters of the list of open hazards.

    ``items``: (code, wording) of what is open here; ``months``: those that can be chosen.
    """

    severity = forms.ChoiceField(
        label=_("Mức"), required=False, choices=[*ANY, *Severity.choices], error_messages=WRONG
    )
    kind = forms.ChoiceField(
        label=_("Loại hình"),
        required=False,
        choices=[*ANY, *Household.Kind.choices],
        error_messages=WRONG,
    )
    item = forms.ChoiceField(label=_("Mục"), required=False, error_messages=WRONG)
    age = forms.TypedChoiceField(
        label=_("Đã thấy"),
        required=False,
        choices=[*ANY, *((str(number), name) for number, name in enumerate(AGE_NAMES))],
        coerce=int,
        empty_value=None,
        error_messages=WRONG,
    )
    found = forms.ChoiceField(label=_("Thấy trong tháng"), required=False, error_messages=WRONG)
    overdue = forms.BooleanField(label=_("Chỉ chỗ quá hạn sửa"), required=False)
    sort = forms.ChoiceField(
        required=False,
        choices=both_ways(ORDERS),
        widget=forms.HiddenInput,
        error_messages=WRONG,
    )

    def __init__(
        self, *args: Any, items: Iterable[tuple[str, str]], months: Iterable[Month], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = {
            "item": [(code, f"{code} {text}") for code, text in items],
            "found": [(str(month), f"{month.first_day:%m/%Y}") for month in months],
        }
        for name, known in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - Declared so above.
            field.choices = [*ANY, *known]

    def filters(self) -> HazardFilters:
        found = self.given("found")
        return HazardFilters(
            severity=self.given("severity"),
            kind=self.given("kind"),
            item=self.given("item"),
            age=self.cleaned_data.get("age"),
            found=Month.parse(found) if found else None,
            overdue=bool(self.given("overdue")),
            place=self.place_asked,
            search=self.given("q"),
            order=self.given("sort") or "due",
        )
