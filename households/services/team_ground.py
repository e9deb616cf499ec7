"""The ground on which teams are cut: which households can walk to each other. Reads only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from django.conf import settings
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from households import grouping
from households.grouping import QualityLevel
from households.grouping.sizes import check_limits
from households.models import Area

from .team_spots import Spot

# Larger parts are cut with less effort (walks up to 1 % longer), so that a page that plans a ward
# of ten thousand in a few huge neighbourhoods still answers in a second or two.
LARGE_PART = 600


@dataclass(frozen=True, eq=False)
class Ground:
    """Spots cut into parts that no team may leave.

    points: float64 (N, 2) in metres; part: int64 (N,), a neighbourhood or what barriers left of
    it; cut_off: rows of households that a barrier separates from all others of their part.
    """

    spots: tuple[Spot, ...]
    points: NDArray[np.float64]
    part: NDArray[np.int64]
    cut_off: tuple[int, ...]

    @property
    def home(self) -> NDArray[np.int64]:
        """The neighbourhood (its id) of each household."""
        return np.array([spot.household.neighbourhood_id for spot in self.spots], dtype=np.int64)


def lay_out(
    spots: Sequence[Spot], tracks: Sequence[NDArray[np.float64]], *, minimum: int
) -> Ground:
    """The ground of ``spots`` with barriers ``tracks`` in metres.

    Parts have ``minimum`` households or more, unless the whole neighbourhood has fewer.

    A neighbourhood laid out in the order of its addresses stands on a made-up line, which no
    river crosses: it stays whole.
    """
    points = np.array([(spot.x, spot.y) for spot in spots]).reshape(-1, 2)
    ground = Ground(tuple(spots), points, np.zeros(len(spots), dtype=np.int64), ())
    made_up = {s.household.neighbourhood_id for s in spots if not s.has_place}
    home = ground.home
    if not tracks or made_up.issuperset(home.tolist()):
        return Ground(ground.spots, points, home, ())
    from households.grouping.barriers import split_at_barriers  # SciPy, only where there are lines

    part = -1 - home  # a part's number never equals that of a neighbourhood left whole
    mapped = np.flatnonzero(~np.isin(home, sorted(made_up)))
    split = split_at_barriers(points[mapped], home[mapped], tracks, minimum=minimum)
    part[mapped] = split.part
    return Ground(ground.spots, points, part, tuple(mapped[list(split.cut_off)].tolist()))


def cut(ground: Ground, *, size: int, minimum: int, maximum: int, seed: int) -> NDArray[np.int32]:
    """The team of each household, 0..K−1.

    Parts whose number of households allows it are cut between TEAM_PLAN_MINIMUM and
    TEAM_PLAN_MAXIMUM inside the limits, so that the first newcomer or the first house left does
    not break a team up; the others use the limits in full. Raises ValueError when the sizes are
    not in order.

    The effort depends on the part alone, never on what else is planned with it: the same
    neighbourhood gets the same teams by itself and within its ward.
    """
    check_limits(size=size, minimum=minimum, maximum=maximum)
    labels = np.full(len(ground.spots), -1, dtype=np.int32)
    narrow = planned_sizes(size=size, minimum=minimum, maximum=maximum)
    ids, part, counts = np.unique(ground.part, return_inverse=True, return_counts=True)
    groups: dict[tuple[tuple[int, int], QualityLevel], list[int]] = defaultdict(list)
    for index, count in enumerate(counts.tolist()):
        fits = grouping.sizes_possible(count, minimum=narrow[0], maximum=narrow[1])
        quality: QualityLevel = "fast" if count > LARGE_PART else "standard"
        groups[narrow if fits else (minimum, maximum), quality].append(index)
    before = 0
    for ((least, most), quality), members in groups.items():
        rows = np.flatnonzero(np.isin(part, members))
        labels[rows] = before + grouping.form_teams(
            ground.points[rows],
            ids[part[rows]],
            size=size,
            minimum=least,
            maximum=most,
            seed=seed,
            quality=quality,
        )
        before = int(labels.max()) + 1
    return labels


def planned_sizes(*, size: int, minimum: int, maximum: int) -> tuple[int, int]:
    """The narrower limits for new teams, or the limits themselves where narrower ones fail."""
    least = max(minimum, settings.TEAM_PLAN_MINIMUM)
    most = min(maximum, settings.TEAM_PLAN_MAXIMUM)
    return (least, most) if least <= size <= most else (minimum, maximum)


def size_remarks(
    ground: Ground, areas: Mapping[int, Area], *, minimum: int, maximum: int
) -> Iterator[str]:
    """Neighbourhoods, or parts of them, whose number of households allows no lawful sizes."""
    names = dict(zip(ground.part.tolist(), ground.home.tolist(), strict=True))
    for notice in grouping.explain_sizes(ground.part, minimum=minimum, maximum=maximum):
        words = {
            "area": areas[names[notice.neighbourhood]].name,
            "households": notice.households,
            "minimum": minimum,
            "maximum": maximum,
            "teams": notice.teams,
            "smallest": notice.smallest,
            "largest": notice.largest,
        }
        if int(np.count_nonzero(ground.home == names[notice.neighbourhood])) == notice.households:
            text = _(
                "%(area)s có %(households)d hộ, không chia được thành các tổ %(minimum)d đến "
                "%(maximum)d hộ; tạm chia %(teams)d tổ, mỗi tổ %(smallest)d đến %(largest)d hộ."
            )
        else:
            text = _(
                "Một phần của %(area)s bị ngăn riêng, có %(households)d hộ, không chia được thành "
                "các tổ %(minimum)d đến %(maximum)d hộ; tạm chia %(teams)d tổ, mỗi tổ "
                "%(smallest)d đến %(largest)d hộ."
            )
        yield text % words


def barrier_remarks(ground: Ground, areas: Mapping[int, Area]) -> Iterator[str]:
    """How barriers divide neighbourhoods, and who has to cross one to reach the team."""
    pairs = sorted(set(zip(ground.home.tolist(), ground.part.tolist(), strict=True)))
    for home, group in groupby(pairs, key=lambda pair: pair[0]):
        parts = len(list(group))
        if parts > 1:
            yield _(
                "%(area)s bị sông, đường sắt hoặc đường lớn chia thành %(parts)d phần; "
                "không tổ nào nằm ở hai phần."
            ) % {"area": areas[home].name, "parts": parts}
    for row in ground.cut_off:
        yield _(
            "%(household)s: bị ngăn với các hộ khác, cùng bên không đủ hộ để lập tổ; "
            "được xếp vào phần gần nhất, phải đi vòng."
        ) % {"household": ground.spots[row].household}


def remote_remarks(ground: Ground, labels: NDArray[np.int32], *, beyond: float) -> Iterator[str]:
    """Households far from everybody in their team; made-up places have no metres to show."""
    rows = [row for row, spot in enumerate(ground.spots) if spot.has_place]
    for far in grouping.find_remote(ground.points[rows], labels[rows], beyond=beyond):
        yield _("%(household)s: hộ gần nhất trong tổ cách %(metres)d mét.") % {
            "household": ground.spots[rows[far.household]].household,
            "metres": far.metres,
        }
