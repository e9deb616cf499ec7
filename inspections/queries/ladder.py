"""What the ladder is planned from: concerns of an area's teams, and who can be told of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from django.db.models import Count, Max, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from households.models import Appointment, Area, Duty, Household, Membership, Team, User
from inspections.models import Delivery, Hazard, Message, Round, Snooze, Telling
from inspections.planning.ladder import (
    Concern,
    LadderParams,
    Recipient,
    Rung,
    Subject,
)
from inspections.planning.ladder import Snooze as PutOff
from inspections.queries.hazard import claimed_on
from inspections.queries.on_paper import homes_on_paper, last_on_paper
from inspections.queries.overdue import teams_in

# A round that closed with homes missing stops being worth a message once the next month is due.
ROUND_REMEMBERED = timedelta(days=45)
ASKED_AT_ONCE = 5000  # keys in one question; a database takes only so many


Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Contact:
    """Someone who is told. ``person`` is what the ladder calls them: an account by its number, a
    household without an account by its number below zero."""

    person: int
    user: User | None = None
    household: Household | None = None


def round_key(pk: int) -> str:
    return f"round:{pk}"


def hazard_key(pk: int) -> str:
    return f"hazard:{pk}"


def existing_teams(*, on: date) -> QuerySet[Team]:
    """Teams that exist on a day, resting ones too."""
    there = Q(disbanded_on=None) | Q(disbanded_on__gt=on)
    return Team.objects.filter(there, founded_on__lte=on)


def standing_teams(area: Area, *, on: date) -> QuerySet[Team]:
    """Those of an area."""
    return existing_teams(on=on).filter(pk__in=teams_in(area).values("pk"))


def concerns_of(teams: QuerySet[Team], *, on: date, params: LadderParams) -> list[Concern]:
    """Rounds with homes missing and open hazards whose first day to be told has come.

    Five queries. Settled ones are simply not there. What was told on this very day does not count
    as told: a day's telling that was broken off is planned again alike, and goes on.
    """
    resting = set(teams.filter(paused_on__lte=on).values_list("pk", flat=True))
    found = [*_rounds(teams, on=on, params=params), *_hazards(teams, on=on, params=params)]
    told = _told(found, on=on)
    put_off = _put_off(found, on=on)
    return [
        Concern(
            key=each.key,
            subject=each.subject,
            team=each.team,
            due_on=each.due_on,
            resting=each.team in resting,
            told=tuple(sorted(told[each.key].items())),
            snoozes=tuple(put_off[each.key]),
            on_paper=each.on_paper,
            paper_since=each.paper_since,
            awaiting=each.awaiting,
        )
        for each in found
    ]


@dataclass(frozen=True, slots=True)
class Found:
    """A concern before it is known whom it was told to."""

    key: str
    subject: Subject
    team: int
    due_on: date
    on_paper: int = 0
    paper_since: date | None = None
    awaiting: bool = False


def _rounds(teams: QuerySet[Team], *, on: date, params: LadderParams) -> Iterator[Found]:
    due_by = on - timedelta(days=params.round_days[0])
    seen = Q(assignments__inspection__obstacle="")
    rows = (
        Round.objects.filter(
            team__in=teams.values("pk"), due_on__lte=due_by, due_on__gte=on - ROUND_REMEMBERED
        )
        .annotate(
            planned=Count("assignments__inspected", distinct=True),
            done=Count("assignments__inspected", distinct=True, filter=seen),
        )
        .order_by("team", "-month")
        .values_list(
            "pk", "team", "due_on", "planned", "done", homes_on_paper(on), last_on_paper(on)
        )
    )
    newest: set[int] = set()
    for pk, team, due_on, planned, done, on_paper, last in rows:
        # Only the newest round that is due: with it, the month before is past mending.
        if team not in newest and done < planned:
            since = last if on_paper == planned - done else None
            yield Found(round_key(pk), Subject.ROUND, team, due_on, on_paper, since)
        newest.add(team)


def _hazards(teams: QuerySet[Team], *, on: date, params: LadderParams) -> Iterator[Found]:
    due_by = on - timedelta(days=params.hazard_days[0])
    stays = Membership.objects.filter(team__in=teams.values("pk"), left_on=None)
    rows = stays.filter(
        household__hazards__state=Hazard.State.OPEN, household__hazards__due_on__lte=due_by
    ).values_list(
        "household__hazards",
        "team",
        "household__hazards__due_on",
        claimed_on(OuterRef("household__hazards"), on=on),
    )
    for pk, team, due_on, claimed in rows.order_by("household__hazards"):
        yield Found(hazard_key(pk), Subject.HAZARD, team, due_on, awaiting=claimed is not None)


def _portions(keys: Sequence[Key]) -> Iterator[Sequence[Key]]:
    for start in range(0, len(keys), ASKED_AT_ONCE):
        yield keys[start : start + ASKED_AT_ONCE]


def _told(found: Sequence[Found], *, on: date) -> dict[str, dict[Rung, date]]:
    told: dict[str, dict[Rung, date]] = defaultdict(dict)
    for keys in _portions([each.key for each in found]):
        rows = Telling.objects.filter(concern__in=keys, on__lt=on).order_by()
        for key, rung, last in rows.values_list("concern", "rung").annotate(Max("on")):
            told[key][Rung(rung)] = last
    return told


def _put_off(found: Sequence[Found], *, on: date) -> dict[str, list[PutOff]]:
    put_off: dict[str, list[PutOff]] = defaultdict(list)
    for keys in _portions([each.key for each in found]):
        rows = Snooze.objects.filter(concern__in=keys, until__gt=on).order_by("pk")
        for key, rung, until in rows.values_list("concern", "rung", "until"):
            put_off[key].append(PutOff(Rung(rung), until))
    return put_off


def recipients_of(
    area: Area, *, on: date, params: LadderParams, channels: Collection[str]
) -> tuple[list[Recipient], dict[int, Contact]]:
    """Who can be told of the teams of an area, and who they are.

    Leaders and deputies by appointment, officers by duty: over the city or over anything below it.
    ``channels``: the site's ways out besides its own pages.
    Four queries and one for every city, ward and neighbourhood with an officer.
    """
    standing = standing_teams(area, on=on)
    teams = dict(standing.values_list("pk", "neighbourhood"))
    found: list[Recipient] = []
    contacts: dict[int, Contact] = {}
    dead = _dead_numbers(since=on - timedelta(days=params.again_days), on=on)
    for appointment in _appointments(standing, on=on):
        contact = _contact(appointment)
        contacts[contact.person] = contact
        reachable = is_reachable(contact, channels=channels, dead=dead)
        only = frozenset({appointment.team_id})
        found.append(Recipient(contact.person, Rung.LEADER, only, reachable))
    under = _areas_above(set(teams.values()))
    for duty in _duties(area, on=on):
        covered = frozenset(
            team for team, place in teams.items() if duty.area_id in under.get(place, ())
        )
        contact = Contact(duty.user_id, user=duty.user)
        contacts[contact.person] = contact
        rung = Rung.CITY if duty.area.level == Area.Level.CITY else Rung.WARD
        reachable = is_reachable(contact, channels=channels)
        found.append(Recipient(contact.person, rung, covered, reachable))
    return _merged(found), contacts


def is_reachable(
    contact: Contact,
    *,
    channels: Collection[str],
    dead: Collection[tuple[int, str]] = (),
) -> bool:
    """Whether anything said to them can be read: on the site by who can sign in, or by a way out.

    ``dead``: households with numbers at which nothing arrived of late.
    """
    user, household = contact.user, contact.household
    if user is not None:
        by_channel = ("email" in channels and user.email) or ("http" in channels and user.phone)
        return user.is_active and (user.has_usable_password() or bool(by_channel))
    if household is None:
        return False
    number = household.phone
    return "http" in channels and bool(number) and (household.pk, number) not in dead


def _dead_numbers(*, since: date, on: date) -> set[tuple[int, str]]:
    """Households without an account, each with a number to which a message was given up."""
    rows = Delivery.objects.filter(
        state=Delivery.State.DEAD,
        message__household__isnull=False,
        message__on__gt=since,
        message__on__lt=on,
    )
    return set(rows.values_list("message__household", "address"))


def _merged(recipients: Iterable[Recipient]) -> list[Recipient]:
    """One a person and rung: somebody may lead two teams, or hold two duties."""
    teams: dict[tuple[int, Rung, bool], frozenset[int]] = {}
    for one in recipients:
        key = (one.person, one.rung, one.reachable)
        teams[key] = teams.get(key, frozenset()) | one.teams
    return [
        Recipient(person, rung, mine, reachable)
        for (person, rung, reachable), mine in sorted(teams.items())
    ]


def _appointments(teams: QuerySet[Team], *, on: date) -> QuerySet[Appointment]:
    return (
        Appointment.objects.filter(team__in=teams.values("pk"), starts_on__lte=on)
        .filter(Q(ends_on=None) | Q(ends_on__gte=on))
        .select_related("user", "household")
        .order_by("pk")
    )


def _contact(appointment: Appointment) -> Contact:
    """By the account; by the household's number where there is none, or it was closed."""
    user = appointment.user
    if user is not None and user.is_active:
        return Contact(user.pk, user=user)
    return Contact(-appointment.household_id, household=appointment.household)


