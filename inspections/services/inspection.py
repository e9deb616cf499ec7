"""Recording what a visit found: once per sending, correctable until the round closes."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from firesafety.vietnamese import nfc
from households.models import Household, User
from inspections.models import (
    Assignment,
    ChecklistItem,
    Inspection,
    Obstacle,
    Reschedule,
    Round,
    Submission,
)
from inspections.planning.sheet_times import (
    UNTIMED,
    Timing,
    believable_end,
    believable_seconds,
)
from inspections.planning.versions import Judgement, Version, judge
from inspections.queries.checklist import asked_items
from inspections.queries.link import ALPHABET
from inspections.queries.version import is_paper, read_version
from inspections.services.on_paper import end_on_paper
from inspections.services.refusals import InvalidResult as InvalidResult
from inspections.services.refusals import RoundClosed as RoundClosed
from inspections.services.refusals import Superseded as Superseded
from inspections.services.refusals import refuse_arrival, show_day
from inspections.services.reschedule import write_reschedule
from inspections.services.version import clear_waiting, hold, write_version

NOTE_LENGTH = 300
REMARK_LENGTH = 500
STANDINGS = {
    Judgement.TAKE: Submission.Standing.TAKEN,
    Judgement.SAME: Submission.Standing.SAME,
    Judgement.WAIT: Submission.Standing.WAITING,
}

Result = Version  # what a visit found: its answers, or the obstacle that kept it from happening


def record_inspection(
    assignment: Assignment,
    result: Result,
    *,
    client_id: UUID,
    source: str,
    entered_by: User | None = None,
    based_on: int | None = None,
    timing: Timing = UNTIMED,
    at: datetime,
) -> Submission:
    """Store a result with its hazards, all or nothing, and return what was stored.

    The same ``client_id`` again returns the same submission and changes nothing, even after the
    round closed: the sender only lost our answer. Another one that came the same way as the
    result held is a correction; ``based_on``, where given, is the revision that the sender had
    seen (0: none), and a correction of anything newer is refused. What came the other way and
    differs is kept and waits: nothing is overwritten before the leader has compared the two
    (``services.conflict``); the submission's ``standing`` tells. ``timing`` is kept as far as it
    can be believed. Paper may come late, see ``refuse_arrival``: it moves hazards, and no figure
    of the closed month. Raises RoundClosed, InvalidResult, Superseded.
    """
    fresh = Submission(
        client_id=client_id,
        source=source,
        entered_by=entered_by,
        received_at=at,
        finished_at=believable_end(timing.finished_at, received_at=at),
        seconds=believable_seconds(timing.seconds),
    )
    try:
        with transaction.atomic():
            return _record(assignment, result, fresh, based_on)
    except IntegrityError:
        # The same sending arrived twice at one moment, and the other copy was first.
        stored = _find_submission(client_id, assignment)
        if stored is None:
            raise
        return stored


def _record(
    assignment: Assignment, result: Result, fresh: Submission, based_on: int | None
) -> Submission:
    """``fresh`` is the submission as far as it is known before it is judged."""
    at = fresh.received_at
    locked = (
        Assignment.objects.select_for_update(of=("self",))
        .select_related("round__team", "inspected")
        .get(pk=assignment.pk)
    )
    stored = _find_submission(fresh.client_id, locked)
    if stored is not None:
        return stored
    refuse_arrival(locked.round, source=fresh.source, entered_by=fresh.entered_by, on=localdate(at))
    _refuse_superseded(locked, based_on, fresh.source)
    items = list(ChecklistItem.objects.filter(checklist=locked.round.checklist_id))
    errors = dict(_find_errors(locked, result, items, on=localdate(at)))
    if errors:
        raise InvalidResult(errors)
    # A household may be inspected by two at once; its hazards are settled one after the other.
    Household.objects.select_for_update().get(pk=locked.inspected_id)
    submission = _arrive(
        locked,
        clean_version(result),
        [item.code for item in sorted(items, key=lambda item: item.position)],
        fresh,
    )
    end_on_paper(locked, on=localdate(at))
    if submission.standing == Submission.Standing.TAKEN and result.revisit_on is not None:
        write_reschedule(locked, result.revisit_on, asker=Reschedule.Asker.INSPECTOR, at=at)
    return submission


def _find_submission(client_id: UUID, assignment: Assignment) -> Submission | None:
    stored = Submission.objects.filter(client_id=client_id).select_related("inspection").first()
    if stored is not None and stored.inspection.assignment_id != assignment.pk:
        raise InvalidResult(
            {"answers": _("Kết quả này đã được gửi cho một hộ khác. Xin tải lại trang rồi gửi.")}
        )
    return stored


def _refuse_superseded(assignment: Assignment, based_on: int | None, source: str) -> None:
    """Only of what came the same way: the other way both versions are kept and compared."""
    if based_on is None:
        return
    held = Inspection.objects.filter(assignment=assignment).first()
    if held is None or is_paper(held.source) != is_paper(source):
        return
    if held.revision > based_on:
        raise Superseded(held.revision)


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
            % {"first": show_day(earliest), "last": show_day(on)},
        )
    if result.revisit_on is not None:
        yield from _find_revisit_errors(assignment.round, result, result.revisit_on)
    if len(result.remark) > REMARK_LENGTH:
        yield "remark", _too_long(REMARK_LENGTH)


def _find_revisit_errors(
    round: Round, result: Result, revisit_on: date
) -> Iterator[tuple[str, str]]:
    last = round.missed_on - timedelta(days=1)
    if not result.obstacle:
        yield "revisit_on", _("Đã vào kiểm tra rồi thì không cần hẹn lại.")
    elif not result.done_on <= revisit_on <= last:
        yield (
            "revisit_on",
            _("Ngày hẹn lại phải từ %(first)s đến %(last)s, khi đợt còn mở.")
            % {"first": show_day(result.done_on), "last": show_day(last)},
        )


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


def clean_version(version: Version) -> Version:
    """The version as it is stored: composed letters, no blanks around, notes of answered items."""
    notes = {code: nfc(note.strip()) for code, note in version.notes.items()}
    return replace(
        version,
        notes={code: note for code, note in notes.items() if note and code in version.answers},
        remark=nfc(version.remark.strip()),
    )


def _arrive(
    assignment: Assignment, version: Version, codes: list[str], submission: Submission
) -> Submission:
    """Number a submission, judge it beside what is held, and store it, under the locks."""
    inspection = Inspection.objects.filter(assignment=assignment).first()
    number, judgement = 1, Judgement.TAKE
    if inspection is not None:
        number += inspection.submissions.aggregate(last=Max("revision"))["last"] or 0
        same_way = is_paper(inspection.source) == is_paper(submission.source)
        judgement = judge(read_version(inspection, codes), version, same_way=same_way)
    submission.receipt, submission.revision = new_receipt(), number
    submission.standing = STANDINGS[judgement]
    write_version(submission, version, codes)
    if inspection is None:
        inspection = Inspection(assignment=assignment)
    else:
        clear_waiting(inspection, submission)
    if judgement is Judgement.TAKE:
        inspection.assignment = assignment
        hold(inspection, submission, codes, on=localdate(submission.received_at))
    submission.inspection = inspection
    submission.save()
    return submission


def new_receipt() -> str:
    """Ten letters that can be read over the telephone, as ``ABCDE-FGHJK``."""
    letters = "".join(secrets.choice(ALPHABET) for _letter in range(10))
    return f"{letters[:5]}-{letters[5:]}"
