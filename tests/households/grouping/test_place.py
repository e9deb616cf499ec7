"""Households without coordinates are placed from their addresses."""

import numpy as np
import pytest

from households.grouping import (
    Address,
    Source,
    form_teams,
    place_households,
    project,
    read_flat,
)

UNKNOWN = [np.nan, np.nan]


def street(numbers, name="tran phu"):
    return [Address(name, str(number)) for number in numbers]


def test_a_missing_house_stands_between_its_neighbours_on_the_same_side():
    points = [[0, 0], UNKNOWN, [40, 0], [0, 10], [40, 10]]
    placement = place_households(points, [0] * 5, street([1, 5, 9, 2, 10]))
    assert placement.points[1].tolist() == [20, 0]
    assert placement.sources[1] is Source.SAME_SIDE
    assert placement.sources[0] is Source.GIVEN


def test_the_other_side_helps_where_the_own_side_is_unknown():
    points = [[0, 0], [40, 0], UNKNOWN]
    placement = place_households(points, [0] * 3, street([1, 9, 6]))
    assert placement.points[2].tolist() == [25, 0]
    assert placement.sources[2] is Source.SAME_STREET


def test_a_house_past_the_last_known_one_goes_on_a_little():
    points = [[0, 0], [10, 0], UNKNOWN, UNKNOWN]
    placement = place_households(points, [0] * 4, street([1, 5, 9, 501]))
    assert placement.points[2].tolist() == [20, 0]
    assert placement.points[3].tolist() == [30, 0]


def test_an_unknown_alley_stands_at_its_mouth():
    points = [[0, 0], [80, 0], [90, 0], UNKNOWN]
    placement = place_households(points, [0] * 4, street([1, 9, 11, "5/12"]))
    assert placement.points[3] == pytest.approx([40, 0], abs=0.1)
    assert placement.sources[3] is Source.ALLEY_MOUTH


def test_a_known_alley_has_its_own_numbers():
    points = [[0, 0], [40, 0], [20, 30], [20, 50], UNKNOWN]
    placement = place_households(points, [0] * 5, street([1, 9, "5/1", "5/5", "5/3"]))
    assert placement.points[4].tolist() == [20, 40]


def test_a_household_without_a_street_stands_in_the_middle():
    points = [[0, 0], [10, 0], [20, 0], UNKNOWN]
    placement = place_households(points, [0] * 4, [*street([1, 3, 5]), Address()])
    assert placement.points[3].tolist() == [10, 0]
    assert placement.sources[3] is Source.MIDDLE


def test_a_neighbourhood_mostly_unknown_is_cut_in_address_order():
    numbers = [*range(1, 48, 2), *range(2, 49, 2)]
    addresses = street(numbers)
    shuffled = np.random.default_rng(1).permutation(48)
    placement = place_households([UNKNOWN] * 48, [0] * 48, [addresses[place] for place in shuffled])
    assert set(placement.sources) == {Source.ADDRESS_ORDER}
    teams = form_teams(placement.points, np.zeros(48, int))
    walk = [*range(1, 48, 2), *range(48, 0, -2)]
    along = [teams[shuffled.tolist().index(numbers.index(number))] for number in walk]
    assert np.count_nonzero(np.diff(along)) == 3


def test_teams_in_one_block_of_flats_follow_the_floors():
    addresses = [
        Address("tran phu", "1", room=f"{floor}{room:02}")
        for floor in range(1, 13)
        for room in range(1, 11)
    ]
    placement = place_households(np.full((120, 2), 5.0), [0] * 120, addresses)
    teams = form_teams(placement.points, np.zeros(120, int))
    floors = np.array([address.storey for address in addresses])
    assert all(np.ptp(floors[teams == team]) <= 2 for team in range(teams.max() + 1))
    assert np.abs(placement.points - 5.0).max() < 2


@pytest.mark.parametrize(
    ("number", "steps"),
    [
        ("12", (12,)),
        ("12/34/5", (12, 34, 5)),
        ("12A/3", (12.01, 3)),
        ("số 7", (7,)),
        ("", ()),
        ("bis", ()),
    ],
)
def test_house_numbers_are_read_lane_by_lane(number, steps):
    assert Address("x", number).steps == pytest.approx(steps)


@pytest.mark.parametrize(
    ("address", "storey"),
    [
        (Address(room="1203"), 12),
        (Address(room="P.503"), 5),
        (Address(room="5"), None),
        (Address(floor=0, room="1203"), 0),
    ],
)
def test_the_floor_is_read_from_the_room(address, storey):
    assert address.storey == storey


def test_degrees_become_metres():
    points = project([10.0, 10.01, np.nan], [105.0, 105.01, 105.0])
    assert points[1] - points[0] == pytest.approx([1095.0, 1111.95], rel=1e-3)
    assert np.isnan(points[2]).all()
    assert points[:2].mean(axis=0) == pytest.approx([0, 0], abs=1e-6)


def test_impossible_degrees_are_refused():
    with pytest.raises(ValueError, match="beyond"):
        project([105.0], [10.0])


@pytest.mark.parametrize(
    ("text", "flat"),
    [
        ("tang 5, phong 503", (5, "503")),
        ("lau 12 can ho 1203 nguyen trai", (12, "1203")),
        ("p.1203", (None, "1203")),
        ("ch a402", (None, "a402")),
        ("12/34/5a phan chu trinh", (None, "")),
        ("", (None, "")),
    ],
)
def test_floor_and_room_are_read_where_an_address_names_them(text, flat):
    assert read_flat(text) == flat
