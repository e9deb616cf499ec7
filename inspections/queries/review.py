"""A ward's sample of homes to see again, what officers saw there, and how far peers agree."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from households.models import Area, Team
from inspections.models import ChecklistItem, Recheck, Review, ReviewSignal, SpotCheck
from inspections.planning.agreement import Agreement, compare, total
from inspections.planning.answers import unpack_answers

REMEMBERED = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class RecheckLine:
    """One home of the sample; ``check`` is the officer's newest visit for it, if any."""

    recheck: Recheck
    check: SpotCheck | None


@dataclass(frozen=True, slots=True)
class TeamAgreement:
    team: Team
    visits: int
    agreement: Agreement


def latest_review(ward: Area) -> Review | None:
    """The newest finished look at a ward's sheets."""
    return Review.objects.filter(ward=ward).exclude(finished_at=None).first()


def recheck_lines(review: Review) -> list[RecheckLine]:
    """The sample in the order in which it was drawn. Two queries."""
    rechecks = list(
        review.rechecks.select_related(
            "inspection__assignment__round__team__neighbourhood",
            "inspection__assignment__inspected",
        )
    )
    checks = _newest(
        SpotCheck.objects.filter(inspection__in=[each.inspection_id for each in rechecks])
    )
    return [RecheckLine(each, checks.get(each.inspection_id)) for each in rechecks]


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


def team_agreements(ward: Area, *, on: date) -> tuple[list[TeamAgreement], TeamAgreement | None]:
    """Per team of a ward, those most often overlooked first; and homes drawn by chance together.

    Only the latter say something of the ward as a whole. Three queries.
    """
    checks = list(_newest(spot_checks_of(ward, on=on)).values())
    codes = _codes({check.checklist_id for check in checks})
    visits: Counter[int] = Counter()
    found: dict[int, Agreement] = defaultdict(Agreement)
    teams: dict[int, Team] = {}
    for check in checks:
        team = check.inspection.assignment.round.team
        teams[team.pk] = team
        visits[team.pk] += 1
        found[team.pk] += _agreement(check, codes)
    lines = [TeamAgreement(team, visits[key], found[key]) for key, team in teams.items()]
    lines.sort(key=lambda line: (-line.agreement.missed, line.team.number))
    drawn = [check for check in checks if check.by_chance]
    if not drawn:
        return lines, None
    chance = total(_agreement(check, codes) for check in drawn)
    return lines, TeamAgreement(drawn[0].inspection.assignment.round.team, len(drawn), chance)


def _codes(checklists: set[int]) -> dict[int, list[str]]:
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
