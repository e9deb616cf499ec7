"""Recording what a visit found: once per sending, correctable until the round closes."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from firesafety.vietnamese import nfc
from households.models import Household, User
from inspections.models import (
    Assignment,
    ChecklistItem,
    Inspection,
    Obstacle,
    Round,
    Submission,
)
from inspections.planning.answers import Answer, pack_answers, unpack_answers
from inspections.queries.checklist import asked_items
from inspections.queries.link import ALPHABET
from inspections.services.hazard import follow_up
from inspections.services.standing import recount_rounds

NOTE_LENGTH = 300
REMARK_LENGTH = 500


class RoundClosed(Exception):
    """The round takes no more results. ``str()`` is the sentence for the person."""


class InvalidResult(Exception):
    """The result cannot be stored as it is.

    ``errors``: sentence per field. An item's sentence (its note's too) stands under the item's
    code; others under ``obstacle``, ``done_on``, ``remark`` or ``answers``.
    """

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{name}: {text}" for name, text in errors.items()))
        self.errors = dict(errors)


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a visit found. Either ``answers``, or the ``obstacle`` that kept it from happening."""

    done_on: date
    answers: Mapping[str, Answer] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    remark: str = ""
    obstacle: str = ""


def record_inspection(
    assignment: Assignment,
    result: Result,
    *,
    client_id: UUID,
    source: str,
    entered_by: User | None = None,
    at: datetime,
) -> Submission:
    """Store a result with its hazards, all or nothing, and return what was stored.

    The same ``client_id`` again returns the same submission and changes nothing, even after the
    round closed: the sender only lost our answer. Another one for an assignment with a result is
    a correction. Raises RoundClosed, InvalidResult.
    """
    try:
        with transaction.atomic():
            return _record(assignment, result, client_id, source, entered_by, at)
    except IntegrityError:
        # The same sending arrived twice at one moment, and the other copy was first.
        stored = _find_submission(client_id, assignment)
        if stored is None:
            raise
        return stored


def _record(
    assignment: Assignment,
    result: Result,
    client_id: UUID,
    source: str,
    entered_by: User | None,
    at: datetime,
) -> Submission:
    locked = (
        Assignment.objects.select_for_update(of=("self",))
        .select_related("round", "inspected")
        .get(pk=assignment.pk)
    )
    stored = _find_submission(client_id, locked)
    if stored is not None:
        return stored
    _refuse_closed(locked.round, on=localdate(at))
    items = list(ChecklistItem.objects.filter(checklist=locked.round.checklist_id))
    errors = dict(_find_errors(locked, result, items, on=localdate(at)))
    if errors:
        raise InvalidResult(errors)
    # A household may be inspected by two at once; its hazards are settled one after the other.
    Household.objects.select_for_update().get(pk=locked.inspected_id)
    codes = [item.code for item in sorted(items, key=lambda item: item.position)]
    inspection, answered = _store(locked, result, codes, source=source, at=at)
    failed = {code for code, answer in result.answers.items() if answer is Answer.FAIL}
    follow_up(locked.inspected, answered=answered, failed=failed, on=localdate(at))
    submission = _store_submission(inspection, client_id=client_id, entered_by=entered_by)
    recount_rounds([locked.round_id])
    return submission


def _find_submission(client_id: UUID, assignment: Assignment) -> Submission | None:
    stored = Submission.objects.filter(client_id=client_id).select_related("inspection").first()
    if stored is not None and stored.inspection.assignment_id != assignment.pk:
        raise InvalidResult(
            {"answers": _("Kết quả này đã được gửi cho một hộ khác. Xin tải lại trang rồi gửi.")}
        )
    return stored


def _refuse_closed(round: Round, *, on: date) -> None:
    if round.closed_on is not None or on >= round.missed_on:
        raise RoundClosed(
            _(
                "Đợt kiểm tra tháng %(month)s đã chốt nên không sửa được nữa. "
                "Xin báo tổ trưởng nếu có điều cần bổ sung."
            )
            % {"month": f"{round.month:%m/%Y}"}
        )


