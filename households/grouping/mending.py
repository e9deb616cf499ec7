"""Mend one neighbourhood's grouping: the compiled entry behind `repair_teams`."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from .compiling import entry, source_stamp
from .state import make_state
from .transfers import cancel_rings, even_out, make_arcs

Mend = Callable[..., NDArray[np.int32]]


def _compile(stamp: int) -> Mend:
    @entry(
        "int32[::1](float64[:,::1], int32[::1], int32[::1], int64, int64, int64,"
        " float64, float64, float64)"
    )
    def mend(
        xy: NDArray[np.float64],
        label: NDArray[np.int32],
        home: NDArray[np.int32],
        teams: int,
        smallest: int,
        largest: int,
        forced: float,
        penalty: float,
        tolerance: float,
    ) -> NDArray[np.int32]:
        """Bring all sizes into smallest..largest, then improve; return the new label (n,).

        `home` is the team each household should rather not leave, −1 where it does not matter.
        Leaving it costs `forced` while sizes are unlawful and `penalty` from then on.  The
        first is low: a surplus should pass from neighbour to neighbour, not jump over a team to
        spare one move.  The second may be high, and must not undo what was forced.  Gains below
        `tolerance` are taken for rounding errors.  Every team must have a household.
        """
        _ = stamp  # a part of the key of numba's cache, see source_stamp
        clock = np.empty(1, np.int64)
        clock[0] = 0
        state = make_state(xy, label, teams, clock)
        arcs = make_arcs(len(xy), teams)
        even_out(state, xy, arcs, home, forced, smallest, largest, tolerance)
        for i in range(len(xy)):
            if home[i] >= 0:
                home[i] = state.label[i]
        arcs.priced[0] = -1
        cancel_rings(state, xy, arcs, home, penalty, smallest, largest, tolerance)
        return state.label

    return mend


mend = _compile(source_stamp())
