"""Choosing one of a few months, and what to print of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from firesafety.months import Month
from households.models import Team
from inspections.forms.sheet import PAPERS, SCOPES, SIZES, UNUSUAL, Choices, option_field
from inspections.models import PrintJob

# What the choices of one kind of paper mean nothing to another is told in these words.
NOT_OFFERED = {
    "size": _("Nội dung này chỉ có chữ thường. Xin chọn chữ thường, hoặc nội dung khác."),
    "paper": _("Nội dung này chỉ in trên khổ A4. Xin chọn khổ A4, hoặc nội dung khác."),
    "scope": _(
        "Nội dung này không đổi được câu hỏi. Xin để như đợt kiểm tra hỏi, hoặc chọn nội dung khác."
    ),
}


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

    ``kinds`` are names and labels of what can be printed, ``offered`` the options that each kind
    comes in; ``teams`` those of the ward that have something to print. What is not sent is as
    usual: all teams, Vietnamese, ordinary letters, A4, what the round asks, PDF.
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
    size = option_field(_("Cỡ chữ"), SIZES)
    paper = option_field(_("Khổ giấy"), PAPERS)
    scope = option_field(_("Câu hỏi trên phiếu"), SCOPES)
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
        self,
        *args: Any,
        kinds: Choices,
        offered: Mapping[str, Collection[str]],
        teams: Sequence[Team],
        ward: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._offered = offered
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
        """What would silently be printed otherwise, or not at all, is refused."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        offered = self._offered.get(cleaned.get("what", ""), NOT_OFFERED)
        for name, words in NOT_OFFERED.items():
            if name not in offered and name in self.options():
                self.add_error(name, words)
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

    def options(self) -> dict[str, str]:
        """How the sheets are wanted, as far as it is out of the ordinary."""
        wanted = {name: self.cleaned_data.get(name, "") for name in UNUSUAL}
        return {name: value for name, value in wanted.items() if value in dict(UNUSUAL[name])}

    def neighbourhood(self) -> int | None:
        """The one neighbourhood that was asked for; None for the whole ward."""
        return int(self.cleaned_data["area"]) if self.cleaned_data["area"] else None

    def ticked(self) -> set[str]:
        """The teams that are ticked, as the page was sent or as it is sent back."""
        return {str(key) for key in self["teams"].value() or ()}
