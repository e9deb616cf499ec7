"""Sending somebody else: a substitute for one visit, or two inspectors changing places.

Only the visits that are named change. A visit with a result stays as history; what falls away
opens no door any more, and what comes in gets a link and a sheet of its own.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from firesafety.months import Month
from households.models import Household, User
from inspections.models import Assignment, Repair, Round
from inspections.planning.rotation import Mode, TeamInput
from inspections.queries.opening import team_inputs
from inspections.queries.team_month import find_inspection
from inspections.services.link import set_link
from inspections.services.refusals import Refused, refuse_closed
from inspections.services.standing import recount_rounds

Pair = tuple[int, int]  # inspector, inspected


@dataclass(frozen=True, slots=True)
class Change:
    """What fell away and what came in; nothing where it had been done already."""

    removed: tuple[Pair, ...] = ()
    added: tuple[Pair, ...] = ()

    @property
    def touched(self) -> frozenset[int]:
        """The households that need to be told, and new sheets."""
        return frozenset(key for pair in (*self.removed, *self.added) for key in pair)


def put_in_substitute(
    assignment: Assignment, substitute: Household, *, by: User, at: datetime
) -> Change:
    """Let another household of the team go in the inspector's place.

    Asked again for the same it changes nothing. Raises RoundClosed, and Refused where the visit
    was made or the substitute cannot go there.
    """
    with transaction.atomic():
        round, rows = _lock(assignment.round_id, at=at)
        row = _find(rows, assignment.pk)
        pair = (substitute.pk, row.inspected_id)
        if substitute.pk == row.inspector_id:
            return Change()
        return _exchange(round, rows, [(row, pair)], by=by, at=at)


def swap_inspectors(first: Assignment, second: Assignment, *, by: User, at: datetime) -> Change:
    """Let two inspectors of one month go to each other's households.

    Raises RoundClosed, and Refused as ``put_in_substitute`` does.
    """
    with transaction.atomic():
        round, rows = _lock(first.round_id, at=at)
        one, other = _find(rows, first.pk), _find(rows, second.pk)
        if one == other or one.inspector_id == other.inspector_id:
            raise Refused(_("Xin chọn lượt của một người khác để đổi."))
        changes = [
            (one, (other.inspector_id, one.inspected_id)),
            (other, (one.inspector_id, other.inspected_id)),
        ]
        return _exchange(round, rows, changes, by=by, at=at)


def _lock(round_id: int, *, at: datetime) -> tuple[Round, list[Assignment]]:
    round = Round.objects.select_for_update(of=("self",)).select_related("team").get(pk=round_id)
    refuse_closed(round, on=localdate(at))
    locked = Assignment.objects.select_for_update(of=("self",)).filter(round=round)
    keys = list(locked.order_by("pk").values_list("pk", flat=True))
    rows = Assignment.objects.filter(pk__in=keys).select_related("inspection")
    return round, list(rows.order_by("position"))


def _find(rows: Collection[Assignment], key: int) -> Assignment:
    """The visit, as it still stands; Refused where somebody changed it meanwhile."""
    found = next((row for row in rows if row.pk == key), None)
    if found is None:
        raise Refused(_("Lượt này vừa được đổi. Xin xem lại danh sách của tổ."))
    inspection = find_inspection(found)
    if inspection is not None and inspection.completed:
        raise Refused(_("Hộ này đã được kiểm tra rồi nên không đổi người nữa."))
    return found


def _exchange(
    round: Round,
    rows: Collection[Assignment],
    changes: list[tuple[Assignment, Pair]],
    *,
    by: User,
    at: datetime,
) -> Change:
    leaving = [row for row, _pair in changes]
    # Whoever stood before a closed door has left a result: that visit is history and stays.
    removed = [row for row in leaving if find_inspection(row) is None]
    (inputs,) = team_inputs([round.team], Month.of(round.month), on=localdate(at))
    staying = {_pair(row) for row in rows if row not in removed}
    waiting = [_pair(row) for row in rows if row not in leaving]
    for _row, pair in changes:
        _refuse(pair, inputs, staying)
        waiting.append(pair)
    _refuse_load(changes, inputs, waiting)
    Assignment.objects.filter(pk__in=[row.pk for row in removed]).delete()
    for row, (inspector, inspected) in changes:
        set_link(
            Assignment(
                public_id=uuid.uuid4(),
                round=round,
                inspector_id=inspector,
                inspected_id=inspected,
                position=row.position,
                visit_on=row.visit_on,
            )
        ).save()
    recount_rounds([round.pk])
    change = Change(tuple(_pair(row) for row in removed), tuple(pair for _row, pair in changes))
    Repair.objects.create(
        round=round,
        at=at,
        by=by,
        removed=[list(pair) for pair in change.removed],
        added=[list(pair) for pair in change.added],
        digest_before=round.input_digest,
        digest_after=round.input_digest,
    )
    return change


def _pair(row: Assignment) -> Pair:
    return row.inspector_id, row.inspected_id


def _refuse(pair: Pair, inputs: TeamInput, staying: Collection[Pair]) -> None:
    """Who may go where is the rotation's own rule (``planning.rotation.checking``)."""
    inspector, inspected = pair
    members = {member.id: member for member in inputs.members if not member.away}
    if inspector == inspected:
        raise Refused(_("Không hộ nào tự kiểm tra nhà mình. Xin chọn hộ khác."))
    if inspector not in members or not members[inspector].can_inspect:
        raise Refused(_("Hộ này đang vắng hoặc không đi kiểm tra được. Xin chọn hộ khác."))
    if frozenset(pair) in inputs.excluded:
        raise Refused(_("Hai hộ này không xếp sang nhau. Xin chọn hộ khác."))
    if pair in staying:
        raise Refused(_("Hộ này đã có lượt sang nhà đó trong tháng. Xin chọn hộ khác."))


def _refuse_load(
    changes: Collection[tuple[Assignment, Pair]], inputs: TeamInput, visits: Collection[Pair]
) -> None:
    if inputs.mode not in (Mode.ROTATION, Mode.PAIRS):
        return
    caps = {member.id: member.visits_cap for member in inputs.members}
    for _row, (inspector, _inspected) in changes:
        if sum(each == inspector for each, _other in visits) > caps[inspector]:
            raise Refused(
                _("Hộ này đã nhận đủ %(cap)d lượt trong tháng. Xin chọn hộ khác.")
                % {"cap": caps[inspector]}
            )
