"""The same marks at home after home, and the same picture on several sheets."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import combinations, groupby, pairwise

from .values import IntegrityParams, Sheet, Signal, SignalKind

PASS_OR_NOT_ASKED = frozenset("P.")


def repeated_answers(sheets: Sequence[Sheet], params: IntegrityParams) -> Iterator[Signal]:
    """Runs of one inspector's sheets that repeat the same marks at different homes.

    Sheets that pass everything are left out: there sameness is what one hopes for. How likely it
    is that these homes really look like that is told by what others marked there.
    """
    marks = _MarksOfHomes(sheets, params)
    by_inspector: dict[tuple[int, int], list[Sheet]] = defaultdict(list)
    for sheet in sheets:
        by_inspector[sheet.team, sheet.inspector].append(sheet)
    for (team, inspector), mine in by_inspector.items():
        for run in _runs(mine):
            chance = math.prod(marks.chance_of(sheet) for sheet in run[1:])
            if len(run) >= params.same_sheets and chance < params.alpha:
                ids = tuple(sorted(sheet.id for sheet in run))
                yield Signal(SignalKind.SAME_ANSWERS, team, (inspector,), ids, len(ids), chance)


class _MarksOfHomes:
    """How often a marked sheet of a home bears certain marks, told by everyone but its inspector.

    A row of houses built alike, or stalls of one market, are rightly described alike. A home with
    few visits borrows from what others marked in the whole team, and a team with few from how
    often two homes of its form look alike in the ward.
    """

    def __init__(self, sheets: Iterable[Sheet], params: IntegrityParams) -> None:
        self._prior = params.prior
        marked = [sheet for sheet in sheets if _is_marked(sheet)]
        self._alike = _natural_sameness(marked)
        self._seen: Counter[tuple[Hashable, ...]] = Counter()
        for sheet in marked:
            for group in _groups(sheet):
                self._seen[group] += 1
                self._seen[*group, sheet.answers] += 1
                self._seen[*group, "by", sheet.inspector] += 1
                self._seen[*group, "by", sheet.inspector, sheet.answers] += 1

    def chance_of(self, sheet: Sheet) -> float:
        """The probability of the marks of ``sheet`` for one who looks, above 0 and below 1."""
        chance = self._alike[sheet.form]
        for group in _groups(sheet):
            mine = (*group, "by", sheet.inspector)
            others = self._seen[group] - self._seen[mine]
            same = self._seen[*group, sheet.answers] - self._seen[*mine, sheet.answers]
            chance = (same + self._prior * chance) / (others + self._prior)
        return chance


def _groups(sheet: Sheet) -> tuple[tuple[Hashable, ...], ...]:
    """What a sheet is held against, the wider first: its team, its home, in its form."""
    return (
        ("team", sheet.team, sheet.form),
        ("home", sheet.inspected, sheet.form),
    )


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


def _natural_sameness(marked: Iterable[Sheet]) -> dict[str, float]:
    """Per form, how often two marked sheets of one team and month are the same, 0 to 1.

    One is added on either side, so that a form with few sheets raises no alarm.
    """
    groups: dict[tuple[str, int, int], list[Sheet]] = defaultdict(list)
    for sheet in marked:
        groups[sheet.form, sheet.team, sheet.month].append(sheet)
    same: Counter[str] = Counter()
    pairs: Counter[str] = Counter()
    for (form, _team, _month), group in groups.items():
        for one, other in pairwise(group):
            if one.inspector != other.inspector:
                pairs[form] += 1
                same[form] += one.answers == other.answers
    return {form: (same[form] + 1) / (pairs[form] + 2) for form, _team, _month in groups}


def reused_photos(sheets: Sequence[Sheet], params: IntegrityParams) -> Iterator[Signal]:
    """Sheets joined by a picture: of different homes, or unchanged on two of one home.

    A hazard that is not fixed is photographed again from the same spot; only the very same
    picture counts there. Pictures with nothing in them, all dark or all bright, say nothing.
    Compared within a team. ``count`` is the number of pictures that match.
    """
    by_team: dict[int, list[tuple[int, Sheet]]] = defaultdict(list)
    for sheet in sheets:
        by_team[sheet.team] += [
            (photo, sheet) for photo in sheet.photos if _shows_something(photo, params)
        ]
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


def _shows_something(photo: int, params: IntegrityParams) -> bool:
    """A picture sets about half of its bits, by how the hash is made; a black one sets one."""
    return params.photo_least <= photo.bit_count() <= 64 - params.photo_least


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
