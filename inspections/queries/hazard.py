"""What a household's inspections say of its hazards, and whether the hazards agree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from households.models import Household
from inspections.models import ChecklistItem, Hazard, Inspection, Sighting
from inspections.planning.answers import Answer, unpack_answers

TELLING = {Answer.PASS, Answer.FAIL}


@dataclass(frozen=True, slots=True)
class Finding:
    """What one completed inspection said of one item: failed or passed. ``item`` is a row's id."""

    inspection: int
    done_on: date
    item: int
    failed: bool
    note: str


def findings(
    household: Household, codes: Collection[str] | None = None
) -> dict[str, list[Finding]]:
    """Per code, the findings of all completed inspections of a household, oldest first.

    Oldest by the day of the visit, not of its arrival: paper comes late. ``codes`` of which
    nothing was ever found are in the answer with an empty list. Two queries.
    """
    found: dict[str, list[Finding]] = {code: [] for code in codes or ()}
    inspections = list(
        Inspection.objects.filter(assignment__inspected=household, obstacle="")
        .order_by("done_on", "pk")
        .values_list("pk", "done_on", "answers", "notes", "assignment__round__checklist")
    )
    versions = _versions({checklist for *_, checklist in inspections})
    for key, done_on, packed, notes, checklist in inspections:
        items = versions[checklist]
        for code, answer in unpack_answers(list(items), packed).items():
            if answer in TELLING and (codes is None or code in codes):
                finding = Finding(
                    key, done_on, items[code], answer is Answer.FAIL, notes.get(code, "")
                )
                found.setdefault(code, []).append(finding)
    return found


def _versions(checklists: Iterable[int]) -> dict[int, dict[str, int]]:
    """Per checklist, its codes in order with the ids of their rows."""
    versions: dict[int, dict[str, int]] = defaultdict(dict)
    rows = ChecklistItem.objects.filter(checklist__in=checklists).order_by("position")
    for checklist, code, item in rows.values_list("checklist", "code", "pk"):
        versions[checklist][code] = item
    return versions


def hazard_faults(household: Household) -> list[str]:
    """Where the hazards of a household and the answers about it disagree; empty when right."""
    hazards = list(Hazard.objects.filter(household=household).prefetch_related("sightings"))
    told = findings(household)
    faults = [fault for hazard in hazards for fault in _own_faults(hazard)]
    for code in sorted(set(told) | {hazard.code for hazard in hazards}):
        mine = [hazard for hazard in hazards if hazard.code == code]
        faults += _code_faults(code, told.get(code, []), mine)
    return faults


def _own_faults(hazard: Hazard) -> Iterable[str]:
    """A hazard that is wrong by itself, whatever the answers say."""
    verdicts = [sighting.verdict for sighting in hazard.sightings.all()]
    fixed = verdicts.count(Sighting.Verdict.FIXED)
    if hazard.due_on < hazard.found_on:
        yield f"{hazard.code} is due before it was found"
    if hazard.state == Hazard.State.WITHDRAWN:
        if verdicts:
            yield f"{hazard.code} is withdrawn, yet {len(verdicts)} inspections speak of it"
    elif verdicts.count(Sighting.Verdict.SEEN) == 0:
        yield f"{hazard.code} was never seen"
    elif fixed != (hazard.state == Hazard.State.FIXED):
        yield f"{hazard.code} is {hazard.state}, and {fixed} inspections saw it fixed"


def _code_faults(code: str, told: list[Finding], hazards: list[Hazard]) -> Iterable[str]:
    """Walk one item's findings from the oldest, and ask of each what the rows must say."""
    sightings = {
        sighting.inspection_id: (hazard, sighting.verdict)
        for hazard in hazards
        for sighting in hazard.sightings.all()
    }
    if len(sightings) != sum(len(hazard.sightings.all()) for hazard in hazards):
        yield f"{code}: one inspection speaks of two hazards"
    current: Hazard | None = None
    for finding in told:
        hazard, verdict = sightings.pop(finding.inspection, (None, None))
        if finding.failed and verdict != Sighting.Verdict.SEEN:
            yield f"{code} failed on {finding.done_on} and no hazard tells"
        if finding.failed and hazard is not None:
            if current is None and hazard.found_on != finding.done_on:
                yield f"{code} was found on {finding.done_on}, not on {hazard.found_on}"
            if current is not None and hazard != current:
                yield f"{code} failed again on {finding.done_on} and a second hazard tells"
            current = hazard
        if not finding.failed:
            yield from _pass_faults(code, finding, current, hazard, verdict)
            current = None
    if sightings:
        yield f"{code}: {len(sightings)} sightings without an answer"
    is_open = [hazard for hazard in hazards if hazard.state == Hazard.State.OPEN]
    if is_open != ([] if current is None else [current]):
        yield f"{code} should have {'no' if current is None else 'one'} open hazard"


def _pass_faults(
    code: str,
    finding: Finding,
    current: Hazard | None,
    hazard: Hazard | None,
    verdict: str | None,
) -> Iterable[str]:
    if hazard != current:
        yield f"{code} passed on {finding.done_on} and the open hazard does not tell"
    elif hazard is not None and verdict != Sighting.Verdict.FIXED:
        yield f"{code} passed on {finding.done_on} and is told as still there"
    elif hazard is not None and hazard.closed_on != finding.done_on:
        yield f"{code} was fixed on {finding.done_on}, not on {hazard.closed_on}"
