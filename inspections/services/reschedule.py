"""Agreeing on another day for a visit: by the household, its inspector or the leader."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from firesafety.vietnamese import clean_text
from households.models import User
from inspections.models import Assignment, Reschedule
from inspections.queries.team_month import find_inspection
from inspections.services.refusals import Refused, refuse_closed, show_day

NOTE_LENGTH = 200


def move_visit(
    assignment: Assignment,
    visit_on: date,
    *,
    asker: str,
    note: str = "",
    by: User | None = None,
    at: datetime,
) -> Reschedule:
    """Agree on ``visit_on``, from today to the last day that the round takes results.

    The same day asked by the same side again is the same agreement. Raises RoundClosed, and
    Refused for a day outside the round or a visit that was made already.
    """
    with transaction.atomic():
        locked = (
            Assignment.objects.select_for_update(of=("self",))
            .select_related("round__team")
            .get(pk=assignment.pk)
        )
        on = localdate(at)
        refuse_closed(locked.round, on=on)
        _refuse(locked, visit_on, note, on=on)
        return write_reschedule(locked, visit_on, asker=asker, note=clean_text(note), by=by, at=at)


def _refuse(assignment: Assignment, visit_on: date, note: str, *, on: date) -> None:
    inspection = find_inspection(assignment)
    if inspection is not None and inspection.completed:
        raise Refused(_("Hộ này đã được kiểm tra rồi nên không cần hẹn ngày nữa."))
    last = assignment.round.missed_on - timedelta(days=1)
    if not on <= visit_on <= last:
        raise Refused(
            _("Ngày hẹn phải từ hôm nay, %(first)s, đến %(last)s, khi đợt còn mở.")
            % {"first": show_day(on), "last": show_day(last)}
        )
    if len(note) > NOTE_LENGTH:
        raise Refused(
            _("Ghi chú dài quá %(limit)s chữ cái. Xin viết gọn lại.") % {"limit": NOTE_LENGTH}
        )


def write_reschedule(
    assignment: Assignment,
    visit_on: date,
    *,
    asker: str,
    note: str = "",
    by: User | None = None,
    at: datetime,
) -> Reschedule:
    """Note the day on the assignment and in its list. The caller has locked the assignment."""
    rows = Reschedule.objects.filter(assignment=assignment)
    last = rows.order_by("number").last()
    if last is not None and (last.visit_on, last.asker, last.note) == (visit_on, asker, note):
        return last
    assignment.visit_on = visit_on
    assignment.save(update_fields=["visit_on"])
    return Reschedule.objects.create(
        assignment=assignment,
        number=1 if last is None else last.number + 1,
        visit_on=visit_on,
        asker=asker,
        note=note,
        by=by,
        at=at,
    )
