"""Hazards follow from the answers: one failed item opens one, a later visit sees it fixed.

A household's hazards for one item are derived anew from all its completed inspections whenever
one of them arrives or is corrected. A correction may take back what later visits built upon, and
late paper may come before what is already here; deriving leaves no case out, and hazards and
answers cannot drift apart (``inspections.queries.hazard.hazard_faults``).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from households.models import Household
from inspections.models import ChecklistItem, Hazard, Sighting
from inspections.planning.deadlines import hazard_due_on
from inspections.queries.hazard import Finding, findings
from inspections.queries.holidays import holidays
from inspections.rules import deadline_params
from inspections.services.standing import recount_household


@dataclass(frozen=True, slots=True)
class Episode:
    """From the first visit that found a fault until the one that saw it fixed, if any."""

    seen: tuple[Finding, ...]
    fixed: Finding | None = None

    @property
    def opener(self) -> Finding:
        return self.seen[0]

    @property
    def inspections(self) -> set[int]:
        return {finding.inspection for finding in self.seen}


def find_episodes(findings: Iterable[Finding]) -> list[Episode]:
    """Cut one item's findings at one household, oldest first, into episodes."""
    episodes: list[Episode] = []
    seen: list[Finding] = []
    for finding in findings:
        if finding.failed:
            seen.append(finding)
        elif seen:
            episodes.append(Episode(tuple(seen), fixed=finding))
            seen = []
    return [*episodes, Episode(tuple(seen))] if seen else episodes


def follow_up(
    household: Household, *, answered: Collection[str], failed: Collection[str], on: date
) -> None:
    """Bring a household's hazards in line with its inspections, after one of them changed.

    ``answered``: codes that it answers now or answered before; ``failed``: those that fail now.
    ``on`` is the day that a withdrawn hazard is closed. The caller holds the household's lock.
    """
    standing = list(
        Hazard.objects.filter(household=household, code__in=answered)
        .prefetch_related("sightings")
        .order_by("pk")
    )
    # A code that neither fails now nor ever did has no hazard to look after.
    codes = {hazard.code for hazard in standing} | set(failed)
    if not codes:
        return
    for code, found in findings(household, codes).items():
        rows = [hazard for hazard in standing if hazard.code == code]
        _settle(household, code, find_episodes(found), rows, on=on)
    recount_household(household.pk)


def _settle(
    household: Household,
    code: str,
    episodes: Sequence[Episode],
    rows: Sequence[Hazard],
    *,
    on: date,
) -> None:
    pairs = _match(episodes, rows)
    kept = {hazard.pk for _, hazard in pairs if hazard is not None}
    for hazard in rows:
        if hazard.pk not in kept:
            _withdraw(hazard, on=on)
    # The open one, which is the last, comes after those that close: only one may be open.
    for episode, row in pairs:
        _store(episode, row or Hazard(household=household, code=code))


def _match(
    episodes: Sequence[Episode], rows: Sequence[Hazard]
) -> list[tuple[Episode, Hazard | None]]:
    """Give each episode the row that told of it so far, so that a hazard keeps its number.

    A withdrawn row has no sightings left; it comes back for an episode of its very day.
    """
    free = list(rows)
    pairs: list[tuple[Episode, Hazard | None]] = []
    for episode in episodes:
        chosen = next((row for row in free if _seen_by(row) & episode.inspections), None) or next(
            (row for row in free if not _seen_by(row) and row.found_on == episode.opener.done_on),
            None,
        )
        if chosen is not None:
            free.remove(chosen)
        pairs.append((episode, chosen))
    return pairs


def _seen_by(hazard: Hazard) -> set[int]:
    return {
        sighting.inspection_id
        for sighting in hazard.sightings.all()
        if sighting.verdict == Sighting.Verdict.SEEN
    }


def _withdraw(hazard: Hazard, *, on: date) -> None:
    if hazard.state == Hazard.State.WITHDRAWN:
        return
    hazard.sightings.all().delete()
    hazard.state, hazard.closed_on = Hazard.State.WITHDRAWN, on
    hazard.save(update_fields=["state", "closed_on"])


def _store(episode: Episode, hazard: Hazard) -> None:
    opener, fixed = episode.opener, episode.fixed
    before = (hazard.state, hazard.closed_on, hazard.found_on, hazard.item_id)
    if hazard.pk is None or (hazard.found_on, hazard.item_id) != (opener.done_on, opener.item):
        # Its day to be fixed stands as promised unless the finding itself has changed.
        item = ChecklistItem.objects.get(pk=opener.item)
        hazard.item, hazard.severity, hazard.found_on = item, item.severity, opener.done_on
        hazard.due_on = hazard_due_on(opener.done_on, item.severity, deadline_params(), holidays())
    hazard.state = Hazard.State.OPEN if fixed is None else Hazard.State.FIXED
    hazard.closed_on = None if fixed is None else fixed.done_on
    if before != (hazard.state, hazard.closed_on, hazard.found_on, hazard.item_id):
        hazard.save()
    _store_sightings(episode, hazard)


def _store_sightings(episode: Episode, hazard: Hazard) -> None:
    wanted = {each.inspection: (Sighting.Verdict.SEEN, each.note) for each in episode.seen}
    if episode.fixed is not None:
        wanted[episode.fixed.inspection] = (Sighting.Verdict.FIXED, episode.fixed.note)
    for sighting in Sighting.objects.filter(hazard=hazard):
        verdict, note = wanted.pop(sighting.inspection_id, (None, ""))
        if verdict is None:
            sighting.delete()
        elif (sighting.verdict, sighting.note) != (verdict, note):
            sighting.verdict, sighting.note = verdict, note
            sighting.save(update_fields=["verdict", "note"])
    Sighting.objects.bulk_create(
        Sighting(hazard=hazard, inspection_id=inspection, verdict=verdict, note=note)
        for inspection, (verdict, note) in wanted.items()
    )
