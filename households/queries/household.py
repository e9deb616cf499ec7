"""Reading households."""

from __future__ import annotations

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from firesafety.vietnamese import fold, sort_key
from households.models import Area, Household, Membership


def ward_households(
    ward: Area, *, neighbourhood: Area | None = None, search: str = "", teamless: bool = False
) -> QuerySet[Household]:
    """Who lives in the ward now, with ``team_number`` (None: no team).

    ``search`` finds a name, an address or a phone number, without accents.
    """
    stays = Membership.objects.filter(household=OuterRef("pk"), left_on=None)
    households = (
        Household.objects.filter(neighbourhood__in=areas_of(ward), left_on=None)
        .select_related("neighbourhood")
        .annotate(
            team_id=Subquery(stays.values("team_id")[:1]),
            team_number=Subquery(stays.values("team__number")[:1]),
        )
        .order_by("neighbourhood__folded_name", "id")
    )
    if neighbourhood is not None:
        households = households.filter(neighbourhood=neighbourhood)
    if teamless:
        households = households.filter(~Exists(stays))
    text = fold(search)
    if text:
        households = households.filter(
            Q(name_key__contains=text) | Q(address_key__contains=text) | Q(phone__contains=text)
        )
    return households


def areas_of(ward: Area) -> list[int]:
    """The ids of all neighbourhoods that the ward ever had. One query.

    Named one by one, they lead the database to their households; asked for by their ward, it
    would rather read through those of the whole country.
    """
    return list(Area.objects.filter(parent=ward).order_by().values_list("pk", flat=True))


def teamless_neighbours(area: Area) -> QuerySet[Household]:
    """Households of a neighbourhood that belong to no team."""
    stays = Membership.objects.filter(household=OuterRef("pk"), left_on=None)
    return Household.objects.filter(~Exists(stays), neighbourhood=area, left_on=None)


def neighbourhoods(ward: Area) -> list[Area]:
    """The ward's current neighbourhoods in the order in which people count them."""
    areas = Area.objects.filter(parent=ward, level=Area.Level.NEIGHBOURHOOD, valid_to=None)
    return sorted(areas, key=lambda area: sort_key(area.name))


def teamless_by_area(ward: Area) -> dict[int, int]:
    """How many households of each neighbourhood (by id) belong to no team."""
    stays = Membership.objects.filter(household=OuterRef("pk"), left_on=None)
    counts = (
        Household.objects.filter(~Exists(stays), neighbourhood__in=areas_of(ward), left_on=None)
        .order_by()
        .values_list("neighbourhood")
        .annotate(count=Count("pk"))
    )
    return dict(counts)
