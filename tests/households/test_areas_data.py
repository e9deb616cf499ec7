import gzip
import json
import math
import runpy
import unicodedata
from collections import Counter
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from households.areas_data import (
    DATA,
    Boundary,
    BoundaryFileError,
    Fault,
    data_source,
    read_boundaries,
    read_successions,
    read_units,
)

ROOT = Path(__file__).parents[2]
BORDERS = ROOT.parent / "shared" / "data" / "can_tho_wards.geojson"
SQUARE = [[[105.7, 10.0], [105.8, 10.0], [105.8, 10.1], [105.7, 10.0]]]


def feature(code="31120", geometry=None, **properties):
    return {
        "type": "Feature",
        "properties": {"code": code, "name": "Cái Khế", **properties},
        "geometry": geometry or {"type": "Polygon", "coordinates": SQUARE},
    }


def collection(*features):
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def wards():
    return [unit for unit in read_units() if unit.parent_code]


def test_the_two_tier_map_has_34_provinces_and_3321_wards():
    kinds = Counter(unit.unit_type for unit in read_units())
    assert kinds == {"Thành phố": 6, "Tỉnh": 28, "Phường": 687, "Xã": 2621, "Đặc khu": 13}


def test_every_code_is_unique_and_every_ward_names_a_province_that_came_before_it():
    seen = set()
    for unit in read_units():
        assert unit.code not in seen
        assert unit.parent_code is None or unit.parent_code in seen
        assert len(unit.code) == (5 if unit.parent_code else 2)
        seen.add(unit.code)


def test_names_are_composed_and_single_spaced():
    names = [text for unit in read_units() for text in (unit.full_name, unit.full_name_en)]
    names += [text for s in read_successions() for text in (s.old_name, s.old_district)]
    crooked = [n for n in names if n != " ".join(unicodedata.normalize("NFC", n).split())]
    assert crooked == []


def test_english_names_have_no_marks():
    assert [u.full_name_en for u in read_units() if not u.full_name_en.isascii()] == []


def test_cai_khe_is_a_ward_of_can_tho():
    (ward,) = (unit for unit in read_units() if unit.code == "31120")
    assert (ward.full_name, ward.full_name_en, ward.parent_code, ward.area_km2) == (
        "Phường Cái Khế",
        "Cai Khe Ward",
        "92",
        10.04,
    )
    assert ward.valid_from == date(2025, 7, 1)


def test_every_place_lies_in_viet_nam_and_unknown_areas_are_none_not_zero():
    assert [u for u in read_units() if not (8 < u.latitude < 24 and 102 < u.longitude < 115)] == []
    assert {u.code for u in wards() if u.area_km2 is None} == {"06187", "19159", "19147", "28435"}
    assert all(u.area_km2 > 0 for u in wards() if u.area_km2 is not None)


def test_successions_lead_only_to_wards_and_leave_none_without_a_predecessor():
    reached = {code for succession in read_successions() for code in succession.new_codes}
    assert reached == {unit.code for unit in wards()}
    assert all(s.main_code in s.new_codes for s in read_successions())


def test_an_old_ward_appears_once_and_the_five_wardless_islands_by_district_code():
    codes = [succession.old_code for succession in read_successions()]
    assert len(codes) == len(set(codes)) == 10040
    assert {c for c in codes if len(c) != 5} == {"318", "471", "498", "536", "755"}


@pytest.mark.parametrize(
    ("old_code", "old_name", "new_codes"),
    [
        ("31123", "Phường Thới Bình", ("31135",)),
        ("31135", "Phường Tân An", ("31135",)),  # the code lives on under another name
        ("31178", "Phường Bùi Hữu Nghĩa", ("31120", "31168")),  # divided
    ],
)
def test_old_wards_of_can_tho_went_where_the_newspapers_said(old_code, old_name, new_codes):
    (found,) = (s for s in read_successions() if s.old_code == old_code)
    assert (found.old_name, found.new_codes) == (old_name, new_codes)


def test_namesakes_of_one_new_province_are_not_mixed_up():
    heirs = {
        s.old_district: s.new_codes
        for s in read_successions()
        if s.old_name == "Xã Tân Thạnh"
        and s.old_province in ("Thành phố Cần Thơ", "Tỉnh Sóc Trăng")
    }
    assert heirs == {"Huyện Thới Lai": ("31288",), "Huyện Long Phú": ("31666",)}


def test_the_source_and_its_licence_are_named_in_the_data():
    assert data_source() == "vietnamadminunits 1.0.4 (MIT)"


