"""Changing what the register says of one household."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from households.models import Household
from households.rosters import address_key, name_key

from .changes import tell_households
from .team_life import TeamError, move_household


class HouseholdError(ValueError):
    """A change was refused; ``str()`` says in the reader's language what to do."""


@transaction.atomic
def update_household(household: Household, values: Mapping[str, object]) -> Household:
    """Write ``values`` (field → value) and the keys that follow from them.

    Raises HouseholdError when that would make it the same as another household.
    """
    household = Household.objects.select_for_update().get(pk=household.pk)
    for name, value in values.items():
        setattr(household, name, value)
    household.address_key = address_key(
        household.house_number,
        household.street,
        latitude=household.latitude,
        longitude=household.longitude,
    )
    household.name_key = name_key(household.holder_name)
    twins = Household.objects.filter(
        neighbourhood=household.neighbourhood_id,
        address_key=household.address_key,
        name_key=household.name_key,
        left_on=None,
    ).exclude(pk=household.pk)
    if household.left_on is None and twins.exists():
        raise HouseholdError(
            _("Khu vực này đã có một hộ cùng tên, cùng địa chỉ. Hãy ghi rõ thêm số nhà hoặc tên.")
        )
    household.save(update_fields=[*values, "address_key", "name_key"])
    tell_households({household.pk})
    return household


@transaction.atomic
def depart_household(household: Household, *, on: date) -> Household:
    """Note that a household left the area on a day; its stay in a team ends too. Again is nothing.

    Raises HouseholdError.
    """
    household = Household.objects.select_for_update().get(pk=household.pk)
    if household.left_on is not None:
        return household
    if on < household.entered_on:
        raise HouseholdError(
            _("Hộ này vào sổ ngày %(day)s; ngày rời đi không được sớm hơn.")
            % {"day": date_format(household.entered_on, "SHORT_DATE_FORMAT")}
        )
    try:
        move_household(household, None, on=on)
    except TeamError as error:
        raise HouseholdError(str(error)) from error
    household.left_on = on
    household.save(update_fields=["left_on"])
    return household
