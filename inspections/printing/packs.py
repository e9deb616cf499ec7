"""From rounds to sheets: the values that a month's papers are drawn from, a few teams at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby, islice
from typing import BinaryIO, cast

from django.conf import settings
from django.utils.translation import gettext as _

from firesafety.months import Month
from households.models import Area, Household, Team
from inspections.models import Assignment, ChecklistItem, Hazard, PrintJob, Sighting
from inspections.planning.answers import Answer, unpack_answers
from inspections.printing.values import (
    AssignmentLine,
    AssignmentSheet,
    ChecklistGroup,
    ChecklistLine,
    ChecklistSheet,
    Findings,
    HazardLine,
    HouseholdRow,
    MissingVisit,
    MonthPoint,
    OpenHazard,
    Party,
    PrintedDocument,
    Severity,
    State,
    SummarySheet,
    TeamHead,
    TeamPack,
)
from inspections.printing.writers import write_checklists, write_summaries
from inspections.queries.checklist import asked_items
from inspections.queries.paper import TeamPaper, items_of, team_papers, teams_with_round
from inspections.services.link import link_url, restore_links, short_code

CHUNK = 25  # teams: what is held in memory at a time
Progress = Callable[[int], object]


def teams_to_print(month: Month, *, ward: Area | None = None) -> list[Team]:
    """Teams that have a round in a month, of one ward or of all, by number."""
    teams = teams_with_round(month)
    return list(teams if ward is None else teams.filter(ward=ward))


def write_pages(
    out: BinaryIO,
    teams: Sequence[Team],
    month: Month,
    *,
    what: str,
    language: str,
    on: date,
    progress: Progress = lambda done: None,
) -> PrintedDocument:
    """Write the month's papers of ``teams`` to ``out``: ``what`` is one of ``PrintJob.What``.

    ``progress`` is told how many teams are finished, once a chunk. The database is asked a fixed
    number of questions per chunk, and memory does not grow with the number of teams.
    """
    if what == PrintJob.What.SUMMARIES:
        sheets = summary_sheets(teams, month, on=on, progress=progress)
        return write_summaries(out, sheets, language=language)
    packs = checklist_packs(teams, month, on=on, progress=progress)
    return write_checklists(out, packs, language=language)


def checklist_packs(
    teams: Iterable[Team], month: Month, *, on: date, progress: Progress = lambda done: None
) -> Iterator[TeamPack]:
    """Each team's assignment sheet and checklists. Links whose key is gone are issued anew."""
    questions = Questions()
    for papers in _chunks(teams, month, on=on, progress=progress):
        for paper in papers:
            restore_links(paper.assignments)
            head = team_head(paper)
            yield TeamPack(
                _assignment_sheet(paper, head),
                [_checklist_sheet(each, paper, head, questions) for each in paper.assignments],
            )


def summary_sheets(
    teams: Iterable[Team], month: Month, *, on: date, progress: Progress = lambda done: None
) -> Iterator[SummarySheet]:
    """Each team's month in figures, as it stands on a day."""
    questions = Questions()
    for papers in _chunks(teams, month, on=on, progress=progress, history=True):
        for paper in papers:
            yield _summary_sheet(paper, questions.of(paper), on=on)


def _chunks(
    teams: Iterable[Team], month: Month, *, on: date, progress: Progress, history: bool = False
) -> Iterator[list[TeamPaper]]:
    waiting, done = iter(teams), 0
    while chunk := list(islice(waiting, CHUNK)):
        yield team_papers(chunk, month, on=on, history=history)
        done += len(chunk)
        progress(done)


