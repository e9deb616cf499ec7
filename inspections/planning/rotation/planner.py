"""Plans one team's month."""

from collections.abc import Collection, Iterable, Sequence

from inspections.planning.rotation.carriers import choose_carriers, crew_visits, duty_visits
from inspections.planning.rotation.circuits import Arc, find_circuits
from inspections.planning.rotation.digest import ENGINE_VERSION, input_digest
from inspections.planning.rotation.filling import fill
from inspections.planning.rotation.pairs import pair_visits
from inspections.planning.rotation.shortages import share_out
from inspections.planning.rotation.situation import Situation, see_situation
from inspections.planning.rotation.values import (
    Meeting,
    Member,
    Mode,
    Note,
    Plan,
    Shortage,
    Visit,
)


def plan_round(
    team: int,
    members: Collection[Member],
    history: Collection[Meeting],
    period: int,
    *,
    mode: Mode = Mode.ROTATION,
    excluded: Collection[frozenset[int]] = frozenset(),
    keep: Iterable[Visit] = (),
    done: Iterable[Visit] = (),
    crew_size: int = 2,
) -> Plan:
    """Who inspects whom in one operating month.

    ``team`` is the team's own number, used to draw lots. ``history`` holds completed
    inspections of earlier periods, in any order. ``excluded`` holds pairs of households that
    must not visit each other. ``keep`` are visits already published, changed only where the
    team itself changed; ``done`` are those already completed, never changed. ``crew_size`` is
    how many walk together in mode crew.

    The same inputs give the same plan in any order, process or version of Python; another
    ``ENGINE_VERSION`` may plan otherwise. Raises ValueError when two members share an id.
    """
    keep, done = tuple(keep), tuple(done)
    situation = see_situation(
        team, members, history, period, mode=Mode(mode), excluded=excluded, keep=keep, done=done
    )
    arcs, shortages, notes = _arrange(situation, crew_size)
    visits = sorted(set(done) | set(situation.visits(arcs)))
    return Plan(
        visits=tuple(visits),
        shortages=tuple(shortages),
        notes=(*notes, *_shape_notes(situation.mode, visits)),
        repaired=bool(keep or done),
        done=tuple(sorted(set(done))),
        digest=input_digest(
            team, members, history, period, mode=mode, excluded=excluded, crew_size=crew_size
        ),
        engine_version=ENGINE_VERSION,
    )


def _arrange(
    situation: Situation, crew_size: int
) -> tuple[frozenset[Arc], list[Shortage], list[Note]]:
    """The month's new visits between seats, who is left short, and what to say about it."""
    carriers = choose_carriers(situation, crew_size)
    month = situation.relying_on(carriers)
    served, shortages = share_out(month)
    base, notes = _mode_visits(month, served, carriers)
    rest = month.after(base, served)
    more = fill(rest if base else month, rest.demand.needs)
    if carriers and any(i not in carriers for i, _ in more):
        notes.append(Note.MODE_WIDENED)
    return base | more, shortages, notes


def _mode_visits(
    month: Situation, served: Sequence[int], carriers: Sequence[int]
) -> tuple[frozenset[Arc], list[Note]]:
    """The visits that the mode itself asks for; whatever is served beyond them comes after."""
    match month.mode:
        case Mode.DUTY:
            return duty_visits(month, served, carriers), []
        case Mode.CREW:
            return crew_visits(month, served, carriers), []
        case Mode.PAIRS:
            return pair_visits(month, served)
    return frozenset(), []


def _shape_notes(mode: Mode, visits: Collection[Visit]) -> tuple[Note, ...]:
    """What the team should know about the shape of its month."""
    arcs = {(visit.inspector, visit.inspected) for visit in visits}
    unanswered = {(i, j) for i, j in arcs if (j, i) not in arcs}
    if mode is Mode.PAIRS and find_circuits(unanswered):
        return (Note.TRIANGLE,)
    if mode is not Mode.ROTATION:
        return ()
    if len(unanswered) < len(arcs):
        return (Note.MUTUAL_PAIR,)
    if len({inspected for _, inspected in arcs}) == len(arcs) and len(find_circuits(arcs)) > 1:
        return (Note.SEVERAL_RINGS,)
    return ()