def _duties(area: Area, *, on: date) -> QuerySet[Duty]:
    above = [area.pk, area.parent_id, area.parent.parent_id if area.parent else None]
    return (
        Duty.objects.filter(starts_on__lte=on)
        .filter(Q(ends_on=None) | Q(ends_on__gte=on))
        .filter(
            Q(area__in=[each for each in above if each])
            | Q(area__parent=area)
            | Q(area__parent__parent=area)
        )
        .select_related("user", "area")
        .order_by("pk")
    )


def _areas_above(neighbourhoods: Collection[int]) -> dict[int, tuple[int, ...]]:
    """Per neighbourhood, itself and what it lies in."""
    rows = Area.objects.filter(pk__in=list(neighbourhoods))
    return {
        pk: tuple(each for each in (pk, ward, city) if each)
        for pk, ward, city in rows.values_list("pk", "parent", "parent__parent")
    }


def busy_elsewhere(area: Area, people: Sequence[int], *, on: date) -> set[int]:
    """Those accounts, of these, that also answer for something outside an area's city.

    Outside its ward, where the ward lies in no city. Two queries for each ASKED_AT_ONCE people.
    """
    held = Q(starts_on__lte=on) & (Q(ends_on=None) | Q(ends_on__gte=on))
    mine = (area.parent.parent_id or area.parent_id) if area.parent else area.pk
    # As far up as it goes: a neighbourhood's ward and its city, a ward's city, or themselves.
    duties = Duty.objects.annotate(top=Coalesce("area__parent__parent", "area__parent", "area"))
    led = Appointment.objects.annotate(top=Coalesce("team__ward__parent", "team__ward"))
    found: set[int] = set()
    for users in _portions(people):
        for charges in (duties, led):
            rows = charges.filter(held, user__in=users).exclude(top=mine).order_by()
            found.update(rows.values_list("user", flat=True))
    return found


def may_still_act(message: Message, *, on: date) -> bool:
    """Whether its reader is still there and in any charge: what waits to go out may be a day old.
    Two queries at most."""
    held = Q(starts_on__lte=on) & (Q(ends_on=None) | Q(ends_on__gte=on))
    if message.user is None:
        return Appointment.objects.filter(held, household=message.household_id).exists()
    if not message.user.is_active:
        return False
    return (
        Appointment.objects.filter(held, user=message.user_id).exists()
        or Duty.objects.filter(held, user=message.user_id).exists()
    )
