"""Keeping the figures true: whoever changes a round, a visit, a hazard or a stay recounts here.

Counting again is the only way of changing: no service adds one to anything, so nothing can drift,
and doing it twice changes nothing. A team's own row is locked first, then its neighbourhood's, so
two people only ever wait for each other inside one neighbourhood, and never crosswise.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import NamedTuple, cast

from django.db import transaction
from django.db.models import F, OuterRef, Q

from households.models import Appointment, Area, Membership, Team
from inspections.models import (
    NEVER,
    Hazard,
    NeighbourhoodMonth,
    NeighbourhoodStanding,
    OpenHazard,
    Round,
    RoundStanding,
    Severity,
    TeamStanding,
)
from inspections.planning.weights import (
    DEFAULT_WEIGHTS,
    Weights,
    ceiling,
    hazard_weight,
    people_at_risk,
)
from inspections.queries.hazard import claimed_on, months_left
from inspections.queries.standing_counts import (
    Judged,
    chain_of,
    judged_on,
    late_from,
    tally_rounds,
)
from inspections.queries.weights import weights_of_wards
from inspections.services.place_standing import (
    lock_places,
    move_places_on,
    sum_months,
    sum_teams,
)
from inspections.services.standing_rows import BATCH, row_fields, store_rows, write_rows


class Member(NamedTuple):
    """A household of a team, by its id, who may be in danger there, and where it is."""

    household: int
    kind: str
    occupants: int | None
    need_help: int | None
    name_key: str
    address_key: str
    longitude: float | None
    latitude: float | None


@transaction.atomic(savepoint=False)
def recount_rounds(rounds: Collection[int]) -> None:
    """Count the given rounds (ids) again, and what follows from them for their teams."""
    rows = list(Round.objects.filter(pk__in=rounds).select_related("team__ward").order_by("pk"))
    if not rows:
        return
    teams = {row.team_id: row.team for row in rows}
    locked = _lock_teams(teams)
    wards = {team.neighbourhood_id: team.ward_id for team in teams.values()}
    # Before the months, in every transaction: what may be written last is locked first.
    lock_places(wards)
    tallies = tally_rounds(rows)
    fresh = [
        RoundStanding(
            round=row,
            team=row.team,
            neighbourhood_id=row.team.neighbourhood_id,
            ward_id=row.team.ward_id,
            month=row.month,
            late_from=late_from(row),
            **asdict(tallies[row.pk]),
        )
        for row in rows
    ]
    stored, judged = _link(fresh, locked)
    if judged:
        sum_teams(wards)
    before = [stored[row.pk] for row in rows if row.pk in stored]
    sum_months({(row.neighbourhood_id, row.month): row.ward_id for row in (*before, *fresh)})


@transaction.atomic(savepoint=False)
def recount_teams(teams: Collection[int]) -> None:
    """Count the members of the given teams (ids) again, and what is open at their homes."""
    rows = Team.objects.select_related("ward").in_bulk(teams)
    if not rows:
        return
    locked = _lock_teams(rows)
    members = _members(rows)
    leaders = _leader_keys(rows)
    hazards = _open_hazards(rows, members)
    _store_hazards(rows, hazards)
    weights = weights_of_wards({row.ward_id for row in rows.values()})
    fresh = [
        _stand(row, members[key], leaders[key], hazards[key], weights[row.ward_id])
        for key, row in rows.items()
    ]
    for row in fresh:
        _keep_rounds(row, locked[row.pk])
        row.ceiling = _ceiling(row, weights[row.ward_id])
    store_rows(TeamStanding, fresh, locked)
    # A team that changed its neighbourhood is gone from the old one, and that counts again too.
    sum_teams({row.neighbourhood_id: row.ward_id for row in (*locked.values(), *fresh)})


def recount_household(household: int) -> None:
    """Count the team again in which a household is now; none is fine."""
    stays = Membership.objects.filter(household=household, left_on=None)
    recount_teams(list(stays.values_list("team", flat=True)))


@transaction.atomic(savepoint=False)
def recount(teams: Collection[int]) -> None:
    """Count everything of the given teams (ids) again, from their first round on."""
    recount_teams(teams)
    rounds = Round.objects.filter(team__in=teams)
    recount_rounds(list(rounds.values_list("pk", flat=True)))


def _members(teams: Mapping[int, Team]) -> dict[int, list[Member]]:
    """Per team id its present members; a disbanded team has none."""
    standing = [key for key, team in teams.items() if team.disbanded_on is None]
    stays = Membership.objects.filter(team__in=standing, left_on=None).order_by("team", "pk")
    members: dict[int, list[Member]] = defaultdict(list)
    asked = ("household", *(f"household__{name}" for name in Member._fields[1:]))
    for team, *told in stays.values_list("team", *asked):
        members[team].append(Member(*told))
    return members


def _leader_keys(teams: Iterable[int]) -> dict[int, str]:
    """Per team id the folded names of its present members that ever led it, a line each."""
    led = Appointment.objects.filter(
        team__in=teams,
        role=Appointment.Role.LEADER,
        household__memberships__team=F("team"),
        household__memberships__left_on=None,
    )
    names: dict[int, set[str]] = defaultdict(set)
    for team, name in led.values_list("team", "household__name_key"):
        names[team].add(name)
    return defaultdict(str, {team: "\n".join(sorted(keys)) for team, keys in names.items()})


def _stand(
    team: Team,
    members: Sequence[Member] = (),
    leader_keys: str = "",
    hazards: Sequence[OpenHazard] = (),
    weights: Weights = DEFAULT_WEIGHTS,
) -> TeamStanding:
    """A team by its members and what is open there, as if it had had no round yet."""
    points = [hazard_weight(each.severity, each.kind, weights) for each in hazards]
    return TeamStanding(
        team=team,
        neighbourhood_id=team.neighbourhood_id,
        ward_id=team.ward_id,
        city_id=_city(team),
        number=team.number,
        active=team.disbanded_on is None,
        households=len(members),
        people=sum(
            people_at_risk(each.kind, occupants=each.occupants or 0, need_help=each.need_help or 0)
            for each in members
        ),
        critical=sum(each.severity == Severity.CRITICAL for each in hazards),
        major=sum(each.severity == Severity.MAJOR for each in hazards),
        minor=sum(each.severity == Severity.MINOR for each in hazards),
        oldest_due_on=min(
            (each.due_on for each in hazards if each.claimed_on is None), default=NEVER
        ),
        hazard_points=sum(points),
        hazard_days=sum(
            weight * each.found_on.toordinal() for weight, each in zip(points, hazards, strict=True)
        ),
        **_middle(members),
        kinds=f"|{'|'.join(sorted({each.kind for each in members}))}|" if members else "",
        leader_keys=leader_keys,
    )


def _middle(members: Sequence[Member]) -> dict[str, float]:
    """The middle of the homes of which the register says where they are; nothing without any."""
    points = [
        (each.longitude, each.latitude)
        for each in members
        if each.longitude is not None and each.latitude is not None
    ]
    if not points:
        return {}
    longitude, latitude = (math.fsum(axis) / len(points) for axis in zip(*points, strict=True))
    return {"longitude": longitude, "latitude": latitude}


def _ceiling(row: TeamStanding, weights: Weights) -> float:
    return ceiling(
        weights,
        hazard_points=row.hazard_points,
        silent=row.judged_silent,
        missing=row.judged_missing,
        households=row.judged_households,
        people=row.people,
    )


def _city(team: Team) -> int:
    return cast(int, team.ward.parent_id)  # A ward lies in a city: ``area_parent`` sees to it.


def _keep_rounds(fresh: TeamStanding, stored: TeamStanding) -> None:
    """Leave what follows from the team's rounds as it stands."""
    for name in ("last_done_on", *Judged._fields):
        setattr(fresh, name, getattr(stored, name))


