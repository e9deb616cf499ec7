"""Exact answers for small teams, found by going through all sets of households.

Slow, and used by checkers only: nothing of the planner's search is used here.
"""

from collections.abc import Collection, Sequence

PROVABLE = 16  # households; beyond that the sets become too many


def ring_exists(households: Sequence[int], allowed: Collection[tuple[int, int]]) -> bool:
    """Whether one ring of allowed visits leads through all households (Held and Karp 1962).

    Raises ValueError for more than ``PROVABLE`` households.
    """
    _refuse_many(households)
    bit = {household: 1 << place for place, household in enumerate(households)}
    onward = [0] * len(households)
    for inspector, inspected in allowed:
        onward[bit[inspector].bit_length() - 1] |= bit[inspected]
    everybody = (1 << len(households)) - 1
    # ends[walked]: where a path from the first household through exactly these may end.
    ends = [0] * (everybody + 1)
    ends[1] = 1
    for walked in range(1, everybody + 1, 2):
        left = ends[walked]
        while left:
            end = left & -left
            left -= end
            fresh = onward[end.bit_length() - 1] & ~walked
            while fresh:
                step = fresh & -fresh
                fresh -= step
                ends[walked | step] |= step
    last = [place for place in range(len(households)) if ends[everybody] >> place & 1]
    return any(onward[place] & 1 for place in last)


def matching_exists(households: Sequence[int], allowed: Collection[tuple[int, int]]) -> bool:
    """Whether all households can pair off in allowed pairs.

    Raises ValueError for more than ``PROVABLE`` households.
    """
    _refuse_many(households)
    bit = {household: 1 << place for place, household in enumerate(households)}
    pairs = [bit[one] | bit[other] for one, other in allowed]
    paired = {0}
    for household in households:
        paired |= {
            done | pair
            for done in paired
            for pair in pairs
            if not done & bit[household] and pair & bit[household] and not done & pair
        }
    return (1 << len(households)) - 1 in paired


def _refuse_many(households: Sequence[int]) -> None:
    if len(households) > PROVABLE:
        raise ValueError(f"No proof is attempted for {len(households)} households.")
