"""Who may see and change what in the registry. Officers by area, leaders by team."""

from __future__ import annotations

from datetime import date

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet

from households.models import Appointment, Area, Duty, Household, RecordView, Team, User


def current_duties(user: User | AnonymousUser, *, on: date) -> QuerySet[Duty]:
    """The duties that ``user`` holds on a day."""
    if not isinstance(user, User):
        return Duty.objects.none()
    return Duty.objects.filter(user=user, starts_on__lte=on).filter(
        Q(ends_on=None) | Q(ends_on__gte=on)
    )


def accounts_with_duties(*, on: date) -> QuerySet[User]:
    """Accounts with ``needs_second_factor``: they answer for a city on that day, or keep the
    whole site, and have no second factor. Recovery codes alone are none.
    """
    duties = Duty.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=on),
        user=OuterRef("pk"),
        area__level=Area.Level.CITY,
        starts_on__lte=on,
    )
    factors = Authenticator.objects.filter(
        user=OuterRef("pk"), type__in=[Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    )
    wide = Q(is_staff=True) | Q(Exists(duties))
    return User.objects.annotate(needs_second_factor=Q(wide, ~Q(Exists(factors))))


def areas_visible_to(user: User | AnonymousUser, *, on: date) -> QuerySet[Area]:
    """Every area of the user's duties and all below them, ended ones too."""
    return Area.objects.filter(in_charge_of(user, on=on))


def in_charge_of(user: User | AnonymousUser, *, on: date) -> Q:
    """The same as a condition on areas."""
    charge = current_duties(user, on=on).values("area")
    return Q(pk__in=charge) | Q(parent__in=charge) | Q(parent__parent__in=charge)


def led_teams(user: User | AnonymousUser, *, on: date) -> QuerySet[Team]:
    """The teams that the user leads, or stands in for as deputy, on a day."""
    return Team.objects.filter(pk__in=_appointments(user, on=on).values("team"))


def _appointments(user: User | AnonymousUser, *, on: date) -> QuerySet[Appointment]:
    if not isinstance(user, User):
        return Appointment.objects.none()
    return Appointment.objects.filter(user=user, starts_on__lte=on).filter(
        Q(ends_on=None) | Q(ends_on__gte=on)
    )


def supervised_teams(user: User | AnonymousUser, *, on: date) -> QuerySet[Team]:
    """The teams in the areas of an officer's duties."""
    return Team.objects.filter(neighbourhood__in=areas_visible_to(user, on=on).values("pk"))


def teams_visible_to(user: User | AnonymousUser, *, on: date) -> QuerySet[Team]:
    """Teams that the user leads or supervises."""
    # Asked of the few areas and of one's own appointments, never of every team there is.
    return Team.objects.filter(
        Q(pk__in=_appointments(user, on=on).values("team"))
        | Q(neighbourhood__in=areas_visible_to(user, on=on).values("pk"))
    )


def households_visible_to(user: User | AnonymousUser, *, on: date) -> QuerySet[Household]:
    """Households in an officer's areas; leaders see theirs through the team's page."""
    return Household.objects.filter(neighbourhood__in=areas_visible_to(user, on=on))


def areas_below(user: User | AnonymousUser, *, on: date) -> QuerySet[Area]:
    """Current areas below an officer's own: where this officer may give and end duties.

    Not the own area itself: one's own charge comes from above.
    """
    charge = current_duties(user, on=on).values("area")
    return Area.objects.filter(valid_to=None).filter(
        Q(parent__in=charge) | Q(parent__parent__in=charge)
    )


def may_manage_officers(user: User | AnonymousUser, *, on: date) -> bool:
    """Whether the user answers for a ward or a city, which have areas below them."""
    levels = (Area.Level.CITY, Area.Level.WARD)
    return current_duties(user, on=on).filter(area__level__in=levels).exists()


def officers_managed_by(user: User | AnonymousUser, *, on: date) -> QuerySet[User]:
    """Officers whose duties, past ones too, all lie below the user's.

    Someone who also answers for another place, or leads a team there, is no subordinate: a link
    to set the password would open that place too. Nor is one who keeps the site.
    """
    below = areas_below(user, on=on).values("pk")
    elsewhere = Duty.objects.filter(user=OuterRef("pk")).exclude(area__in=below)
    elsewhere = elsewhere.filter(Q(ends_on=None) | Q(ends_on__gte=on))
    leading = Appointment.objects.filter(Q(ends_on=None) | Q(ends_on__gte=on), user=OuterRef("pk"))
    leading = leading.exclude(team__neighbourhood__in=below)
    theirs = Duty.objects.filter(user=OuterRef("pk"), area__in=below)
    return User.objects.filter(
        Exists(theirs),
        ~Exists(elsewhere),
        ~Exists(leading),
        is_staff=False,
        is_superuser=False,
    )


def record_views_visible_to(user: User | AnonymousUser, *, on: date) -> QuerySet[RecordView]:
    """Looks at households of the cities that a user answers for; a ward officer sees none.

    Whoever looked is not the one who reads the log.
    """
    cities = current_duties(user, on=on).filter(area__level=Area.Level.CITY).values("area")
    return RecordView.objects.filter(household__neighbourhood__parent__parent__in=cities)


def may_read_record_views(user: User | AnonymousUser, *, on: date) -> bool:
    """Whether the user answers for a city."""
    return current_duties(user, on=on).filter(area__level=Area.Level.CITY).exists()
