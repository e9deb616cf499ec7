"""What of a list of teams is wanted, as it stands in the address."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from firesafety.months import Month
from firesafety.vietnamese import clean_text, fold
from households.models import Area, Household
from inspections.models import Severity
from inspections.queries.team_list import ORDERS, TeamFilters, asks_number
from inspections.queries.team_states import TeamState

STATE_NAMES = {
    TeamState.LATE: _("Trễ hạn kiểm tra"),
    TeamState.HAZARD_OVERDUE: _("Có chỗ quá hạn sửa"),
    TeamState.SILENT: _("Lâu không có kết quả"),
    TeamState.PAUSED: _("Tạm nghỉ"),
    TeamState.IN_TIME: _("Đúng hạn"),
}
ANY = [("", _("Tất cả"))]
WRONG = {"invalid_choice": _("Không có lựa chọn này, danh sách dưới đây chưa lọc theo nó.")}


def both_ways(orders: Iterable[str]) -> list[tuple[str, str]]:
    """Every order and its reverse, as the choices of a hidden field."""
    return [(sign + name, sign + name) for name in orders for sign in ("", "-")]


class PlaceForm(forms.Form):
    """The words searched for and the place, which every list of an area asks."""

    q = forms.CharField(
        label=_("Tìm"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    place = forms.ChoiceField(required=False, error_messages=WRONG)

    def __init__(self, *args: Any, area: Area, places: Iterable[Area], **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.places = {each.code: each for each in places}
        names = [(each.code, each.name) for each in self.places.values()]
        if not names:
            del self.fields["place"]
            return
        field = self.fields["place"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - Declared so above.
        field.label = _("Phường, xã") if area.level == Area.Level.CITY else _("Khu vực")
        field.choices = [*ANY, *names]

    def clean_q(self) -> str:
        return clean_text(self.cleaned_data["q"])

    def given(self, name: str) -> Any:
        """What is asked in a field; empty where nothing, or nothing that there is, was asked."""
        self.is_valid()
        return self.cleaned_data.get(name, "")

    @property
    def place_asked(self) -> Area | None:
        return self.places.get(self.given("place"))

    def query(self) -> str:
        """What was asked and understood, as the part of an address after "?"; always the same."""
        self.is_valid()
        asked = {name: self.data.get(name, "") for name in self.fields if name in self.cleaned_data}
        return urlencode({name: asked[name] for name in sorted(asked) if asked[name]})

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the order was asked."""
        return any(
            self.given(name) not in ("", None, False) for name in self.fields if name != "sort"
        )


class TeamListForm(PlaceForm):
    """The filters of the list of teams."""

    state = forms.ChoiceField(
        label=_("Tình trạng"),
        required=False,
        choices=[*ANY, *((state.value, name) for state, name in STATE_NAMES.items())],
        error_messages=WRONG,
    )
    severity = forms.ChoiceField(
        label=_("Còn chỗ chưa sửa"),
        required=False,
        choices=[*ANY, *Severity.choices],
        error_messages=WRONG,
    )
    kind = forms.ChoiceField(
        label=_("Có loại hình"),
        required=False,
        choices=[*ANY, *Household.Kind.choices],
        error_messages=WRONG,
    )
    month = forms.ChoiceField(label=_("Tháng"), required=False, error_messages=WRONG)
    sort = forms.ChoiceField(
        required=False,
        choices=both_ways(ORDERS),
        widget=forms.HiddenInput,
        error_messages=WRONG,
    )

    def __init__(self, *args: Any, months: Iterable[Month], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["month"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - Declared so above.
        self.this_month, *earlier = list(months)
        field.choices = [
            ("", f"{self.this_month.first_day:%m/%Y}"),
            *((str(month), f"{month.first_day:%m/%Y}") for month in earlier),
        ]

    @property
    def month_asked(self) -> Month:
        text = self.given("month")
        return Month.parse(text) if text else self.this_month

    @property
    def _named_by_all(self) -> bool:
        """Whether every place is called by what is looked for, as "phường": all teams are found."""
        text = fold(self.given("q"))
        names = [each.folded_name for each in self.places.values()]
        return bool(names) and all(text in name for name in names) and not asks_number(text)

    def filters(self) -> TeamFilters:
        state = self.given("state")
        return TeamFilters(
            state=TeamState(state) if state else None,
            severity=self.given("severity"),
            kind=self.given("kind"),
            place=self.place_asked,
            search="" if self._named_by_all else self.given("q"),
            order=self.given("sort") or "team",
        )
