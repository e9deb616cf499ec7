"""Plans one team's month."""

from collections.abc import Collection, Iterable, Sequence

from inspections.planning.rotation.carriers import choose_carriers, crew_visits, duty_visits
from inspections.planning.rotation.circuits import Arc, find_circuits
from inspections.planning.rotation.digest import ENGINE_VERSION, input_digest
from inspections.planning.rotation.filling import Passes, fill
from inspections.planning.rotation.pairs import pair_visits
from inspections.planning.rotation.shortages import share_out
from inspections.planning.rotation.situation import Situation, see_situation
from inspections.planning.rotation.values import (
    NO_REPEAT,
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
    no_repeat: int = NO_REPEAT,
) -> Plan:
    """Who inspects whom in one operating month.

    ``team`` is the team's own number, used to draw lots. ``history`` holds completed
    inspections of earlier periods, in any order. ``excluded`` holds pairs of households that
    must not visit each other. ``keep`` are visits already published, changed only where the
    team itself changed; ``done`` are those already completed, never changed. ``crew_size`` is
    how many walk together in mode crew. Within ``no_repeat`` months nobody visits the same home
    again, is on duty or walks with the crew again, as long as that can be avoided.

    The same inputs give the same plan in any order, process or version of Python; another
    ``ENGINE_VERSION`` may plan otherwise. Raises ValueError when two members share an id.
    """
    keep, done = tuple(keep), tuple(done)
    situation = see_situation(
        team,
        members,
        history,
        period,
        mode=Mode(mode),
        excluded=excluded,
        keep=keep,
        done=done,
        no_repeat=no_repeat,
    )
    passes, shortages, notes = _arrange(situation, crew_size)
    arcs = frozenset().union(*passes)
    repaired = bool(keep or done)
    visits = sorted(set(done) | set(situation.visits(arcs)))
    return Plan(
        visits=tuple(visits),
        shortages=tuple(shortages),
        notes=(
            *notes,
            *_shape_notes(situation.mode, visits, passes),
            *_repeat_notes(situation, arcs),
        ),
        repaired=repaired,
        done=tuple(sorted(set(done))),
        second=() if repaired else tuple(sorted(situation.visits(frozenset().union(*passes[:-1])))),
        digest=input_digest(
            team,
            members,
            history,
            period,
            mode=mode,
            excluded=excluded,
            crew_size=crew_size,
            no_repeat=no_repeat,
        ),
        engine_version=ENGINE_VERSION,
    )


def _arrange(situation: Situation, crew_size: int) -> tuple[Passes, list[Shortage], list[Note]]:
    """The month's new visits between seats, who is left short, and what to say about it."""
    carriers = choose_carriers(situation, crew_size)
    month = situation.relying_on(carriers)
    served, shortages = share_out(month)
    base, notes = _mode_visits(month, served, carriers)
    rest = month.after(base, served)
    more = fill(rest if base else month, rest.demand.needs)
    if carriers and any(i not in carriers for arcs in more for i, _ in arcs):
        notes.append(Note.MODE_WIDENED)
    if base:
        return (frozenset().union(base, *more),), shortages, notes
    return more, shortages, notes


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


def _repeat_notes(situation: Situation, arcs: Collection[Arc]) -> tuple[Note, ...]:
    """Whether a visit that could still be chosen comes again too soon."""
    return (Note.REPEATED,) if any(situation.repeats(*arc) for arc in arcs) else ()


def _shape_notes(mode: Mode, visits: Collection[Visit], passes: Passes) -> tuple[Note, ...]:
    """What the team should know about the shape of its month."""
    arcs = {(visit.inspector, visit.inspected) for visit in visits}
    unanswered = {(i, j) for i, j in arcs if (j, i) not in arcs}
    if mode is Mode.PAIRS and find_circuits(unanswered):
        return (Note.TRIANGLE,)
    if mode is not Mode.ROTATION:
        return ()
    if len(unanswered) < len(arcs):
        return (Note.MUTUAL_PAIR,)
    if len(passes) == 1 and len({inspected for _, inspected in arcs}) == len(arcs):
        return (Note.SEVERAL_RINGS,) if len(find_circuits(arcs)) > 1 else ()
    whole = [arcs for arcs in passes if len(arcs) == len(passes[-1])]
    if len(passes) > 1 and any(len(find_circuits(arcs)) > 1 for arcs in whole):
        return (Note.SEVERAL_RINGS,)
    return ()
