"""A household's own way in, made where there is none yet."""

from __future__ import annotations

from firesafety.months import Month
from households.models import Household
from inspections.models import HouseholdLink
from inspections.queries.household_link import household_ways
from inspections.services.household_link import ensure_links


def household_link(household: Household, month: Month) -> HouseholdLink:
    ensure_links([household.pk], month)
    return HouseholdLink.objects.get(household=household, month=month.first_day, revoked_at=None)


def household_url(household: Household, month: Month) -> str:
    ensure_links([household.pk], month)
    return household_ways([household], month)[household.pk].url


def household_code(household: Household, month: Month) -> str:
    ensure_links([household.pk], month)
    return household_ways([household], month)[household.pk].code
