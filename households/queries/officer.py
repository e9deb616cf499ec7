"""Reading officers and their duties."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from firesafety.vietnamese import fold, sort_key
from households.models import Area, Duty, User


def with_duties(users: QuerySet[User], *, on: date, search: str = "") -> list[User]:
    """Officers by name, with ``present_duties`` (held on the day or to come) and ``has_factor``.

    ``search`` finds a name, a username or an area, without accents. Two queries.
    """
    present = Duty.objects.filter(Q(ends_on=None) | Q(ends_on__gte=on)).select_related("area")
    factors = Authenticator.objects.filter(user=OuterRef("pk"))
    rows = users.annotate(has_factor=Exists(factors)).prefetch_related(
        Prefetch("duties", present.order_by("starts_on"), to_attr="present_duties")
    )
    text = fold(search)
    found = [user for user in rows if text in fold(_words(user))]
    return sorted(found, key=lambda user: (sort_key(str(user)), user.pk))


def has_factor(user: User) -> bool:
    """Whether somebody has set up a second factor."""
    return bool(Authenticator.objects.filter(user=user).exists())


def _words(user: User) -> str:
    areas: Iterable[Duty] = getattr(user, "present_duties", ())
    return " ".join([user.username, user.full_name, *(duty.area.name for duty in areas)])


def area_choices(areas: QuerySet[Area]) -> Mapping[str, list[Area]]:
    """Areas in the order in which people count them, by the area above. One query."""
    by_parent: dict[str, list[Area]] = {}
    rows = areas.select_related("parent")
    for area in sorted(rows, key=lambda each: (each.level != "ward", sort_key(each.name))):
        by_parent.setdefault(area.parent.name if area.parent else "", []).append(area)
    return by_parent
