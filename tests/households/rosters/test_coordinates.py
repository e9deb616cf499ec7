import pytest

from households.rosters import Bounds

from .spoiled import codes, csv_file, household, read, read_one, roster_csv

AN_CU = Bounds(south=10.02, west=105.77, north=10.05, east=105.80)


def point(latitude, longitude):
    row = read_one(latitude=latitude, longitude=longitude)
    return row.latitude, row.longitude, codes(row)


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [
        ("10.0341", "105.7812"),
        ("10,0341", "105,7812"),
        ("10.0341N", "105.7812 E"),
        ("100341000", "1057812000"),
        ("100.341.000", "1.057.812.000"),
        ("10°2'2.76\"N", "105°46'52.32\"E"),
    ],
)
def test_degrees_are_read_in_every_usual_spelling(latitude, longitude):
    *found, doubts = point(latitude, longitude)

    assert found == pytest.approx([10.0341, 105.7812])
    assert doubts == []


def test_swapped_coordinates_are_put_right():
    assert point("105.7812", "10.0341") == (10.0341, 105.7812, ["coordinates_swapped"])


def test_missing_and_zero_coordinates_are_no_fault():
    assert point("", "") == (None, None, ["coordinates_missing"])
    assert point("0", "0") == (None, None, ["coordinates_zero"])
    assert {d.severity for d in read_one(latitude="", longitude="").doubts} == {"info"}


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [("10.0341", ""), ("", "105.7812"), ("abc", "105.7812"), ("gần chợ", "x"), ("#REF!", "#REF!")],
)
def test_half_a_point_is_left_out_and_told(latitude, longitude):
    assert point(latitude, longitude) == (None, None, ["coordinates_unusable"])


@pytest.mark.parametrize(("latitude", "longitude"), [("48.85", "2.35"), ("1109500", "586000")])
def test_a_point_abroad_or_in_metres_is_left_out_and_told(latitude, longitude):
    *found, doubts = point(latitude, longitude)

    assert found == [None, None]
    assert doubts in (["coordinates_abroad"], ["coordinates_unusable"])


@pytest.mark.parametrize(
    "written",
    [
        "10.0341, 105.7812",
        "10.0341,105.7812",
        "10,0341; 105,7812",
        "10.0341 105.7812",
        "(10.0341, 105.7812)",
        "105.7812, 10.0341",
        "https://maps.google.com/?q=10.0341,105.7812",
        "10°2'2.76\"N 105°46'52.32\"E",
    ],
)
def test_one_column_may_hold_both_numbers(written):
    file = csv_file([["Họ tên", "Số nhà", "Tọa độ"], ["Lê Mai", "1", written]])

    (row,) = read(file).rows

    assert [row.latitude, row.longitude] == pytest.approx([10.0341, 105.7812])


def test_a_point_outside_the_ward_is_left_out_and_told():
    near = [household(house_number=str(n)) for n in range(5)]
    far = household(house_number="9", latitude="10.2")

    rows = read(roster_csv(*near, far), bounds=AN_CU).rows

    assert [row.latitude for row in rows] == [10.0341] * 5 + [None]
    assert [codes(row) for row in rows] == [[]] * 5 + [["coordinates_outside"]]


def test_without_a_box_the_middle_of_the_file_tells_who_is_far_out():
    near = [household(house_number=str(n)) for n in range(5)]
    far = household(house_number="9", latitude="21.02", longitude="105.84")

    rows = read(roster_csv(*near, far)).rows

    assert [codes(row) for row in rows] == [[]] * 5 + [["coordinates_outside"]]


def test_when_most_points_lie_outside_the_ward_is_doubted_and_not_the_points():
    rows = [household(house_number=str(n), latitude="10.2") for n in range(5)]

    roster = read(roster_csv(*rows), bounds=AN_CU)

    assert [row.latitude for row in roster.rows] == [10.2] * 5
    assert "đã chọn đúng phường" in str(roster.notices[0])