class Questions:
    """The items of each checklist version, and the groups they make, built once a document.

    Most households get one of a few sets of questions; handing the same tuple to the sheets lets
    them lay it out once.
    """

    def __init__(self) -> None:
        self._items: dict[int, tuple[ChecklistItem, ...]] = {}
        self._groups: dict[tuple[object, ...], tuple[ChecklistGroup, ...]] = {}

    def of(self, paper: TeamPaper) -> tuple[ChecklistItem, ...]:
        """All items of the version that a round is answered on."""
        version = paper.round.checklist_id
        if version not in self._items:
            self._items[version] = items_of(version)
        return self._items[version]

    def asked(
        self, paper: TeamPaper, household: Household, *, followed: frozenset[str]
    ) -> tuple[ChecklistGroup, ...]:
        """What is asked of a household, without the items ``followed`` as open hazards."""
        round = paper.round
        key = (round.checklist_id, round.scope, household.kind, followed)
        if key not in self._groups:
            items = asked_items(self.of(paper), scope=round.scope, kind=household.kind)
            fresh = [item for item in items if item.code not in followed]
            self._groups[key] = tuple(
                ChecklistGroup(category, tuple(_checklist_line(item) for item in group))
                for category, group in groupby(fresh, key=lambda item: item.category)
            )
        return self._groups[key]


def _checklist_line(item: ChecklistItem) -> ChecklistLine:
    return ChecklistLine(item.code, item.text, critical=item.severity == "critical")


def team_head(paper: TeamPaper) -> TeamHead:
    """Which team a sheet belongs to, and whom to call about it."""
    team, leader = paper.team, paper.leader
    city = team.ward.parent
    return TeamHead(
        team=team_label(team),
        neighbourhood=team.neighbourhood.name,
        ward=team.ward.name,
        city=city.name if city else "",
        leader_name=leader.holder_name if leader else "",
        leader_phone=leader.phone if leader else "",
        emergency_number=settings.EMERGENCY_NUMBER,
    )


def team_label(team: Team) -> str:
    """The team as its members call it: "Tổ 7", or "Tổ 12/1 số 7" when it has labels."""
    if not team.labels:
        return str(team)
    words = {"labels": ", ".join(team.labels), "number": team.number}
    return _("Tổ %(labels)s số %(number)s") % words


def party(household: Household) -> Party:
    """A household as the sheets name it."""
    return Party(
        name=household.holder_name,
        house_number=household.house_number,
        street=household.street,
        phone=household.phone,
        kind=str(Household.Kind(household.kind).label),
    )


def period(paper: TeamPaper) -> str:
    """The month in words."""
    return _("Tháng %(month)s") % {"month": f"{paper.round.month:%m/%Y}"}


def _assignment_sheet(paper: TeamPaper, head: TeamHead) -> AssignmentSheet:
    return AssignmentSheet(
        head=head,
        period=period(paper),
        starts=paper.round.starts_on,
        due=paper.round.due_on,
        # No codes: this sheet hangs on the wall, and a code opens its visit to whoever reads it.
        lines=tuple(
            AssignmentLine(number, party(each.inspector), party(each.inspected), code="")
            for number, each in enumerate(paper.assignments, start=1)
        ),
        reference=f"PC-{Month.of(paper.round.month)}-{paper.round.pk:06}",
    )


def _checklist_sheet(
    assignment: Assignment, paper: TeamPaper, head: TeamHead, questions: Questions
) -> ChecklistSheet:
    round, household = paper.round, assignment.inspected
    # What this very round found is no news to its own sheet, should it be printed again.
    earlier = [
        hazard
        for hazard in paper.hazards.get(household.pk, ())
        if hazard.found_on < round.starts_on
    ]
    followed = frozenset(hazard.code for hazard in earlier)
    return ChecklistSheet(
        head=head,
        period=period(paper),
        starts=round.starts_on,
        due=round.due_on,
        inspector=party(assignment.inspector),
        inspected=party(household),
        groups=questions.asked(paper, household, followed=followed),
        hazards=tuple(_open_hazard(hazard) for hazard in earlier),
        # Upper case takes a smaller QR code: its letters then have a code of their own.
        link=link_url(assignment).upper(),
        short_code=short_code(assignment),
        reference=f"PK-{Month.of(round.month)}-{assignment.pk:06}",
        checklist_version=str(round.checklist.number),
    )