def _find_errors(
    assignment: Assignment, result: Result, items: list[ChecklistItem], *, on: date
) -> Iterator[tuple[str, str]]:
    """Field and sentence of everything that keeps the result from being stored."""
    if result.obstacle:
        if result.obstacle not in Obstacle.values:
            yield "obstacle", _("Xin chọn một trong các lý do.")
        if result.answers:
            yield (
                "obstacle",
                _("Đã có kết quả kiểm tra thì không chọn lý do chưa vào được, và ngược lại."),
            )
    else:
        yield from _find_answer_errors(assignment, result, items)
    earliest = min(assignment.round.starts_on, localdate(assignment.round.opened_at))
    if not earliest <= result.done_on <= on:
        yield (
            "done_on",
            _("Ngày kiểm tra phải từ %(first)s đến hôm nay, %(last)s.")
            % {"first": _show(earliest), "last": _show(on)},
        )
    if len(result.remark) > REMARK_LENGTH:
        yield "remark", _too_long(REMARK_LENGTH)


def _find_answer_errors(
    assignment: Assignment, result: Result, items: list[ChecklistItem]
) -> Iterator[tuple[str, str]]:
    known = {item.code for item in items}
    if (set(result.answers) | set(result.notes)) - known:
        yield (
            "answers",
            _("Có mục không thuộc phiếu này. Xin tải lại trang rồi ghi lại."),
        )
    # Items asked besides, to follow a hazard, may be left out: the paper may be older than it.
    round, kind = assignment.round, assignment.inspected.kind
    for item in asked_items(items, scope=round.scope, kind=kind):
        if item.code not in result.answers:
            yield item.code, _("Mục này chưa có câu trả lời.")
    for code, note in result.notes.items():
        if len(note) > NOTE_LENGTH:
            yield code, _too_long(NOTE_LENGTH)


def _too_long(limit: int) -> str:
    return _("Ghi chú dài quá %(limit)s chữ cái. Xin viết gọn lại.") % {"limit": limit}


def _show(day: date) -> str:
    return date_format(day, "d/m/Y")


def _store(
    assignment: Assignment, result: Result, codes: list[str], *, source: str, at: datetime
) -> tuple[Inspection, set[str]]:
    """Write the inspection as it stands now; it, and the codes answered before or after."""
    inspection = Inspection.objects.filter(assignment=assignment).first()
    if inspection is None:
        inspection = Inspection(assignment=assignment, revision=0)
    before = set(unpack_answers(codes, inspection.answers)) if inspection.answers else set()
    inspection.answers = "" if result.obstacle else pack_answers(codes, result.answers)
    notes = {code: nfc(note.strip()) for code, note in result.notes.items()}
    inspection.notes = {
        code: note for code, note in notes.items() if note and code in result.answers
    }
    inspection.remark = nfc(result.remark.strip())
    inspection.obstacle = result.obstacle
    inspection.done_on = result.done_on
    inspection.received_at = at
    inspection.source = source
    inspection.revision += 1
    inspection.save()
    return inspection, before | set(result.answers)


def _store_submission(
    inspection: Inspection, *, client_id: UUID, entered_by: User | None
) -> Submission:
    return Submission.objects.create(
        inspection=inspection,
        client_id=client_id,
        receipt=_new_receipt(),
        revision=inspection.revision,
        answers=inspection.answers,
        notes=inspection.notes,
        remark=inspection.remark,
        obstacle=inspection.obstacle,
        done_on=inspection.done_on,
        received_at=inspection.received_at,
        source=inspection.source,
        entered_by=entered_by,
    )


def _new_receipt() -> str:
    """Ten letters that can be read over the telephone, as ``ABCDE-FGHJK``."""
    letters = "".join(secrets.choice(ALPHABET) for _letter in range(10))
    return f"{letters[:5]}-{letters[5:]}"
