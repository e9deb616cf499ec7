"""From rounds to summaries: the values that a team's month in figures is drawn from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import cast

from firesafety.months import Month
from households.models import Team
from inspections.models import Assignment, ChecklistItem, Hazard
from inspections.planning.answers import count_found, unpack_answers
from inspections.printing.options import ORDINARY, Options
from inspections.printing.parts import (
    Progress,
    chunks,
    no_progress,
    party,
    period,
    team_head,
)
from inspections.printing.twin_links import team_twin_link
from inspections.printing.values import (
    Findings,
    HazardLine,
    HouseholdRow,
    MissingVisit,
    MonthPoint,
    Severity,
    State,
    SummarySheet,
)
from inspections.queries.paper import TeamPaper, items_of


def summary_sheets(
    teams: Iterable[Team],
    month: Month,
    options: Options = ORDINARY,
    *,
    on: date,
    progress: Progress = no_progress,
) -> Iterator[SummarySheet]:
    """Each team's month in figures, as it stands on a day."""
    items: dict[int, tuple[ChecklistItem, ...]] = {}
    for papers in chunks(teams, month, on=on, progress=progress, history=True):
        for paper in papers:
            version = paper.round.checklist_id
            if version not in items:
                items[version] = items_of(version)
            yield _summary_sheet(paper, items[version], on=on)


def self_check_sheets(
    teams: Iterable[Team],
    month: Month,
    options: Options = ORDINARY,
    *,
    on: date,
    progress: Progress = no_progress,
) -> Iterator[SummarySheet]:
    """The same figures, to be written down as a self-check with a code and a page of its own."""
    for sheet in summary_sheets(teams, month, options, on=on, progress=progress):
        yield replace(
            sheet,
            reference=sheet.reference.replace("TH-", "TK-", 1),
            link=sheet.link.replace("/summaries/", "/self_checks/"),
        )


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
        link=team_twin_link(paper.team.pk, Month.of(paper.round.month), "summaries"),
        checklist_version=str(paper.round.checklist.number),
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
                counts[severity[code]] += answer.found
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
        failed = sum(count_found(v.inspection.answers) for v in mine if _is_done(v))
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
