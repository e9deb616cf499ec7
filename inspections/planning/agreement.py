"""How far two people who looked at the same items agree, and how sure that is."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from .answers import Answer

NINETY_FIVE = 1.959963984540054  # the normal quantile of a two-sided 95 % interval


@dataclass(frozen=True, slots=True)
class Agreement:
    """Items that both judged: ``same``; ``missed``, which only the officer found wrong; ``extra``,
    which only the neighbour did, and which may have been mended in between.

    What was found by the neighbour alone speaks for the visit, not against it.
    """

    same: int = 0
    missed: int = 0
    extra: int = 0

    @property
    def items(self) -> int:
        return self.same + self.missed + self.extra

    def __add__(self, other: Agreement) -> Agreement:
        return Agreement(
            self.same + other.same, self.missed + other.missed, self.extra + other.extra
        )


@dataclass(frozen=True, slots=True)
class Agreements:
    """Homes that an officer saw again. ``homes``: those where both judged an item; ``sound``:
    those of them where the neighbour overlooked nothing. ``items``: all that both judged.

    Homes are what is counted: of one home the items are no independent witnesses.
    """

    visits: int = 0
    homes: int = 0
    sound: int = 0
    items: Agreement = field(default_factory=Agreement)

    def __add__(self, other: Agreement) -> Agreements:
        """With one home more."""
        return Agreements(
            self.visits + 1,
            self.homes + (other.items > 0),
            self.sound + (other.items > 0 and not other.missed),
            self.items + other,
        )


def compare(peer: Mapping[str, Answer], officer: Mapping[str, Answer]) -> Agreement:
    """Compare item by item how both left it; what either could not see or does not apply is left
    out. What was put right on the spot was left in order."""
    judged = {Answer.PASS, Answer.FAIL, Answer.CORRECTED}
    both = [
        (peer[code].sound, seen.sound)
        for code, seen in officer.items()
        if seen in judged and peer.get(code) in judged
    ]
    missed = sum(first and not second for first, second in both)
    extra = sum(second and not first for first, second in both)
    return Agreement(len(both) - missed - extra, missed, extra)


def wilson_interval(successes: int, trials: int, z: float = NINETY_FIVE) -> tuple[float, float]:
    """Wilson's score interval of a share, each end 0 to 1; (0, 1) for no trial.

    E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference", Journal
    of the American Statistical Association 22 (1927). Raises ValueError for counts that cannot be.
    """
    if not 0 <= successes <= trials:
        raise ValueError(f"{successes} of {trials} cannot be")
    if not trials:
        return (0.0, 1.0)
    share = successes / trials
    spread = z * math.sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials))
    middle, scale = share + z * z / (2 * trials), 1 + z * z / trials
    return (max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale))