def recount_ward(ward: Area) -> int:
    """Count everything of a ward again, some teams at a time; how many teams it has."""
    teams = list(Team.objects.filter(ward=ward).order_by("pk").values_list("pk", flat=True))
    for first in range(0, len(teams), BATCH):
        recount(teams[first : first + BATCH])
    with transaction.atomic():
        # A place that its last team has left has nobody to count it.
        sum_teams({row.pk: ward.pk for row in NeighbourhoodStanding.objects.filter(ward=ward)})
        rows = NeighbourhoodMonth.objects.filter(ward=ward)
        sum_months({(row.neighbourhood_id, row.month): ward.pk for row in rows})
    return len(teams)


def _lock_teams(teams: Mapping[int, Team]) -> dict[int, TeamStanding]:
    """The teams' rows, made where they are missing, locked in the order of their keys."""
    rows = TeamStanding.objects.select_for_update().filter(pk__in=teams).order_by("pk")
    found = {row.pk: row for row in rows}
    missing = [team for key, team in sorted(teams.items()) if key not in found]
    if missing:
        TeamStanding.objects.bulk_create(
            [_stand(team) for team in missing],
            ignore_conflicts=True,
            batch_size=BATCH,
        )
        found = {row.pk: row for row in rows.all()}
    return found


def _link(
    fresh: Iterable[RoundStanding], teams: Mapping[int, TeamStanding]
) -> tuple[dict[int, RoundStanding], bool]:
    """Store fresh counts, and what each round of their teams is by its place in the row.

    Returns what had been stored of those teams, by round id, and whether any of them is judged by
    something else now.
    """
    stored = {row.pk: row for row in RoundStanding.objects.filter(team__in=teams)}
    counted = {row.pk: row for row in fresh}
    chains: dict[int, list[RoundStanding]] = defaultdict(list)
    for key in stored.keys() | counted.keys():
        row = counted.get(key) or _copy(stored[key])
        chains[row.team_id].append(row)
    linked = chain_of(chains, {key: team.ward_id for key, team in teams.items()})
    store_rows(RoundStanding, [row for chain in linked.values() for row in chain], stored)
    judged = _judge(teams, linked, on={key: team.judged_from for key, team in teams.items()})
    return stored, judged


