"""Who can be served at all; and for the others why not, with proof and the cheapest way out."""

from inspections.planning.rotation.capacity import Competition, choose_served
from inspections.planning.rotation.situation import Situation
from inspections.planning.rotation.values import Reason, Shortage, WayOut


def share_out(situation: Situation) -> tuple[tuple[int, ...], list[Shortage]]:
    """How many visits each seat gets this month, and the shortages of those who get too few.

    As many visits as possible in all. Where not all can be served, whoever has waited longest
    for an inspection comes first, so that shortages go round.
    """
    demand = situation.demand
    waiting_longest = sorted(
        demand.seats, key=lambda seat: (-situation.lapse(seat), situation.lot(seat))
    )
    served, short = choose_served(demand, waiting_longest)
    return served, [
        _explain(situation, seat, demand.needs[seat] - served[seat], short[seat])
        for seat in sorted(short)
    ]


def _explain(situation: Situation, seat: int, missing: int, competition: Competition) -> Shortage:
    """The shortage of one seat that lacks ``missing`` visits."""
    member = situation.present[seat]
    way_out, helper, other = _cheapest_way_out(situation, competition)
    name = [member.id for member in situation.present]
    return Shortage(
        household=member.id,
        reason=_reason(situation, seat),
        needed=member.visits_needed,
        assigned=member.visits_needed - missing,
        group=tuple(sorted(name[j] for j in competition.households)),
        inspectors=tuple(sorted(name[i] for i in competition.inspectors)),
        demand=competition.demand,
        capacity=competition.capacity,
        way_out=way_out,
        helper=None if helper is None else name[helper],
        other=None if other is None else name[other],
    )


def _reason(situation: Situation, seat: int) -> Reason:
    others = [other for other in situation.demand.seats if other != seat]
    able = [other for other in others if situation.present[other].can_inspect]
    if not others:
        return Reason.ALONE
    if not able:
        return Reason.NO_INSPECTOR
    me = situation.present[seat].id
    if all(frozenset((me, situation.present[i].id)) in situation.excluded for i in able):
        return Reason.EXCLUDED
    return Reason.CAPACITY


def _cheapest_way_out(
    situation: Situation, competition: Competition
) -> tuple[WayOut, int | None, int | None]:
    """One more visit by a neighbour, else one exclusion lifted, else help from outside.

    Whoever owes most is asked first, so that the same neighbour is not asked every month.
    """
    demand, group = situation.demand, competition.households
    reach = [len(demand.allowed[i] & group) for i in demand.seats]
    willing = [i for i in competition.inspectors if demand.caps[i] < reach[i]]
    order = {i: (demand.caps[i], situation.debt(i), situation.lot(i)) for i in demand.seats}
    if willing:
        return WayOut.RAISE_CAP, min(willing, key=order.__getitem__), None
    name = [member.id for member in situation.present]
    liftable = [
        (i, j)
        for i in demand.seats
        for j in sorted(group)
        if situation.present[i].can_inspect
        and demand.caps[i] > reach[i]
        and frozenset((name[i], name[j])) in situation.excluded
    ]
    if liftable:
        helper, other = min(liftable, key=lambda pair: (order[pair[0]], situation.lot(pair[1])))
        return WayOut.LIFT_EXCLUSION, helper, other
    return WayOut.OUTSIDE_HELP, None, None
