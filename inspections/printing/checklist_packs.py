"""From rounds to assignment sheets and checklists: the values that they are drawn from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby

from django.utils.translation import ngettext

from firesafety.months import Month
from households.models import Household, Team
from inspections.models import Assignment, ChecklistItem, Hazard, Sighting
from inspections.printing.options import ORDINARY, Options, Scope
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
    AssignmentLine,
    AssignmentSheet,
    ChecklistGroup,
    ChecklistLine,
    ChecklistSheet,
    OpenHazard,
    TeamHead,
    TeamPack,
)
from inspections.queries.checklist import asked_items
from inspections.queries.paper import TeamPaper, items_of, team_papers
from inspections.services.link import link_url, restore_links, short_code


def assignment_sheets(
    teams: Iterable[Team],
    month: Month,
    options: Options = ORDINARY,
    *,
    on: date,
    progress: Progress = no_progress,
) -> Iterator[AssignmentSheet]:
    """Each team's page for the wall, alone."""
    for papers in chunks(teams, month, on=on, progress=progress):
        for paper in papers:
            yield _assignment_sheet(paper, team_head(paper))


def checklist_packs(
    teams: Iterable[Team],
    month: Month,
    options: Options = ORDINARY,
    *,
    on: date,
    progress: Progress = no_progress,
) -> Iterator[TeamPack]:
    """Each team's assignment sheet and checklists. Links whose key is gone are issued anew."""
    questions = Questions(options.scope)
    for papers in chunks(teams, month, on=on, progress=progress):
        for paper in papers:
            restore_links(paper.assignments)
            head = team_head(paper)
            yield TeamPack(
                _assignment_sheet(paper, head),
                [_checklist_sheet(each, paper, head, questions) for each in paper.assignments],
            )


def checklist_card(assignment: Assignment, *, on: date) -> ChecklistSheet:
    """One visit's checklist as it is printed anew. Raises LinkLost when the link's key is gone."""
    team, month = assignment.round.team, Month.of(assignment.round.month)
    (paper,) = team_papers([team], month, on=on)
    return _checklist_sheet(assignment, paper, team_head(paper), Questions())


class Questions:
    """The items of each checklist version, and the groups they make, built once a document.

    Most households get one of a few sets of questions; handing the same tuple to the sheets lets
    them lay it out once.
    """

    def __init__(self, scope: Scope = "round") -> None:
        self._scope = scope
        self._items: dict[int, tuple[ChecklistItem, ...]] = {}
        self._groups: dict[tuple[object, ...], tuple[ChecklistGroup, ...]] = {}

    def of(self, paper: TeamPaper) -> tuple[ChecklistItem, ...]:
        """All items of the version that a round is answered on."""
        version = paper.round.checklist_id
        if version not in self._items:
            self._items[version] = items_of(version)
        return self._items[version]

    def asked_of(self, paper: TeamPaper, kind: str) -> list[ChecklistItem]:
        """What is asked of a kind of premises: by the round, or as wanted in its place."""
        scope = paper.round.scope if self._scope == "round" else self._scope
        return asked_items(self.of(paper), scope=scope, kind=kind)

    def asked(
        self, paper: TeamPaper, household: Household, *, followed: frozenset[str]
    ) -> tuple[ChecklistGroup, ...]:
        """What is asked of a household, without the items ``followed`` as open hazards."""
        key = (paper.round.checklist_id, paper.round.scope, household.kind, followed)
        if key not in self._groups:
            items = self.asked_of(paper, household.kind)
            fresh = [item for item in items if item.code not in followed]
            self._groups[key] = tuple(
                ChecklistGroup(category, tuple(_checklist_line(item) for item in group))
                for category, group in groupby(fresh, key=lambda item: item.category)
            )
        return self._groups[key]


def _checklist_line(item: ChecklistItem) -> ChecklistLine:
    return ChecklistLine(item.code, item.text, critical=item.severity == "critical")


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
        link=team_twin_link(paper.team.pk, Month.of(paper.round.month), "assignments"),
        checklist_version=str(paper.round.checklist.number),
    )


def _checklist_sheet(
    assignment: Assignment, paper: TeamPaper, head: TeamHead, questions: Questions
) -> ChecklistSheet:
    round, household = paper.round, assignment.inspected
    hazards = earlier_hazards(assignment, paper)
    followed = frozenset(hazard.code for hazard in hazards)
    return ChecklistSheet(
        head=head,
        period=period(paper),
        starts=round.starts_on,
        due=round.due_on,
        inspector=party(assignment.inspector),
        inspected=party(household),
        groups=questions.asked(paper, household, followed=followed),
        hazards=hazards,
        # Upper case takes a smaller QR code: its letters then have a code of their own.
        link=link_url(assignment).upper(),
        short_code=short_code(assignment),
        reference=f"PK-{Month.of(round.month)}-{assignment.pk:06}",
        checklist_version=str(round.checklist.number),
    )


def earlier_hazards(visit: Assignment, paper: TeamPaper) -> tuple[OpenHazard, ...]:
    """What was open at the inspected home before this visit.

    What this very visit found is no news to its own sheet, should it be printed again.
    """
    return tuple(
        _open_hazard(hazard)
        for hazard in paper.hazards.get(visit.inspected_id, ())
        if {each.inspection.assignment_id for each in hazard.sightings.all()} != {visit.pk}
    )


def _open_hazard(hazard: Hazard) -> OpenHazard:
    return OpenHazard(
        code=hazard.code,
        text=hazard.item.text,
        found=hazard.found_on,
        due=hazard.due_on,
        critical=hazard.severity == "critical",
        note=_with_photos(_last_note(hazard.sightings.all()), getattr(hazard, "photo_count", 0)),
    )


def _last_note(sightings: Iterable[Sighting]) -> str:
    return next((each.note for each in reversed(list(sightings)) if each.note), "")


def _with_photos(note: str, count: int) -> str:
    """The note, and how many photos the pages show of it."""
    if not count:
        return note
    words = ngettext("có %(count)d ảnh", "có %(count)d ảnh", count) % {"count": count}
    return f"{note}; {words}" if note else words