def move_on(*, on: date) -> int:
    """Judge each team by its newest round past due on a day, where another one stands; how many.

    Each neighbourhood counts its teams by how they are on that day. All this makes no page right
    that was wrong, only fast again. Some at a time, so that killed halfway it is half done, and
    doing it again does the rest.
    """
    over = TeamStanding.objects.filter(judged_until__lte=on).order_by("pk")
    keys = list(over.values_list("pk", flat=True))
    for first in range(0, len(keys), BATCH):
        with transaction.atomic():
            rows = over.select_for_update().filter(pk__in=keys[first : first + BATCH])
            teams = {row.pk: row for row in rows}
            chains: dict[int, list[RoundStanding]] = defaultdict(list)
            for round in RoundStanding.objects.filter(team__in=teams):
                chains[round.team_id].append(round)
            _judge(teams, chains, on=dict.fromkeys(teams, on))
    move_places_on(on=on)
    return len(keys)


def _judge(
    teams: Mapping[int, TeamStanding],
    rounds: Mapping[int, Sequence[RoundStanding]],
    *,
    on: Mapping[int, date],
) -> bool:
    """Store what follows from the teams' rounds, all of each, judged as on a day; whether any is
    judged by something else now."""
    changed, judged = [], set()
    for key, chain in rounds.items():
        last = max((each.last_done_on for each in chain if each.last_done_on), default=None)
        found = judged_on(on[key], chain)
        moved = any(getattr(teams[key], name) != value for name, value in found._asdict().items())
        if moved or teams[key].last_done_on != last:
            for name, value in {"last_done_on": last, **found._asdict()}.items():
                setattr(teams[key], name, value)
            changed.append(teams[key])
            judged |= {key} if moved else set()
    if judged:
        weights = weights_of_wards({teams[key].ward_id for key in judged})
        for key in judged:
            teams[key].ceiling = _ceiling(teams[key], weights[teams[key].ward_id])
    write_rows(TeamStanding, changed)
    return bool(judged)


def _copy(row: RoundStanding) -> RoundStanding:
    return RoundStanding(
        **{field.attname: getattr(row, field.attname) for field in row_fields(row)}
    )


def _open_hazards(
    teams: Mapping[int, Team], members: Mapping[int, Sequence[Member]]
) -> dict[int, list[OpenHazard]]:
    homes = {each.household: (team, each) for team in members for each in members[team]}
    open_ones = Hazard.objects.filter(state=Hazard.State.OPEN, household__in=homes)
    rows = open_ones.annotate(
        claimed_on=claimed_on(OuterRef("pk")), repeats=months_left(OuterRef("pk"))
    ).order_by("pk")
    found: dict[int, list[OpenHazard]] = defaultdict(list)
    for row in rows:
        key, home = homes[row.household_id]
        found[key].append(
            OpenHazard(
                hazard_id=row.pk,
                household_id=row.household_id,
                team_id=key,
                neighbourhood_id=teams[key].neighbourhood_id,
                ward_id=teams[key].ward_id,
                city_id=_city(teams[key]),
                code=row.code,
                severity=row.severity,
                kind=home.kind,
                team_number=teams[key].number,
                name_key=home.name_key,
                address_key=home.address_key,
                found_on=row.found_on,
                due_on=row.due_on,
                claimed_on=row.claimed_on,
                repeats=row.repeats,
            )
        )
    return found


def _store_hazards(teams: Iterable[int], hazards: Mapping[int, Collection[OpenHazard]]) -> None:
    wanted = [row for rows in hazards.values() for row in rows]
    keys = [row.pk for row in wanted]
    # A household that moved brings its hazards along from a team that is counted elsewhere.
    stored = OpenHazard.objects.filter(Q(team__in=teams) | Q(pk__in=keys)).in_bulk()
    gone = stored.keys() - set(keys)
    if gone:
        OpenHazard.objects.filter(pk__in=gone).delete()
    store_rows(OpenHazard, wanted, stored)
