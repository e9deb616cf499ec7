"""What a household's inspections say of its hazards, and whether the hazards agree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    OuterRef,
    QuerySet,
    Subquery,
    When,
)
from django.db.models.functions import Coalesce

from households.models import Household
from inspections.models import ChecklistItem, Hazard, Inspection, OwnerReport, Sighting
from inspections.planning.answers import Answer, unpack_answers
from inspections.queries.days import end_of
from inspections.queries.version import was_heard

FINDING = {Sighting.Verdict.SEEN, Sighting.Verdict.CORRECTED}
ENDING = {Sighting.Verdict.FIXED, Sighting.Verdict.CORRECTED}


@dataclass(frozen=True, slots=True)
class Finding:
    """What one completed inspection said of one item. ``item`` is a row's id."""

    inspection: int
    done_on: date
    item: int
    answer: Answer
    note: str


def with_story(hazards: QuerySet[Hazard]) -> QuerySet[Hazard]:
    """The hazards with what happened since they were found.

    ``repeats``: months whose visits left it not fixed, seen or not; ``needs_officer``: whether
    these are HAZARD_REPEATS or more; ``owner_reported_on``: the day that the household said to
    have fixed it, as long as nobody has seen it still there after that day.
    """
    return hazards.annotate(
        repeats=months_left(OuterRef("pk")),
        needs_officer=Case(
            When(repeats__gte=settings.HAZARD_REPEATS, then=True),
            default=False,
            output_field=BooleanField(),
        ),
        owner_reported_on=claimed_on(OuterRef("pk")),
    )


def months_left(hazard: OuterRef) -> Coalesce:
    """In how many months visits left a hazard not fixed, whether they saw it or not.

    ``hazard`` refers to the hazard's id in the query around it.
    """
    left = Sighting.objects.filter(
        hazard=hazard, verdict__in=(Sighting.Verdict.SEEN, Sighting.Verdict.UNSEEN)
    )
    counts = left.order_by().values("hazard")
    months = counts.annotate(n=Count("inspection__assignment__round", distinct=True))
    return Coalesce(Subquery(months.values("n")), 0)


def claimed_on(hazard: OuterRef, *, on: date | None = None) -> Subquery:
    """The day on which a hazard's household said to have fixed it, if nobody has seen it since.

    The last such day; with ``on``, as it was known on that day. None where a neighbour has seen
    the fault still there after it. ``hazard`` refers to the hazard's id in the query around it.
    """
    reports = OwnerReport.objects.filter(hazard=hazard)
    later = Sighting.objects.filter(
        hazard=OuterRef("hazard"),
        verdict=Sighting.Verdict.SEEN,
        inspection__done_on__gt=OuterRef("reported_on"),
    )
    if on is not None:
        reports = reports.filter(reported_on__lte=on)
        later = later.filter(was_heard(until=end_of(on)))
    standing = reports.exclude(Exists(later)).order_by("-reported_on")
    return Subquery(standing.values("reported_on")[:1])


def known_found_on(hazard: OuterRef, *, on: date) -> Subquery:
    """The day of the first visit that found a hazard, of those heard of by the end of ``on``.

    None where nobody knew of it. Late paper may tell of an earlier day; that is found out later.
    """
    found = Sighting.objects.filter(was_heard(until=end_of(on)), hazard=hazard, verdict__in=FINDING)
    return Subquery(found.order_by("inspection__done_on").values("inspection__done_on")[:1])


def known_ended(hazard: OuterRef, *, on: date) -> Exists:
    """Whether a visit that saw a hazard put right was heard of by the end of ``on``."""
    ended = Sighting.objects.filter(hazard=hazard, verdict__in=ENDING)
    return Exists(ended.filter(was_heard(until=end_of(on))))


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
            # That an item does not apply says nothing of a fault that was seen there.
            if answer is not Answer.NOT_APPLICABLE and (codes is None or code in codes):
                finding = Finding(key, done_on, items[code], answer, notes.get(code, ""))
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
    ends = sum(verdict in ENDING for verdict in verdicts)
    if hazard.due_on < hazard.found_on:
        yield f"{hazard.code} is due before it was found"
    if hazard.state == Hazard.State.WITHDRAWN:
        if verdicts:
            yield f"{hazard.code} is withdrawn, yet {len(verdicts)} inspections speak of it"
    elif not any(verdict in FINDING for verdict in verdicts):
        yield f"{hazard.code} was never seen"
    elif ends != (hazard.state == Hazard.State.FIXED):
        yield f"{hazard.code} is {hazard.state}, and {ends} inspections saw it fixed"


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
        wanted = _wanted_verdict(finding.answer, is_open=current is not None)
        if verdict != wanted:
            yield f"{code} on {finding.done_on} is told as {verdict}, not as {wanted}"
        if hazard is None or wanted is None:
            continue
        if current is None and hazard.found_on != finding.done_on:
            yield f"{code} was found on {finding.done_on}, not on {hazard.found_on}"
        if current is not None and hazard != current:
            yield f"{code} on {finding.done_on} is told of a second hazard"
        if wanted in ENDING and hazard.closed_on != finding.done_on:
            yield f"{code} was fixed on {finding.done_on}, not on {hazard.closed_on}"
        current = None if wanted in ENDING else hazard
    if sightings:
        yield f"{code}: {len(sightings)} sightings without an answer"
    is_open = [hazard for hazard in hazards if hazard.state == Hazard.State.OPEN]
    if is_open != ([] if current is None else [current]):
        yield f"{code} should have {'no' if current is None else 'one'} open hazard"


def _wanted_verdict(answer: Answer, *, is_open: bool) -> str | None:
    """What a sighting must say of an answer, given whether a hazard was open before it."""
    if answer is Answer.FAIL:
        return Sighting.Verdict.SEEN
    if answer is Answer.CORRECTED:
        return Sighting.Verdict.CORRECTED
    if not is_open:
        return None
    return Sighting.Verdict.FIXED if answer is Answer.PASS else Sighting.Verdict.UNSEEN
