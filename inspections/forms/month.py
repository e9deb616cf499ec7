"""Choosing one of a few months, and what to print of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from firesafety.months import Month
from households.models import Team
from inspections.models import PrintJob

Choices = Sequence[tuple[str, str | Promise]]


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
    """A month, which of its papers, of which teams, and in what shape.

    ``kinds`` are names and labels of what can be printed; ``teams`` those of the ward that have
    something to print. What is not sent is as usual: all teams, Vietnamese, ordinary letters, PDF.
    """

    what = forms.ChoiceField(
        label=_("Nội dung"),
        error_messages={
            "required": _("Xin chọn nội dung muốn in."),
            "invalid_choice": _("Xin chọn một trong các nội dung trong danh sách."),
        },
    )
    area = forms.ChoiceField(
        label=_("Phần nào"),
        required=False,
        error_messages={"invalid_choice": _("Xin chọn một trong các khu vực trong danh sách.")},
    )
    language = forms.ChoiceField(
        label=_("Ngôn ngữ trên giấy"),
        choices=settings.LANGUAGES,
        required=False,
        error_messages={"invalid_choice": _("Xin chọn một ngôn ngữ trong danh sách.")},
    )
    size = forms.ChoiceField(
        label=_("Cỡ chữ của phiếu"),
        choices=(("normal", _("Chữ thường")), ("large", _("Chữ lớn"))),
        required=False,
        error_messages={"invalid_choice": _("Xin chọn một cỡ chữ trong danh sách.")},
    )
    packing = forms.ChoiceField(
        label=_("Dạng tệp"),
        choices=PrintJob.Packing,
        required=False,
        error_messages={"invalid_choice": _("Xin chọn một dạng tệp trong danh sách.")},
    )
    teams = forms.TypedMultipleChoiceField(
        label=_("Chỉ những tổ này"),
        coerce=int,
        required=False,
        error_messages={"invalid_choice": _("Xin chọn các tổ trong danh sách.")},
    )

    def __init__(
        self, *args: Any, kinds: Choices, teams: Sequence[Team], ward: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._area_of = {team.pk: team.neighbourhood_id for team in teams}
        areas = {team.neighbourhood_id: team.neighbourhood.name for team in teams}
        whole = _("Cả %(ward)s") % {"ward": ward}
        self._offer("what", kinds)
        self._offer("area", [("", whole), *((str(key), name) for key, name in areas.items())])
        self._offer("teams", [(str(team.pk), str(team)) for team in teams])

    def _offer(self, name: str, choices: Choices) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - Declared above.
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        """A team ticked outside of the part that was chosen would silently not be printed."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        area = cleaned.get("area")
        outside = [
            team for team in cleaned.get("teams") or () if area and self._area_of[team] != int(area)
        ]
        if outside:
            self.add_error(
                "teams",
                _(
                    "Có tổ đã đánh dấu nằm ngoài phần đã chọn. Xin chọn lại phần muốn in, "
                    "hoặc bỏ đánh dấu các tổ đó."
                ),
            )
        return cleaned

    def neighbourhood(self) -> int | None:
        """The one neighbourhood that was asked for; None for the whole ward."""
        return int(self.cleaned_data["area"]) if self.cleaned_data["area"] else None

    def ticked(self) -> set[str]:
        """The teams that are ticked, as the page was sent or as it is sent back."""
        return {str(key) for key in self["teams"].value() or ()}
