import pytest

from households.models import Barrier, Household
from households.services.barrier import BarrierDraft, BarrierError, keep_barriers, read_barriers
from households.services.team import preview_teams
from tests.factories import make_household

LIMITS = {"size": 12, "minimum": 10, "maximum": 14}
SMALL = {"size": 4, "minimum": 3, "maximum": 5}
STEP = 7.2e-5  # eight metres


def row(neighbourhood, count, *, longitude=105.78, latitude=10.05, start=1):
    return [
        make_household(
            neighbourhood,
            house_number=str(start + index),
            street=f"Đường {longitude}",
            latitude=latitude + index * STEP,
            longitude=longitude,
        )
        for index in range(count)
    ]


def canal(ward, *, longitude, south=10.0, north=10.1):
    line = [[longitude, south], [longitude, north]]
    keep_barriers(ward, [BarrierDraft(Barrier.Kind.WATER, "Kênh", line)])


def members(plan):
    return {frozenset(spot.household.pk for spot in team.members) for team in plan.teams}


def ids(households):
    return {household.pk for household in households}


@pytest.mark.parametrize(("count", "allowed"), [(36, {11, 12, 13}), (28, {14}), (20, {10})])
def test_new_teams_keep_spare_seats_where_the_number_of_households_allows_it(
    ward, neighbourhood, count, allowed
):
    row(neighbourhood, count)
    assert set(preview_teams(ward, **LIMITS).sizes) <= allowed


def test_limits_tighter_than_the_plan_are_kept(ward, neighbourhood):
    row(neighbourhood, 36)
    assert set(preview_teams(ward, size=12, minimum=12, maximum=12).sizes) == {12}


def test_the_planned_sizes_are_a_setting(ward, neighbourhood, settings):
    settings.TEAM_PLAN_MINIMUM = settings.TEAM_PLAN_MAXIMUM = 12
    row(neighbourhood, 36)
    assert set(preview_teams(ward, **LIMITS).sizes) == {12}


def test_no_team_lies_on_both_sides_of_a_canal(ward, neighbourhood):
    west, east = row(neighbourhood, 6), row(neighbourhood, 6, longitude=105.7801)
    canal(ward, longitude=105.78005)
    plan = preview_teams(ward, size=6, minimum=5, maximum=7)
    assert members(plan) == {frozenset(ids(west)), frozenset(ids(east))}
    assert "chia thành 2 phần" in " ".join(plan.remarks)


def test_a_canal_with_a_bridgehead_divides_nobody(ward, neighbourhood):
    row(neighbourhood, 6)
    row(neighbourhood, 6, longitude=105.7801)
    canal(ward, longitude=105.78005, north=10.05 + 2.5 * STEP)
    assert preview_teams(ward, size=6, minimum=5, maximum=7).remarks == ()


def test_who_is_cut_off_is_told(ward, neighbourhood):
    row(neighbourhood, 4)
    lone = row(neighbourhood, 1, longitude=105.7801)[0]
    canal(ward, longitude=105.78005)
    plan = preview_teams(ward, **SMALL)
    assert [remark for remark in plan.remarks if "phải đi vòng" in remark] == [
        f"{lone}: bị ngăn với các hộ khác, cùng bên không đủ hộ để lập tổ; "
        "được xếp vào phần gần nhất, phải đi vòng."
    ]


def test_a_part_without_lawful_sizes_is_named_as_a_part(ward, neighbourhood):
    row(neighbourhood, 12)
    row(neighbourhood, 15, longitude=105.7801)
    canal(ward, longitude=105.78005)
    remarks = " ".join(preview_teams(ward, **LIMITS).remarks)
    assert "Một phần của Khu vực 1 bị ngăn riêng, có 15 hộ" in remarks


def test_a_neighbourhood_in_the_order_of_addresses_shows_no_metres(ward, neighbourhood):
    row(neighbourhood, 8)
    canal(ward, longitude=105.78)
    Household.objects.update(latitude=None, longitude=None)
    plan = preview_teams(ward, **SMALL)
    assert (plan.remarks, plan.mean_pairwise_m) == ((), 0)
    assert [team.diameter_m for team in plan.teams] == [None, None]


def test_a_far_household_is_named_with_its_distance(ward, neighbourhood):
    row(neighbourhood, 3)
    far = row(neighbourhood, 1, latitude=10.06, start=90)[0]
    (remark,) = preview_teams(ward, **SMALL).remarks
    assert remark == f"{far}: hộ gần nhất trong tổ cách 1095 mét."


LINE = {"type": "LineString", "coordinates": [[105.78, 10.05], [105.79, 10.05]]}


@pytest.mark.parametrize(
    ("properties", "kind"),
    [
        ({"waterway": "canal"}, "water"),
        ({"railway": "rail"}, "railway"),
        ({"highway": "trunk"}, "road"),
        ({"kind": "road"}, "road"),
        (None, "other"),
    ],
)
def test_a_line_is_known_by_what_the_map_says(properties, kind):
    (draft,) = read_barriers({"type": "Feature", "properties": properties, "geometry": LINE})
    assert (draft.kind, draft.geometry) == (kind, LINE["coordinates"])


def test_the_banks_of_a_lake_are_lines_and_a_point_is_passed_over():
    ring = [[0, 0], [0, 1], [1, 1], [0, 0]]
    features = [
        {"geometry": {"type": "Polygon", "coordinates": [ring]}},
        {"geometry": {"type": "MultiPolygon", "coordinates": [[ring]]}},
        {"geometry": {"type": "MultiLineString", "coordinates": [ring, ring]}},
        {"geometry": {"type": "Point", "coordinates": [0, 0]}},
    ]
    drafts = read_barriers({"type": "FeatureCollection", "features": features})
    assert [draft.geometry for draft in drafts] == [ring] * 4


@pytest.mark.parametrize(
    "document",
    [
        None,
        [],
        {},
        {"type": "FeatureCollection"},
        {"type": "FeatureCollection", "features": []},
        {"type": "FeatureCollection", "features": [None]},
        {"type": "LineString", "coordinates": [[105, "x"], [1, 2]]},
        {"type": "LineString", "coordinates": [[10, 105], [10, 106]]},
        {"type": "LineString", "coordinates": [[float("nan"), 10], [1, 2]]},
    ],
)
def test_a_file_that_is_no_map_is_refused(document):
    with pytest.raises(BarrierError):
        read_barriers(document)


def test_the_last_file_replaces_those_before(ward):
    canal(ward, longitude=1)
    canal(ward, longitude=2)
    assert [b.geometry[0][0] for b in Barrier.objects.all()] == [2]