def test_units_agree_with_the_borders_of_can_tho():
    if not BORDERS.exists():
        pytest.skip("the border file of Cần Thơ is not here")
    borders = {b.code: b for b in read_boundaries(BORDERS.read_bytes())}
    units = {unit.code: unit for unit in wards() if unit.parent_code == "92"}
    assert len(borders) == 103
    assert borders.keys() == units.keys()
    astray = [code for code, unit in units.items() if kilometres_outside(unit, borders[code]) > 1]
    assert astray == []


def kilometres_outside(unit, border):
    """How far the unit's middle point lies beyond its border's bounding box."""
    positions = [p for polygon in border.geometry for ring in polygon for p in ring]
    longitudes, latitudes = zip(*positions, strict=True)
    east = max(min(longitudes) - unit.longitude, unit.longitude - max(longitudes), 0)
    north = max(min(latitudes) - unit.latitude, unit.latitude - max(latitudes), 0)
    return 111 * math.hypot(east, north)


def test_a_polygon_and_a_multipolygon_read_alike():
    one = read_boundaries(collection(feature()))
    many = read_boundaries(
        collection(feature(geometry={"type": "MultiPolygon", "coordinates": [SQUARE]}))
    )
    ring = ((105.7, 10.0), (105.8, 10.0), (105.8, 10.1), (105.7, 10.0))
    assert one == many == (Boundary("31120", "Cái Khế", ((ring,),)),)


def test_a_code_written_as_a_number_gets_its_zeros_back():
    (boundary,) = read_boundaries(collection(feature(code=97)))
    assert boundary.code == "00097"


def test_another_property_may_hold_the_code():
    (boundary,) = read_boundaries(
        collection(feature(code=None, ma_xa="31135")), code_property="ma_xa"
    )
    assert boundary.code == "31135"


def area(coordinates, kind="Polygon"):
    return {"type": kind, "coordinates": coordinates}


def ring_with(point):
    return area([[[105.7, 10.0], point, [105.8, 10.1], [105.7, 10.0]]])


@pytest.mark.parametrize(
    ("content", "fault", "number"),
    [
        (b"", Fault.NOT_JSON, None),
        (b"PK\x03\x04\xff", Fault.NOT_JSON, None),
        (b"[" * 100_000, Fault.NOT_JSON, None),
        (b"[]", Fault.NO_FEATURES, None),
        (b'{"features": {}}', Fault.NO_FEATURES, None),
        (collection(), Fault.NO_FEATURES, None),
        (collection(feature(), feature(code=" ")), Fault.NO_CODE, 2),
        (collection({"type": "Feature"}), Fault.NO_CODE, 1),
        (collection("a line"), Fault.NO_CODE, 1),
        (collection(feature(), feature()), Fault.CODE_TWICE, 2),
        (collection(feature(geometry=area([105, 10], "Point"))), Fault.NOT_AN_AREA, 1),
        (collection(feature(geometry=area([]))), Fault.BAD_COORDINATES, 1),
        (collection(feature(geometry=area(None))), Fault.BAD_COORDINATES, 1),
        (collection(feature(geometry=area([SQUARE[0][:3]]))), Fault.BAD_COORDINATES, 1),
        (collection(feature(geometry=ring_with([10.0, 105.8]))), Fault.BAD_COORDINATES, 1),
        (collection(feature(geometry=ring_with(["105", "10"]))), Fault.BAD_COORDINATES, 1),
        (collection(feature(geometry=ring_with([math.nan, 10]))), Fault.BAD_COORDINATES, 1),
        (collection(feature(geometry=ring_with([105.8]))), Fault.BAD_COORDINATES, 1),
    ],
)
def test_a_bad_border_file_is_refused_with_its_reason_and_place(content, fault, number):
    with pytest.raises(BoundaryFileError) as refusal:
        read_boundaries(content)
    assert (refusal.value.fault, refusal.value.feature) == (fault, number)
    assert number is None or f"thứ {number}" in str(refusal.value)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_whatever_stands_in_a_feature_the_file_is_read_or_refused(junk):
    for content in (
        json.dumps(junk).encode(),
        collection(junk),
        collection(feature(geometry=area(junk))),
        collection(feature(geometry=area(junk, "MultiPolygon"))),
    ):
        try:
            read_boundaries(content)
        except BoundaryFileError as refusal:
            assert str(refusal)  # noqa: PT017 - either outcome is right, a crash is not


def test_the_shipped_file_is_what_the_script_builds_from_that_version():
    try:
        installed = version("vietnamadminunits")
    except PackageNotFoundError:
        pytest.skip("vietnamadminunits is not installed: it is a development dependency")
    assert data_source() == f"vietnamadminunits {installed} (MIT)"
    built = runpy.run_path(str(ROOT / "tools" / "build_areas.py"))["build"]()
    # Compared unpacked: another zlib may pack the same content into other bytes.
    assert gzip.decompress(built) == gzip.decompress(DATA.read_bytes())
