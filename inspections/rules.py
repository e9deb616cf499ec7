"""Who may see and enter what of the month's work, and the site's own dates."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from households.models import Area, Membership, Team, User
from households.rules import (
    areas_visible_to,
    current_duties,
    led_teams,
    supervised_teams,
    teams_visible_to,
)
from inspections.models import (
    Assignment,
    Hazard,
    HouseholdLink,
    Inspection,
    Message,
    Photo,
    PrintJob,
    Round,
    SavedView,
)
from inspections.planning.deadlines import DeadlineParams
from inspections.planning.ladder import LadderParams, Rung


def deadline_params() -> DeadlineParams:
    """The days that this site's settings give a round and a hazard."""
    days = settings.HAZARD_DAYS
    return DeadlineParams(
        due_day=settings.ROUND_DUE_DAY,
        grace_days=settings.ROUND_GRACE_DAYS,
        critical_days=days["critical"],
        major_days=days["major"],
        minor_days=days["minor"],
    )


def ladder_params() -> LadderParams:
    """The days, spans and quiet hours that this site's settings give the ladder."""
    return LadderParams(**settings.LADDER)


def rounds_visible_to(user: User | AnonymousUser, *, on: date) -> QuerySet[Round]:
    """Rounds of the teams that the user leads or supervises."""
    return Round.objects.filter(team__in=teams_visible_to(user, on=on))


def hazards_visible_to(user: User | AnonymousUser, *, on: date) -> QuerySet[Hazard]:
    """Hazards at households that belong to those teams now."""
    members = Membership.objects.filter(team__in=teams_visible_to(user, on=on), left_on=None)
    return Hazard.objects.filter(household__in=members.values("household"))


def household_links_visible_to(user: User | AnonymousUser, *, on: date) -> QuerySet[HouseholdLink]:
    """Own links of the households that belong to those teams now."""
    members = Membership.objects.filter(team__in=teams_visible_to(user, on=on), left_on=None)
    return HouseholdLink.objects.filter(household__in=members.values("household"))


def photos_visible_to(user: User | AnonymousUser, *, on: date) -> QuerySet[Photo]:
    """Photos of those teams' rounds, and those of households that belong to the teams now."""
    members = Membership.objects.filter(team__in=teams_visible_to(user, on=on), left_on=None)
    rounds = rounds_visible_to(user, on=on)
    return Photo.objects.filter(forgotten_at=None).filter(
        Q(inspection__assignment__round__in=rounds)
        | Q(inspection__assignment__inspected__in=members.values("household"))
    )


def photos_opened_by_assignment(assignment: Assignment) -> QuerySet[Photo]:
    """What an inspector's link shows: the photos of that very visit, and what the household sent
    of hazards that the visit is to look at."""
    sent = fixed_photos_for(assignment)
    return Photo.objects.filter(forgotten_at=None).filter(
        Q(inspection__assignment=assignment) | Q(pk__in=sent.order_by().values("pk"))
    )


def fixed_photos_for(assignment: Assignment) -> QuerySet[Photo]:
    """What the household to be visited sent of hazards that it says to have put right and nobody
    has seen fixed yet."""
    hazards = Hazard.objects.filter(household=assignment.inspected_id, state=Hazard.State.OPEN)
    return Photo.objects.filter(
        forgotten_at=None,
        kind=Photo.Kind.FIXED,
        inspection__assignment__inspected=assignment.inspected_id,
        code__in=hazards.values("code"),
    ).order_by("code", "received_at", "pk")


def photos_opened_by_household(link: HouseholdLink) -> QuerySet[Photo]:
    """What a household's own link shows: photos of its own home."""
    return Photo.objects.filter(
        forgotten_at=None, inspection__assignment__inspected=link.household_id
    )


def wards_supervised_by(user: User | AnonymousUser, *, on: date) -> QuerySet[Area]:
    """Wards that lie whole within an officer's duties; not those of one neighbourhood only."""
    return areas_visible_to(user, on=on).filter(level=Area.Level.WARD)


def print_jobs_visible_to(user: User | AnonymousUser, *, on: date) -> QuerySet[PrintJob]:
    """Files of the wards that an officer supervises whole; a leader prints the team's own pages."""
    return PrintJob.objects.filter(ward__in=wards_supervised_by(user, on=on))


def may_enter_paper(user: User | AnonymousUser, team: Team, *, on: date) -> bool:
    """Whether the user may type in the team's paper sheets: its leader, deputy and officers."""
    return (
        led_teams(user, on=on).filter(pk=team.pk).exists()
        or supervised_teams(user, on=on).filter(pk=team.pk).exists()
    )


def messages_visible_to(user: User | AnonymousUser) -> QuerySet[Message]:
    """What was said to this very person."""
    if not isinstance(user, User):
        return Message.objects.none()
    return Message.objects.filter(user=user)


def rung_of(user: User, team: Team, *, on: date) -> Rung:
    """In which charge someone who may see a team speaks about it."""
    if led_teams(user, on=on).filter(pk=team.pk).exists():
        return Rung.LEADER
    over_city = current_duties(user, on=on).filter(area=team.ward.parent_id)
    return Rung.CITY if over_city.exists() else Rung.WARD


def inspections_to_spot_check(user: User | AnonymousUser, *, on: date) -> QuerySet[Inspection]:
    """Completed inspections in the areas of an officer's duties; leaders check nobody."""
    teams = supervised_teams(user, on=on)
    return Inspection.objects.filter(obstacle="", assignment__round__team__in=teams.values("pk"))


def saved_views_of(user: User | AnonymousUser) -> QuerySet[SavedView]:
    """A person's own views of lists; nobody sees another's."""
    if not isinstance(user, User):
        return SavedView.objects.none()
    return SavedView.objects.filter(user=user)