def _open_hazard(hazard: Hazard) -> OpenHazard:
    return OpenHazard(
        code=hazard.code,
        text=hazard.item.text,
        found=hazard.found_on,
        due=hazard.due_on,
        critical=hazard.severity == "critical",
        note=_last_note(hazard.sightings.all()),
    )


def _last_note(sightings: Iterable[Sighting]) -> str:
    return next((each.note for each in reversed(list(sightings)) if each.note), "")


def _summary_sheet(paper: TeamPaper, items: Sequence[ChecklistItem], *, on: date) -> SummarySheet:
    visits = paper.assignments
    hazards = [hazard for mine in paper.hazards.values() for hazard in mine]
    return SummarySheet(
        head=team_head(paper),
        period=period(paper),
        as_of=on,
        planned=len(visits),
        done=sum(_is_done(visit) for visit in visits),
        missing=tuple(_missing(visit) for visit in visits if not _is_done(visit)),
        findings=_findings(visits, items),
        hazards=tuple(
            _hazard_line(hazard, on=on)
            for hazard in sorted(hazards, key=lambda hazard: (hazard.due_on, hazard.pk))
        ),
        rows=tuple(_household_rows(paper)),
        history=tuple(
            MonthPoint(f"{each.month.month:02}/{each.month.year % 100:02}", each.planned, each.done)
            for each in paper.history
        ),
        reference=f"TH-{Month.of(paper.round.month)}-{paper.round.pk:06}",
    )


def _is_done(visit: Assignment) -> bool:
    inspection = getattr(visit, "inspection", None)
    return inspection is not None and inspection.completed


def _missing(visit: Assignment) -> MissingVisit:
    inspection = getattr(visit, "inspection", None)
    reason = str(inspection.get_obstacle_display()) if inspection else ""
    return MissingVisit(party(visit.inspector), party(visit.inspected), reason)


def _findings(visits: Iterable[Assignment], items: Sequence[ChecklistItem]) -> Findings:
    counts = {"critical": 0, "major": 0, "minor": 0}
    severity = {item.code: item.severity for item in items}
    for visit in visits:
        if _is_done(visit):
            answers = unpack_answers(list(severity), visit.inspection.answers)
            for code, answer in answers.items():
                counts[severity[code]] += answer is Answer.FAIL
    return Findings(**counts)


def _hazard_line(hazard: Hazard, *, on: date) -> HazardLine:
    return HazardLine(
        household=party(hazard.household),
        text=hazard.item.text,
        severity=cast(Severity, hazard.severity),
        found=hazard.found_on,
        age_days=(on - hazard.found_on).days,
        due=hazard.due_on,
        overdue=hazard.due_on < on,
    )


def _household_rows(paper: TeamPaper) -> Iterator[HouseholdRow]:
    """One row a household, in the order of the assignment sheet; it may have several inspectors."""
    visits: dict[int, list[Assignment]] = {}
    for visit in paper.assignments:
        visits.setdefault(visit.inspected_id, []).append(visit)
    for number, mine in enumerate(visits.values(), start=1):
        failed = sum(v.inspection.answers.count(Answer.FAIL) for v in mine if _is_done(v))
        yield HouseholdRow(
            number=number,
            household=party(mine[0].inspected),
            inspector_name=", ".join(visit.inspector.holder_name for visit in mine),
            state=_household_state(mine, failed=failed),
            not_met=failed,
            open_hazards=len(paper.hazards.get(mine[0].inspected_id, ())),
        )


def _household_state(visits: Sequence[Assignment], *, failed: int) -> State:
    if any(_is_done(visit) for visit in visits):
        return "some_not_met" if failed else "all_met"
    tried = any(getattr(visit, "inspection", None) for visit in visits)
    return "could_not_check" if tried else "not_done"
