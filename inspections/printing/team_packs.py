"""From rounds to the leader's matrix, notices, follow-ups and link cards: their values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby

from firesafety.months import Month
from households.models import Team
from inspections.models import Assignment
from inspections.printing.checklist_packs import Questions, earlier_hazards
from inspections.printing.options import ORDINARY, Options
from inspections.printing.parts import (
    Progress,
    chunks,
    each_paper,
    no_progress,
    party,
    period,
    team_head,
)
from inspections.printing.team_values import (
    FollowUp,
    FollowUpSheet,
    LinkCard,
    LinkCards,
    MatrixGroup,
    MatrixHousehold,
    MatrixLine,
    MatrixSheet,
    Notice,
    NoticePack,
)
from inspections.printing.twin_links import team_twin_link
from inspections.queries.household_link import HouseholdWay, household_ways
from inspections.queries.paper import TeamPaper
from inspections.services.link import LinkLost, link_url, restore_links, short_code


def matrix_sheets(
    teams: Iterable[Team],
    month: Month,
    options: Options = ORDINARY,
    *,
    on: date,
    progress: Progress = no_progress,
) -> Iterator[MatrixSheet]:
    """Each team's month on one sheet for its leader."""
    questions = Questions(options.scope)
    for paper in each_paper(teams, month, on=on, progress=progress):
        households = _columns(paper)
        yield MatrixSheet(
            head=team_head(paper),
            period=period(paper),
            starts=paper.round.starts_on,
            due=paper.round.due_on,
            households=tuple(column for column, _kind in households),
            groups=_groups(paper, questions, [kind for _column, kind in households]),
            reference=_reference("BT", paper),
            checklist_version=str(paper.round.checklist.number),
            link=team_twin_link(paper.team.pk, month, "matrix", scope=options.scope),
        )


def _columns(paper: TeamPaper) -> list[tuple[MatrixHousehold, str]]:
    """A column and its kind of premises for each household inspected, in the sheet's order."""
    visits: dict[int, list[Assignment]] = {}
    for visit in paper.assignments:
        visits.setdefault(visit.inspected_id, []).append(visit)
    numbers = {household: number for number, household in enumerate(visits, start=1)}
    return [
        (
            MatrixHousehold(
                numbers[key],
                party(mine[0].inspected),
                tuple(
                    str(numbers.get(visit.inspector_id, visit.inspector.holder_name))
                    for visit in mine
                ),
            ),
            mine[0].inspected.kind,
        )
        for key, mine in visits.items()
    ]


def _groups(
    paper: TeamPaper, questions: Questions, kinds: Sequence[str]
) -> tuple[MatrixGroup, ...]:
    asked = {kind: {item.code for item in questions.asked_of(paper, kind)} for kind in set(kinds)}
    rows = [
        item for item in questions.of(paper) if any(item.code in codes for codes in asked.values())
    ]
    return tuple(
        MatrixGroup(
            category,
            tuple(
                MatrixLine(
                    item.code,
                    item.text,
                    critical=item.severity == "critical",
                    asked=tuple(item.code in asked[kind] for kind in kinds),
                )
                for item in group
            ),
        )
        for category, group in groupby(rows, key=lambda item: item.category)
    )


def notice_packs(
    teams: Iterable[Team],
    month: Month,
    options: Options = ORDINARY,
    *,
    on: date,
    progress: Progress = no_progress,
) -> Iterator[NoticePack]:
    """Each team's notices, one a visit, each with the own link of the household it goes to.

    The inspector's link is not on them. Raises LinkLost where a household has no link that opens.
    """
    for papers in chunks(teams, month, on=on, progress=progress):
        homes = {visit.inspected for paper in papers for visit in paper.assignments}
        ways = household_ways(homes, month)
        for paper in papers:
            yield NoticePack(
                head=team_head(paper),
                period=period(paper),
                notices=tuple(_notice(visit, paper, ways) for visit in paper.assignments),
                reference=_reference("TB", paper),
                checklist_version=str(paper.round.checklist.number),
            )


def _notice(visit: Assignment, paper: TeamPaper, ways: Mapping[int, HouseholdWay]) -> Notice:
    way = ways.get(visit.inspected_id)
    if way is None:
        raise LinkLost(f"household {visit.inspected_id}")
    return Notice(
        head=team_head(paper),
        period=period(paper),
        starts=paper.round.starts_on,
        due=paper.round.due_on,
        inspector=party(visit.inspector),
        household=party(visit.inspected),
        hazards=earlier_hazards(visit, paper),
        reference=_reference("TB", paper, visit),
        checklist_version=str(paper.round.checklist.number),
        answer_link=way.url.upper(),
        answer_code=way.code,
    )


def follow_up_sheets(
    teams: Iterable[Team],
    month: Month,
    options: Options = ORDINARY,
    *,
    on: date,
    progress: Progress = no_progress,
) -> Iterator[FollowUpSheet]:
    """Each team's open faults, by the visit that looks after them."""
    for paper in each_paper(teams, month, on=on, progress=progress):
        restore_links(paper.assignments)
        carried = [(visit, earlier_hazards(visit, paper)) for visit in paper.assignments]
        yield FollowUpSheet(
            head=team_head(paper),
            period=period(paper),
            starts=paper.round.starts_on,
            due=paper.round.due_on,
            visits=tuple(
                FollowUp(
                    inspector=party(visit.inspector),
                    inspected=party(visit.inspected),
                    hazards=hazards,
                    link=link_url(visit).upper(),
                    short_code=short_code(visit),
                    reference=_reference("TD", paper, visit),
                )
                for visit, hazards in carried
                if hazards
            ),
            reference=_reference("TD", paper),
            checklist_version=str(paper.round.checklist.number),
        )


def link_cards(
    teams: Iterable[Team],
    month: Month,
    options: Options = ORDINARY,
    *,
    on: date,
    progress: Progress = no_progress,
) -> Iterator[LinkCards]:
    """Each team's cards. Links whose key is gone are issued anew."""
    for paper in each_paper(teams, month, on=on, progress=progress):
        restore_links(paper.assignments)
        yield LinkCards(
            head=team_head(paper),
            period=period(paper),
            due=paper.round.due_on,
            cards=tuple(
                LinkCard(
                    inspector=party(visit.inspector),
                    inspected=party(visit.inspected),
                    link=link_url(visit).upper(),
                    short_code=short_code(visit),
                    reference=_reference("PK", paper, visit),
                )
                for visit in paper.assignments
            ),
            reference=_reference("TL", paper),
            checklist_version=str(paper.round.checklist.number),
        )


def _reference(kind: str, paper: TeamPaper, visit: Assignment | None = None) -> str:
    """A sheet's code: what kind it is, its month, its round or its visit."""
    number = paper.round.pk if visit is None else visit.pk
    return f"{kind}-{Month.of(paper.round.month)}-{number:06}"
