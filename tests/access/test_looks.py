"""Which pages show a household's record, so that an officer's look is noted."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import transaction
from django.urls import reverse

from households.models import Household, RecordView, User
from inspections.models import Hazard, Inspection
from tests.access.conftest import NOON, TABLE, inside, visitor

RECORDS = {
    "household",
    "household_record",
    "household_export",
    "household_erase",
    "household_card",
    "member",
    "paper_sheet",
    "paper_conflict",
    "spot_check",
    "photo",
    "photo_small",
    "inspection_photos",
    "hazard_photos",
}


def noted(client, paths) -> set[str]:
    """The names of those addresses at which a look was noted."""
    found = set()
    for name, path in paths.items():
        cache.clear()
        with transaction.atomic():
            inside(client.get(path))
            if RecordView.objects.exists():
                found.add(name)
            transaction.set_rollback(True)
    return found


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("officer", RECORDS),
        ("city officer", RECORDS),
        ("leader", set()),
        ("stranger", set()),
    ],
)
def test_an_officers_look_at_a_record_is_noted_and_a_leaders_is_none(
    people, address, who, expected
):
    paths = {name: address(name, who) for name, line in TABLE.items() if line[0] is not None}
    assert noted(visitor(people[who]), paths) == expected


def test_whoever_keeps_the_site_leaves_a_trace_in_the_admin(address):
    keeper = User.objects.create_superuser("chu", password="mat-khau-thu")
    client = visitor(keeper)
    for row in (Hazard.objects.get(), Inspection.objects.get()):
        RecordView.objects.all().delete()
        home = row.household if isinstance(row, Hazard) else row.assignment.inspected
        path = reverse(f"admin:inspections_{row._meta.model_name}_change", args=[row.pk])
        for _time in range(2):
            assert client.get(path).status_code == 200
        [look] = RecordView.objects.all()
        assert (look.user, look.household, look.on) == (keeper, home, NOON.date())
    other = Household.objects.exclude(pk=home.pk).first()
    client.get(reverse("admin:households_household_change", args=[other.pk]))
    assert RecordView.objects.filter(household=other).count() == 1
    client.get(reverse("admin:households_household_changelist"))
    assert RecordView.objects.count() == 2
