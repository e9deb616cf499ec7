"""Who can be served at all; and for the others why not, with proof and the cheapest way out."""

from dataclasses import replace

from inspections.planning.rotation.capacity import Competition, Demand, choose_served
from inspections.planning.rotation.situation import Situation
from inspections.planning.rotation.values import Reason, Shortage, WayOut


def share_out(situation: Situation) -> tuple[tuple[int, ...], list[Shortage]]:
    """How many visits each seat gets this month, and the shortages of those who get too few.

    As many visits as possible in all. Where not all can be served, whoever has waited longest
    for an inspection comes first, so that shortages go round; but whoever has been promised a
    visit keeps it.
    """
    demand = situation.demand
    promised = {household for _, household in situation.keep}

    def turn(seat: int) -> tuple[bool, int, int]:
        return (seat not in promised, -situation.lapse(seat), situation.lot(seat))

    served, short = choose_served(demand, sorted(demand.seats, key=turn))
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

    Each is tried before it is proposed. Whoever owes most is asked first, so that the same
    neighbour is not asked every month.
    """
    demand, group = situation.demand, competition.households
    possible = sum(choose_served(demand, demand.seats)[0])
    asked = sorted(
        (seat for seat in demand.seats if situation.present[seat].can_inspect),
        key=lambda seat: (demand.caps[seat], situation.debt(seat), situation.lot(seat)),
    )
    for helper in asked:
        if helper in competition.inspectors:
            caps = [cap + (seat == helper) for seat, cap in enumerate(demand.caps)]
            more = replace(demand, caps=tuple(caps))
            if sum(choose_served(more, demand.seats)[0]) > possible:
                return WayOut.RAISE_CAP, helper, None
    for helper in asked:
        for other in sorted(group, key=situation.lot):
            if frozenset(situation.present[seat].id for seat in (helper, other)) in (
                situation.excluded
            ):
                more = replace(demand, allowed=_with_arc(demand, helper, other))
                if sum(choose_served(more, demand.seats)[0]) > possible:
                    return WayOut.LIFT_EXCLUSION, helper, other
    return WayOut.OUTSIDE_HELP, None, None


def _with_arc(demand: Demand, helper: int, other: int) -> tuple[frozenset[int], ...]:
    """The visits allowed once these two may meet."""
    return tuple(
        targets | {other} if seat == helper else targets
        for seat, targets in enumerate(demand.allowed)
    )
