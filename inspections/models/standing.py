"""Figures kept beside the records, so that a page of a whole city reads few rows.

Nothing here is true by itself: every row follows from rounds, inspections, hazards and
memberships, is rewritten by ``inspections.services.standing`` in the transaction that changes
them, and is compared with them by ``inspections.queries.standing_check``. No row depends on the
clock: what is late or overdue on a day is asked of the dates.
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from households.models import Area, Household, Team

from .checklist import Severity
from .hazard import Hazard
from .round import Round

# No later round is due, or no hazard is open: a day that never comes keeps one range question.
NEVER = date(9999, 12, 31)
# Before any round: a team of which none is past due is judged by nothing from here on.
EVER = date(1, 1, 1)


class RoundStanding(models.Model):
    """One team-month in numbers.

    ``planned``, ``done`` and ``obstacle`` count visits as they were known when the round closed,
    or now while it is open; ``late`` those that were entered as done only after it had closed.
    ``households`` were to be inspected, ``inspected`` of them were when the round closed, and of
    ``missing`` nothing is known to this day. From ``late_from``, the first day that counts after
    the due day, and before ``judged_until`` a team is judged by this round. ``silent_before``:
    operating months in a row before it in which nothing at all was received.
    """

    round = models.OneToOneField(Round, models.CASCADE, primary_key=True, related_name="standing")
    team = models.ForeignKey(Team, models.PROTECT, related_name="round_standings", db_index=False)
    neighbourhood = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    ward = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    month = models.DateField()
    late_from = models.DateField()
    judged_until = models.DateField(default=NEVER)
    planned = models.PositiveSmallIntegerField(default=0)
    done = models.PositiveSmallIntegerField(default=0)
    obstacle = models.PositiveSmallIntegerField(default=0)
    late = models.PositiveSmallIntegerField(default=0)
    households = models.PositiveSmallIntegerField(default=0)
    inspected = models.PositiveSmallIntegerField(default=0)
    missing = models.PositiveSmallIntegerField(default=0)
    silent_before = models.PositiveSmallIntegerField(default=0)
    last_done_on = models.DateField(null=True)

    class Meta:
        ordering = ("-month", "team_id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["neighbourhood", "month"], name="round_standing_month"),
            models.Index(fields=["month"], name="round_standing_of_month"),
            models.Index(fields=["team", "month"], name="round_standing_team"),
        ]

    def __str__(self) -> str:
        return f"{self.round_id}: {self.done}/{self.planned}"

    @property
    def received(self) -> bool:
        """Whether anything at all arrived, be it late or that nobody could get in."""
        return bool(self.done or self.obstacle or self.late)


class TeamStanding(models.Model):
    """A team as it stands: its members, what is open at their homes, and when it last worked.

    ``people`` are those whom a fire endangers most (``planning.weights.people_at_risk``).
    ``oldest_due_on`` is of the open hazards that nobody claims to have fixed. ``hazard_points`` is
    what the open hazards weigh on the day each was found, under the weights of the team's city;
    ``hazard_days`` the sum of points × the day found as a proleptic Gregorian ordinal, which
    makes the growth with age a straight line that can be asked for any day. ``ceiling``: no less
    than the team weighs on any day, so that the worst of a city are found among few.

    From ``judged_from`` and before ``judged_until`` the team is judged by ``judged_round``, of
    which ``judged_missing``, ``judged_households`` and ``judged_silent`` were copied (and
    ``late_from`` as the day it begins); by none, from EVER and with zeros. Which round stands here
    is a matter of speed alone: ``queries.judged`` asks the rounds themselves about any other day,
    and a daily job moves those on whose days are over.

    ``kinds``: the kinds of its members' premises, each between bars, as "|house|shop|".
    ``longitude`` and ``latitude``: the middle of its members' homes in degrees, as far as anybody
    knows where these are. ``leader_keys``: the folded names, a line each, of its members that ever
    led it, so that a search need look closely at few teams.
    """

    team = models.OneToOneField(Team, models.CASCADE, primary_key=True, related_name="standing")
    neighbourhood = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    ward = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    city = models.ForeignKey(Area, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    active = models.BooleanField(default=True)
    households = models.PositiveSmallIntegerField(default=0)
    people = models.PositiveIntegerField(default=0)
    critical = models.PositiveSmallIntegerField(default=0)
    major = models.PositiveSmallIntegerField(default=0)
    minor = models.PositiveSmallIntegerField(default=0)
    oldest_due_on = models.DateField(default=NEVER)
    hazard_points = models.FloatField(default=0)
    hazard_days = models.FloatField(default=0)
    last_done_on = models.DateField(null=True)
    judged_round = models.ForeignKey(
        Round, models.PROTECT, null=True, related_name="+", db_index=False
    )
    judged_from = models.DateField(default=EVER)
    judged_until = models.DateField(default=NEVER)
    judged_missing = models.PositiveSmallIntegerField(default=0)
    judged_households = models.PositiveSmallIntegerField(default=0)
    judged_silent = models.PositiveSmallIntegerField(default=0)
    ceiling = models.FloatField(default=0)
    longitude = models.FloatField(null=True)
    latitude = models.FloatField(null=True)
    kinds = models.CharField(max_length=120, default="", blank=True)
    leader_keys = models.TextField(default="", blank=True)

    class Meta:
        ordering = ("team_id",)
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["judged_until"], name="team_standing_judged_until"),
            models.Index(fields=["judged_from"], name="team_standing_judged_from"),
            models.Index(fields=["ward", "oldest_due_on"], name="team_standing_due"),
            models.Index(fields=["neighbourhood"], name="team_standing_neighbourhood"),
            models.Index("city", F("ceiling").desc(), name="team_standing_ceiling"),
            models.Index(fields=["city", "number"], name="team_standing_city_number"),
            models.Index(fields=["ward", "number"], name="team_standing_ward_number"),
            models.Index(
                fields=["city"], condition=Q(active=False), name="team_standing_disbanded"
            ),
        ]

    def __str__(self) -> str:
        return str(self.team_id)


class OpenHazard(models.Model):
    """A hazard that is open at a present member of a team, with all that lists ask of it."""

    hazard = models.OneToOneField(Hazard, models.CASCADE, primary_key=True, related_name="+")
    household = models.ForeignKey(Household, models.CASCADE, related_name="+")
    team = models.ForeignKey(Team, models.CASCADE, related_name="+")
    neighbourhood = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    ward = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    city = models.ForeignKey(Area, models.PROTECT, related_name="+")
    code = models.CharField(max_length=12)
    severity = models.CharField(max_length=8, choices=Severity)
    kind = models.CharField(max_length=14, choices=Household.Kind)
    team_number = models.PositiveIntegerField()
    # The household's, as the register has them: what a list is searched and put in order by.
    name_key = models.CharField(max_length=120)
    address_key = models.CharField(max_length=200)
    found_on = models.DateField()
    due_on = models.DateField()
    # The household says that it is fixed, and nobody has seen it since: its clock stands still.
    claimed_on = models.DateField(null=True)
    # In how many months visits left it not fixed: from ``HAZARD_REPEATS`` on it is the officer's.
    repeats = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("due_on", "hazard_id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["city", "repeats"], name="open_hazard_repeats"),
            models.Index(fields=["city", "due_on", "hazard"], name="open_hazard_city_due"),
            # All that a count by item and age asks: it need not look at the rows themselves.
            models.Index(
                fields=["city", "code", "severity", "found_on", "due_on", "claimed_on"],
                name="open_hazard_city_item",
            ),
            models.Index(fields=["ward", "due_on", "severity"], name="open_hazard_due"),
            models.Index(fields=["ward", "code", "found_on"], name="open_hazard_item"),
            models.Index(fields=["neighbourhood", "due_on"], name="open_hazard_neighbourhood"),
        ]

    def __str__(self) -> str:
        return f"{self.code} · {self.team_id}"


class NeighbourhoodMonth(models.Model):
    """The sums of a month's ``RoundStanding`` rows in one neighbourhood.

    So fine that no two people wait for each other's row, and so few that a city's twelve months
    are some thousands.
    """

    neighbourhood = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    ward = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    month = models.DateField()
    rounds = models.PositiveIntegerField(default=0)
    planned = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    obstacle = models.PositiveIntegerField(default=0)
    late = models.PositiveIntegerField(default=0)
    households = models.PositiveIntegerField(default=0)
    inspected = models.PositiveIntegerField(default=0)
    missing = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("month", "neighbourhood_id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["neighbourhood", "month"], name="neighbourhood_month_once"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["ward", "month"], name="neighbourhood_month_ward"),
            models.Index(fields=["month"], name="neighbourhood_month_of_month"),
        ]

    def __str__(self) -> str:
        return f"{self.neighbourhood_id} · {self.month:%m/%Y}"


class NeighbourhoodStanding(models.Model):
    """The sums of the ``TeamStanding`` rows of the teams of one neighbourhood that stand.

    ``late``, ``hazard_overdue``, ``silent`` and ``in_time`` count its teams by their state, as if
    none rested, on every day from ``states_from`` and before ``states_until``. Which days these are
    is again a matter of speed alone: the teams answer for any other.
    """

    neighbourhood = models.OneToOneField(
        Area, models.PROTECT, primary_key=True, related_name="standing"
    )
    ward = models.ForeignKey(Area, models.PROTECT, related_name="+")
    teams = models.PositiveIntegerField(default=0)
    households = models.PositiveIntegerField(default=0)
    people = models.PositiveIntegerField(default=0)
    critical = models.PositiveIntegerField(default=0)
    major = models.PositiveIntegerField(default=0)
    minor = models.PositiveIntegerField(default=0)
    late = models.PositiveIntegerField(default=0)
    hazard_overdue = models.PositiveIntegerField(default=0)
    silent = models.PositiveIntegerField(default=0)
    in_time = models.PositiveIntegerField(default=0)
    states_from = models.DateField(default=EVER)
    states_until = models.DateField(default=EVER)

    class Meta:
        ordering = ("neighbourhood_id",)

    def __str__(self) -> str:
        return str(self.neighbourhood_id)
