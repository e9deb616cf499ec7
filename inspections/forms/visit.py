"""What a visit found: four answers per item, notes where something is wrong, the day, a remark."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any
from uuid import UUID, uuid4, uuid5

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext_lazy as _

from inspections.forms.sheet_times import TIMES, SignedMoment, read_timing
from inspections.models import ChecklistItem, Hazard, Inspection, Obstacle, Photo
from inspections.planning.answers import Answer, unpack_answers
from inspections.planning.sheet_times import Timing
from inspections.planning.short_days import read_short_day
from inspections.services.inspection import NOTE_LENGTH, REMARK_LENGTH, Result

ANSWER_LABELS = (
    (Answer.PASS.value, _("Đạt")),
    (Answer.FAIL.value, _("Chưa đạt")),
    (Answer.NOT_APPLICABLE.value, _("Không áp dụng")),
    (Answer.UNSEEN.value, _("Không kiểm tra được")),
)
# Of what an earlier visit found wrong the next one says what became of it.
HAZARD_LABELS = (
    (Answer.PASS.value, _("Đã sửa")),
    (Answer.FAIL.value, _("Chưa sửa")),
    (Answer.UNSEEN.value, _("Chưa xem được")),
)
NO_DAY = _("Xin ghi ngày đã đến kiểm tra.")
DAY_FORMATS = ("%d/%m/%Y", "%d/%m/%y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d")


@dataclass(frozen=True, slots=True)
class Line:
    """One item with its fields, and what an earlier visit found of it, as a page draws it."""

    item: ChecklistItem
    answer: forms.BoundField
    corrected: forms.BoundField
    note: forms.BoundField
    hazard: Hazard | None
    photos: Sequence[Photo] = ()

    @property
    def more_photos(self) -> int:
        """How many more photos the item may get."""
        return Photo.MOST - len(self.photos)

    @property
    def wrong(self) -> bool:
        return bool(self.answer.errors or self.note.errors)


class DayField(forms.DateField):
    """A day as people write it here: 05/12/2026, or 5/12 or 5 for the nearest such day.

    ``on`` is the day it is written on, set by the form; ``ahead`` where it is a day to come.
    """

    on: date | None = None

    def __init__(self, *, missing: Any = NO_DAY, ahead: bool = False, **kwargs: Any) -> None:
        self.ahead = ahead
        super().__init__(
            input_formats=DAY_FORMATS,
            widget=forms.DateInput(
                format="%d/%m/%Y",
                attrs={"autocomplete": "off", "placeholder": "dd/mm/yyyy"},
            ),
            error_messages={
                "required": missing,
                "invalid": _("Xin ghi ngày theo kiểu ngày/tháng/năm, ví dụ 05/12/2026."),
            },
            **kwargs,
        )

    def to_python(self, value: Any) -> date | None:
        short = None
        if isinstance(value, str) and self.on is not None:
            short = read_short_day(value, on=self.on, ahead=self.ahead)
        return short or super().to_python(value)


class ResultForm(forms.Form):
    """What every way of sending a result has: an id made with the page, and the day."""

    # The browser must not bring back an old id with a page that it restores.
    client_id = forms.UUIDField(widget=forms.HiddenInput(attrs={"autocomplete": "off"}))
    done_on = DayField(label=_("Ngày kiểm tra"))
    # Of a phone that sends by itself: the revision it had seen when the result was written.
    based_on = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    # How long it took: the page's own signed moment of drawing, and what a phone says of itself.
    # Fields that refuse nothing: no clock keeps a result back.
    drawn_at = forms.Field(required=False, widget=SignedMoment(attrs={"autocomplete": "off"}))
    finished_at = forms.Field(required=False, widget=forms.HiddenInput)
    seconds = forms.Field(required=False, widget=forms.HiddenInput)

    # What is typed on the page beside the result, and does not make it another one.
    beside: frozenset[str] = frozenset({"client_id", "based_on", *TIMES})
    # Service errors that belong to a field of ours under another name.
    service_names: Mapping[str, str] = {}

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "id_%s")
        kwargs.setdefault("label_suffix", "")
        kwargs["initial"] = {"client_id": uuid4(), "done_on": on, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, DayField):
                field.on = on

    def timing(self, *, at: datetime) -> Timing:
        """How long the sheet took, as a phone says, or else from the page's drawing to ``at``."""
        data = self.cleaned_data
        return read_timing(data["drawn_at"], data["finished_at"], data["seconds"], at=at)

    @property
    def content_id(self) -> UUID:
        """The id of this very content: the same page sent twice is one submission.

        The page's own id alone would take what was changed after going back for a repetition.
        """
        content = sorted(
            f"{name}={value}"
            for name, value in self.cleaned_data.items()
            if name not in self.beside and value not in ("", None, False)
        )
        return uuid5(self.cleaned_data["client_id"], "\n".join(content))

    def reasons(self) -> dict[str, str]:
        """One sentence for each refusal: under the item's code, the field's name, or ``form``."""
        found: dict[str, str] = {}
        for name, sentences in self.errors.items():
            item = name.removeprefix("a_").removeprefix("n_")
            found.setdefault("form" if name == NON_FIELD_ERRORS else item, str(sentences[0]))
        return found

    def add_errors(self, errors: Mapping[str, str]) -> None:
        """Take over what the service refused, each at its own field."""
        for name, message in errors.items():
            field = self.service_names.get(name, name)
            self.add_error(field if field in self.fields else None, message)


