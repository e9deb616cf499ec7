"""The same marks at home after home, and the same picture on several sheets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, groupby, pairwise

from .values import IntegrityParams, Sheet, Signal, SignalKind

PASS_OR_NOT_ASKED = frozenset("P.")


def repeated_answers(sheets: Sequence[Sheet], params: IntegrityParams) -> Iterator[Signal]:
    """Runs of one inspector's sheets that repeat the same marks at different homes.

    Sheets that pass everything are left out: there sameness is what one hopes for. How often two
    homes really look the same is counted on sheets of different inspectors in one team and month.
    """
    alike = _natural_sameness(sheets)
    by_inspector: dict[tuple[int, int], list[Sheet]] = defaultdict(list)
    for sheet in sheets:
        by_inspector[sheet.team, sheet.inspector].append(sheet)
    for (team, inspector), mine in by_inspector.items():
        for run in _runs(mine):
            chance = alike ** (len(run) - 1)
            if len(run) >= params.same_sheets and chance < params.alpha:
                ids = tuple(sorted(sheet.id for sheet in run))
                yield Signal(SignalKind.SAME_ANSWERS, team, (inspector,), ids, len(ids), chance)


def _is_marked(sheet: Sheet) -> bool:
    return not set(sheet.answers) <= PASS_OR_NOT_ASKED


def _runs(sheets: Iterable[Sheet]) -> Iterator[list[Sheet]]:
    """Neighbouring sheets of the same form and marks, home differing from one to the next."""
    ordered = sorted(filter(_is_marked, sheets), key=lambda each: (each.form, each.month, each.id))
    for _key, group in groupby(ordered, key=lambda each: (each.form, each.answers)):
        run: list[Sheet] = []
        for sheet in group:
            if run and run[-1].inspected == sheet.inspected:
                # A home that has not changed since is rightly described as before.
                continue
            run.append(sheet)
        yield run


def _natural_sameness(sheets: Iterable[Sheet]) -> float:
    """How often two marked sheets of one team, month and form are the same, 0 to 1.

    One is added on either side, so that a ward with few sheets raises no alarm.
    """
    groups: dict[tuple[int, int, str], list[Sheet]] = defaultdict(list)
    for sheet in filter(_is_marked, sheets):
        groups[sheet.team, sheet.month, sheet.form].append(sheet)
    same = pairs = 0
    for group in groups.values():
        for one, other in pairwise(group):
            if one.inspector != other.inspector:
                pairs += 1
                same += one.answers == other.answers
    return (same + 1) / (pairs + 2)


def reused_photos(sheets: Sequence[Sheet], params: IntegrityParams) -> Iterator[Signal]:
    """Sheets joined by a picture: of different homes, or unchanged on two of one home.

    A hazard that is not fixed is photographed again from the same spot; only the very same
    picture counts there. Compared within a team. ``count`` is the number of pictures that match.
    """
    by_team: dict[int, list[tuple[int, Sheet]]] = defaultdict(list)
    for sheet in sheets:
        by_team[sheet.team] += [(photo, sheet) for photo in sheet.photos]
    for team, photos in by_team.items():
        matches = [
            (left, right)
            for left, right in combinations(range(len(photos)), 2)
            if _is_match(photos[left], photos[right], params)
        ]
        for group in _joined((photos[one][1].id, photos[two][1].id) for one, two in matches):
            used = {index for pair in matches for index in pair if photos[index][1].id in group}
            people = tuple(sorted({photos[index][1].inspector for index in used}))
            yield Signal(SignalKind.REUSED_PHOTO, team, people, tuple(sorted(group)), len(used))


def _joined(pairs: Iterable[tuple[int, int]]) -> list[set[int]]:
    """The groups that pairs make, transitively."""
    groups: list[set[int]] = []
    for pair in pairs:
        touched = [group for group in groups if group & set(pair)]
        groups = [group for group in groups if group not in touched]
        groups.append(set(pair).union(*touched))
    return groups


def _is_match(left: tuple[int, Sheet], right: tuple[int, Sheet], params: IntegrityParams) -> bool:
    (one, first), (other, second) = left, right
    if first.id == second.id:
        return False
    same_home = first.inspected == second.inspected
    limit = params.photo_bits_same_home if same_home else params.photo_bits_elsewhere
    return (one ^ other).bit_count() <= limit
