"""What was told to whom about a team, what of it is settled by now, and what still goes out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from firesafety.months import Month
from households.models import Team
from inspections.models import Delivery, Hazard, Message, Round, Snooze, Telling
from inspections.planning.ladder import LadderParams
from inspections.queries.ladder import ROUND_REMEMBERED

REMEMBERED = timedelta(days=92)
SHOWN = 100


@dataclass(frozen=True, slots=True)
class ConcernLine:
    """Something of a team that people are told of, in words."""

    key: str
    words: str
    due_on: date


def incomplete(rounds: QuerySet[Round]) -> QuerySet[Round]:
    """Rounds with a home that nobody has seen."""
    seen = Q(assignments__inspection__obstacle="")
    return rounds.annotate(
        planned=Count("assignments__inspected", distinct=True),
        done=Count("assignments__inspected", distinct=True, filter=seen),
    ).filter(done__lt=F("planned"))


def unread_messages() -> Coalesce:
    """How many messages each row of a question for accounts has not read; by index alone."""
    rows = Message.objects.filter(user=OuterRef("pk"), read_at=None).order_by()
    return Coalesce(Subquery(rows.values("user").annotate(unread=Count("pk")).values("unread")), 0)


def team_concerns(team: Team, *, on: date, params: LadderParams) -> list[ConcernLine]:
    """What is open in a team now, the earliest due first. Two queries.

    A round of which nobody is told any more, since a later one is, can neither be told nor put off.
    """
    rounds = Round.objects.filter(team=team)
    told = rounds.filter(due_on__lte=on - timedelta(days=params.round_days[0]))
    rounds = incomplete(
        rounds.filter(
            ~Exists(told.filter(month__gt=OuterRef("month"))),
            starts_on__lte=on,
            due_on__gte=on - ROUND_REMEMBERED,
        )
    )
    hazards = Hazard.objects.filter(
        state=Hazard.State.OPEN,
        household__memberships__team=team,
        household__memberships__left_on=None,
    ).select_related("item", "household")
    lines = [
        ConcernLine(
            f"round:{each.pk}",
            _("Tháng %(month)s: còn hộ chưa kiểm tra, hạn %(due)s")
            % {"month": f"{Month.of(each.month).first_day:%m/%Y}", "due": _show(each.due_on)},
            each.due_on,
        )
        for each in rounds
    ]
    lines += [
        ConcernLine(
            f"hazard:{each.pk}",
            _("%(household)s: %(item)s, nên sửa trước %(due)s")
            % {
                "household": each.household.holder_name,
                "item": each.item.text,
                "due": _show(each.due_on),
            },
            each.due_on,
        )
        for each in hazards
    ]
    return sorted(lines, key=lambda line: (line.due_on, line.key))


def _show(day: date) -> str:
    return date_format(day, "d/m/Y")


def team_tellings(team: Team, *, on: date) -> list[Message]:
    """The messages of the last three months that speak of a team, newest first. Two queries."""
    told = Telling.objects.filter(team=team, on__gte=on - REMEMBERED)
    return list(
        Message.objects.filter(pk__in=told.values("message"))
        .select_related("user", "household")
        .prefetch_related("deliveries")[:SHOWN]
    )


def team_deliveries(team: Team, *, on: date) -> list[Delivery]:
    """What could not be sent about a team, newest first."""
    return list(
        Delivery.objects.filter(
            state=Delivery.State.DEAD,
            message__in=Telling.objects.filter(team=team, on__gte=on - REMEMBERED).values(
                "message"
            ),
        )
        .select_related("message__user", "message__household")
        .order_by("-pk")[:SHOWN]
    )


@dataclass(frozen=True, slots=True)
class PutOffLine:
    """Something that is put off, in words, and who asked for it."""

    words: str
    snooze: Snooze


def team_snoozes(team: Team, concerns: Iterable[ConcernLine], *, on: date) -> list[PutOffLine]:
    """Which of a team's open concerns are put off now, by whom and why."""
    words = {each.key: each.words for each in concerns}
    rows = Snooze.objects.filter(team=team, until__gt=on, concern__in=words).select_related("by")
    return [PutOffLine(words[row.concern], row) for row in rows]
