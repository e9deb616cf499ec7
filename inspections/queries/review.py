"""A ward's sample of homes to see again, what officers saw there, and how far peers agree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from households.models import Area, Team, User
from inspections.models import (
    ChecklistItem,
    Inspection,
    Recheck,
    Review,
    ReviewSignal,
    SpotCheck,
)
from inspections.planning.agreement import Agreement, Agreements, compare
from inspections.planning.answers import unpack_answers

REMEMBERED = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class RecheckLine:
    """One home of the sample; ``check`` is the officer's newest visit for it, if any, and
    ``agreement`` how far that and the neighbour's sheet are the same."""

    recheck: Recheck
    check: SpotCheck | None
    agreement: Agreement | None


@dataclass(frozen=True, slots=True)
class TeamAgreement:
    team: Team
    found: Agreements


def latest_review(ward: Area) -> Review | None:
    """The newest finished look at a ward's sheets."""
    return Review.objects.filter(ward=ward).exclude(finished_at=None).first()


def recheck_lines(review: Review) -> list[RecheckLine]:
    """The sample in the order in which it was drawn. Three queries."""
    rechecks = list(
        review.rechecks.select_related(
            "inspection__assignment__round__team__neighbourhood",
            "inspection__assignment__inspected",
        )
    )
    checks = _newest(
        SpotCheck.objects.filter(
            inspection__in=[each.inspection_id for each in rechecks]
        ).select_related("inspection")
    )
    codes = _codes({check.checklist_id for check in checks.values()})
    lines = []
    for each in rechecks:
        check = checks.get(each.inspection_id)
        lines.append(RecheckLine(each, check, _agreement(check, codes) if check else None))
    return lines


def own_answers(inspection: Inspection, officer: User) -> SpotCheck | None:
    """What this officer wrote down last for an inspection, to be corrected. One query."""
    return SpotCheck.objects.filter(inspection=inspection, officer=officer).first()


def _newest(checks: Iterable[SpotCheck]) -> dict[int, SpotCheck]:
    """Per inspection the newest of ``checks``, which come newest first."""
    newest: dict[int, SpotCheck] = {}
    for check in checks:
        newest.setdefault(check.inspection_id, check)
    return newest


def coaching_kinds(team: Team) -> list[str]:
    """The kinds of signals of a team in its ward's newest review; no names. One query."""
    newest = Review.objects.filter(ward=team.ward_id).exclude(finished_at=None).values("pk")[:1]
    rows = ReviewSignal.objects.filter(team=team, review__in=newest)
    return sorted(set(rows.values_list("kind", flat=True)))


def spot_checks_of(area: Area, *, on: date) -> QuerySet[SpotCheck]:
    """Officers' visits of the last year in an area's teams, newest first."""
    return (
        SpotCheck.objects.filter(done_on__gt=on - REMEMBERED)
        .filter(inspection__assignment__round__team__ward=area)
        .select_related("inspection__assignment__round__team__neighbourhood")
    )


def team_agreements(ward: Area, *, on: date) -> tuple[list[TeamAgreement], Agreements]:
    """Per team of a ward, those most often overlooked first; and homes drawn by chance together.

    Only the latter say something of the ward as a whole. Two queries.
    """
    checks = list(_newest(spot_checks_of(ward, on=on)).values())
    codes = _codes({check.checklist_id for check in checks})
    found: dict[int, Agreements] = defaultdict(Agreements)
    teams: dict[int, Team] = {}
    drawn = Agreements()
    for check in checks:
        team = check.inspection.assignment.round.team
        teams[team.pk] = team
        agreement = _agreement(check, codes)
        found[team.pk] += agreement
        if check.by_chance:
            drawn += agreement
    lines = [TeamAgreement(team, found[key]) for key, team in teams.items()]
    lines.sort(key=lambda line: (-line.found.items.missed, line.team.number))
    return lines, drawn


def _codes(checklists: set[int]) -> dict[int, list[str]]:
    """Per checklist its codes in order. One query; none for no checklist."""
    codes: dict[int, list[str]] = defaultdict(list)
    rows = ChecklistItem.objects.filter(checklist__in=checklists).order_by("checklist", "position")
    for checklist, code in rows.values_list("checklist", "code"):
        codes[checklist].append(code)
    return codes


def _agreement(check: SpotCheck, codes: dict[int, list[str]]) -> Agreement:
    mine = codes[check.checklist_id]
    return compare(
        unpack_answers(mine, check.inspection.answers) if check.inspection.answers else {},
        unpack_answers(mine, check.answers),
    )
