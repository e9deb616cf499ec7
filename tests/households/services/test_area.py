from dataclasses import replace
from datetime import date

import pytest

from households.areas_data import Boundary, Succession, Unit
from households.models import Area, AreaSuccession
from households.services.area import ensure_neighbourhood, load_boundaries, load_units
from tests.factories import make_neighbourhood, make_ward

REFORM = date(2025, 7, 1)
LATER = date(2027, 1, 1)
SQUARE = (((105.0, 10.0), (106.0, 10.0), (106.0, 11.0), (105.0, 10.0)),)


def unit(code, name, parent=None, kind=None, since=REFORM):
    kind = kind or ("Phường" if parent else "Thành phố")
    return Unit(code, name, kind, name, kind, parent, 10.0, 105.8, None, since)


CITY = unit("92", "Cần Thơ")
CAI_KHE = unit("31120", "Cái Khế", parent="92")
AN_CU = Succession(
    "31120", "Phường An Cư", "Quận Ninh Kiều", "Thành phố Cần Thơ", ("31120",), "31120", REFORM
)


def shown(areas):
    return {(area.code, area.name, area.valid_from, area.valid_to) for area in areas}


@pytest.mark.django_db
def test_loading_twice_adds_nothing():
    first = load_units([CITY, CAI_KHE], [AN_CU])
    again = load_units([CITY, CAI_KHE], [AN_CU])
    assert (first.created, first.predecessors, first.successions) == (2, 1, 1)
    assert (again.created, again.ended, again.predecessors, again.successions) == (0, 0, 0, 0)
    assert (Area.objects.count(), AreaSuccession.objects.count()) == (3, 1)


@pytest.mark.django_db
def test_a_reused_code_stands_for_the_old_unit_and_for_its_heir():
    load_units([CITY, CAI_KHE], [AN_CU])
    assert shown(Area.objects.filter(code="31120")) == {
        ("31120", "Phường Cái Khế", REFORM, None),
        ("31120", "Phường An Cư, Quận Ninh Kiều", date(2025, 6, 30), REFORM),
    }
    old = Area.objects.get(valid_to=REFORM)
    assert [heir.name for heir in old.successors.all()] == ["Phường Cái Khế"]


@pytest.mark.django_db
def test_a_name_that_people_corrected_stays():
    load_units([CITY, CAI_KHE])
    Area.objects.filter(code="31120").update(name="Phường Cái Khế (mới)")
    load_units([CITY, CAI_KHE])
    assert Area.objects.get(code="31120").name == "Phường Cái Khế (mới)"


@pytest.mark.django_db
def test_a_newer_unit_ends_the_one_before_and_succeeds_it():
    load_units([CITY, CAI_KHE])
    newer = replace(CAI_KHE, name="Cái Khế Mới", valid_from=LATER)
    assert load_units([CITY, newer]).ended == 1
    assert shown(Area.objects.filter(code="31120")) == {
        ("31120", "Phường Cái Khế", REFORM, LATER),
        ("31120", "Phường Cái Khế Mới", LATER, None),
    }
    old = Area.objects.get(valid_to=LATER)
    assert [heir.name for heir in old.successors.all()] == ["Phường Cái Khế Mới"]


@pytest.mark.django_db
def test_a_ward_with_neighbourhoods_is_not_replaced_behind_their_back():
    load_units([CITY, CAI_KHE])
    make_neighbourhood(Area.objects.get(code="31120"))
    loaded = load_units([CITY, replace(CAI_KHE, valid_from=LATER)])
    assert (loaded.held_back, loaded.created, loaded.ended) == (("31120",), 0, 0)


@pytest.mark.django_db
def test_borders_are_drawn_by_code_and_unknown_codes_are_told():
    load_units([CITY, CAI_KHE])
    known, unknown = (Boundary(code, "", (SQUARE,)) for code in ("31120", "99999"))
    loaded = load_boundaries([known, unknown])
    assert (loaded.matched, loaded.unknown) == (1, ("99999",))
    assert Area.objects.get(code="31120").boundary["type"] == "MultiPolygon"
    assert Area.objects.get(code="92").boundary is None


@pytest.mark.parametrize("name", ["Khu vực 1", "KV 01", "khu vuc 1", "kv1", " KHU  VỰC 1 "])
def test_one_neighbourhood_has_many_spellings(ward, name, on):
    first = make_neighbourhood(ward, "Khu vực 1")
    assert ensure_neighbourhood(ward, name, on=on) == first


def test_a_new_neighbourhood_gets_the_wards_code_and_the_next_number(ward, on):
    first = ensure_neighbourhood(ward, "Ấp Tân Phú", on=on)
    second = ensure_neighbourhood(ward, "Ấp Tân Thạnh", on=on)
    other = ensure_neighbourhood(make_ward("31135", "Phường Tân An"), "Ấp Tân Phú", on=on)
    assert [area.code for area in (first, second, other)] == [
        "31120-001",
        "31120-002",
        "31135-001",
    ]
    assert (first.parent, first.valid_from, first.folded_name) == (ward, on, "ap tan phu")