class AnswersForm(ResultForm):
    """The items of one household in one round."""

    remark = forms.CharField(
        label=_("Ghi chú chung (không bắt buộc)"),
        required=False,
        max_length=REMARK_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self,
        items: Sequence[ChecklistItem],
        *args: Any,
        hazards: Iterable[Hazard] = (),
        photos: Mapping[str, Sequence[Photo]] | None = None,
        required: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.items = items
        self.service_names = {item.code: f"a_{item.code}" for item in items}
        self.hazards = {hazard.code: hazard for hazard in hazards}
        self.photos = photos or {}
        for item in items:
            self.fields[f"a_{item.code}"] = forms.ChoiceField(
                label=item.text,
                choices=HAZARD_LABELS if item.code in self.hazards else ANSWER_LABELS,
                required=required,
                widget=forms.RadioSelect,
                error_messages={
                    "required": _("Xin chọn một câu trả lời."),
                    "invalid_choice": _("Xin chọn một câu trả lời."),
                },
            )
            self.fields[f"s_{item.code}"] = forms.BooleanField(
                label=_("Đã sửa ngay"), required=False
            )
            self.fields[f"n_{item.code}"] = forms.CharField(
                label=_("Thấy gì, ở đâu?"),
                required=False,
                max_length=NOTE_LENGTH,
            )

    def lines(self) -> list[Line]:
        return [
            Line(
                item,
                self[f"a_{item.code}"],
                self[f"s_{item.code}"],
                self[f"n_{item.code}"],
                self.hazards.get(item.code),
                self.photos.get(item.code, ()),
            )
            for item in self.items
        ]

    def groups(self) -> Iterator[tuple[str, list[Line]]]:
        """What was wrong last time first, then the rest under the headings of the checklist."""
        lines = self.lines()
        if followed := [line for line in lines if line.hazard]:
            yield str(_("Lần trước chưa đạt")), followed
        fresh = (line for line in lines if not line.hazard)
        for category, group in groupby(fresh, key=lambda line: line.item.category):
            yield category, list(group)

    def wrong_lines(self) -> list[Line]:
        """The lines that keep the result from being sent."""
        return [line for line in self.lines() if line.wrong]

    def answered(self) -> int:
        """How many items have an answer in what the page shows now."""
        return sum(bool(line.answer.value()) for line in self.lines())

    def answers(self) -> dict[str, Answer]:
        """The chosen answers; found wrong and put right at once is an answer of its own."""
        given = {item.code: self.cleaned_data.get(f"a_{item.code}") for item in self.items}
        answers = {code: Answer(letter) for code, letter in given.items() if letter}
        for code, answer in answers.items():
            if answer is Answer.FAIL and self.cleaned_data.get(f"s_{code}"):
                answers[code] = Answer.CORRECTED
        return answers

    def result(self) -> Result:
        return self.made_result({})

    def made_result(self, more_notes: Mapping[str, str]) -> Result:
        """What the service is handed. A note stays only where something is wrong."""
        answers = self.answers()
        notes = {
            code: self.cleaned_data.get(f"n_{code}", "").strip() or more_notes.get(code, "")
            for code in answers
        }
        return Result(
            answers=answers,
            notes={code: note for code, note in notes.items() if note and answers[code].found},
            remark=self.cleaned_data["remark"].strip(),
            obstacle="",
            done_on=self.cleaned_data["done_on"],
        )


class ObstacleForm(ResultForm):
    """The visit could not take place, and why."""

    obstacle = forms.ChoiceField(
        label=_("Vì sao chưa vào kiểm tra được?"),
        choices=Obstacle,
        widget=forms.RadioSelect,
        error_messages={"required": _("Xin chọn một lý do.")},
    )
    revisit_on = DayField(
        label=_("Hẹn ngày đến lại"),
        missing=_("Xin ghi ngày sẽ đến lại, trước khi đợt chốt."),
        ahead=True,
    )
    remark = forms.CharField(
        label=_("Ghi chú thêm (không bắt buộc)"),
        required=False,
        max_length=REMARK_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    field_order = ("obstacle", "done_on", "revisit_on", "remark", "client_id")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["done_on"].label = _("Ngày đã đến")

    def result(self) -> Result:
        return Result(
            answers={},
            notes={},
            remark=self.cleaned_data["remark"].strip(),
            obstacle=self.cleaned_data["obstacle"],
            done_on=self.cleaned_data["done_on"],
            revisit_on=self.cleaned_data["revisit_on"],
        )


def recorded(inspection: Inspection | None, codes: Sequence[str]) -> dict[str, Any]:
    """What stands recorded, as the initial values of a form; ``codes`` of the whole checklist."""
    if inspection is None:
        return {}
    values: dict[str, Any] = {"remark": inspection.remark, "done_on": inspection.done_on}
    if inspection.obstacle:
        return {**values, "obstacle": inspection.obstacle, "revisit_on": inspection.revisit_on}
    for code, answer in unpack_answers(codes, inspection.answers).items():
        values[f"a_{code}"] = (Answer.FAIL if answer.found else answer).value
        values[f"s_{code}"] = answer is Answer.CORRECTED
    for code, note in inspection.notes.items():
        values[f"n_{code}"] = note
    return values
