"""Why a repair moves a household, in words for the officer and for the household."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from .team_ground import Ground

Labels = NDArray[np.int64]


def explain_moves(
    ground: Ground,
    before: Labels,
    after: Labels,
    *,
    minimum: int,
    maximum: int,
    number: Callable[[int], int],
) -> Iterator[tuple[int, str]]:
    """The row of each household that moves, with the reason; team by team, as it was before."""
    moved = np.flatnonzero(before != after)
    # As many as a team would have if newcomers joined and nobody else moved.
    crowded = np.where(before < 0, after, before)
    top = int(max(before.max(initial=0), after.max(initial=0))) + 1
    size_then = np.bincount(crowded[crowded >= 0], minlength=top)
    size_was = np.bincount(before[before >= 0], minlength=top)
    size_new = np.bincount(after[after >= 0], minlength=top)
    for row in moved[np.lexsort((after[moved], before[moved]))].tolist():
        old, new = int(before[row]), int(after[row])
        if old < 0:
            reason = _newcomer(new, is_new=size_was[new] == 0, number=number)
        elif size_new[old] == 0:
            reason = _("Tổ %(team)d giải thể: khu vực còn ít hộ hơn trước.") % {"team": number(old)}
        elif size_then[old] > maximum:
            reason = _("Tổ %(team)d sẽ có %(count)d hộ, quá %(limit)d.") % {
                "team": number(old),
                "count": size_then[old],
                "limit": maximum,
            }
        elif 0 < size_was[new] < minimum:
            reason = _("Tổ %(team)d chỉ còn %(count)d hộ, chưa đủ %(limit)d.") % {
                "team": number(new),
                "count": size_was[new],
                "limit": minimum,
            }
        else:
            reason = _nearer(ground, row, before, after)
        yield row, reason


def _newcomer(new: int, *, is_new: bool, number: Callable[[int], int]) -> str:
    if is_new:
        return _("Chưa có tổ ở đây: vào tổ mới %(team)d.") % {"team": number(new)}
    return _("Chưa có tổ ở đây: vào tổ gần nhất còn chỗ.")


def _nearer(ground: Ground, row: int, before: Labels, after: Labels) -> str:
    """A shorter walk where there is one; otherwise the household makes room in a chain of moves."""
    old, new = (_metres_to(ground, row, labels == labels[row]) for labels in (before, after))
    if old is not None and new is not None and new < old - 0.5:
        return _("Gần tổ mới hơn: cách các hộ cùng tổ %(new)d mét thay vì %(old)d mét.") % {
            "new": round(new),
            "old": round(old),
        }
    return _("Nhường chỗ để các tổ quanh đây đủ hộ và gọn hơn.")


def _metres_to(ground: Ground, row: int, mates: NDArray[np.bool_]) -> float | None:
    """Metres to the others on average; None where somebody's place is not known."""
    rows = [mate for mate in np.flatnonzero(mates).tolist() if mate != row]
    if not rows or not all(ground.spots[mate].has_place for mate in (row, *rows)):
        return None
    return float(np.hypot(*(ground.points[rows] - ground.points[row]).T).mean())
