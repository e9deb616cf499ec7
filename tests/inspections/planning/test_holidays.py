"""The table of Tết against the moon itself, and the days that a site gives rest."""

import math
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspections.planning.holidays import NO_HOLIDAYS, TET, Holidays, read_holidays

VIETNAM_HOURS = 7
DAY = timedelta(days=1)

# --- new moons and the sun, after Meeus, Astronomical Algorithms, chapters 25 and 49 ----------


def new_moon(number):
    """Julian ephemeris day of the ``number``-th new moon since January 2000."""
    t = number / 1236.85
    e = 1 - 0.002516 * t - 0.0000074 * t * t
    sun = math.radians(2.5534 + 29.10535670 * number - 0.0000014 * t * t)
    moon = math.radians(201.5643 + 385.81693528 * number + 0.0107582 * t * t)
    node = math.radians(160.7108 + 390.67050284 * number - 0.0016118 * t * t)
    ascending = math.radians(124.7746 - 1.56375588 * number + 0.0020672 * t * t)
    sin = math.sin
    return (
        2451550.09766
        + 29.530588861 * number
        + 0.00015437 * t * t
        - 0.40720 * sin(moon)
        + 0.17241 * e * sin(sun)
        + 0.01608 * sin(2 * moon)
        + 0.01039 * sin(2 * node)
        + 0.00739 * e * sin(moon - sun)
        - 0.00514 * e * sin(moon + sun)
        + 0.00208 * e * e * sin(2 * sun)
        - 0.00111 * sin(moon - 2 * node)
        - 0.00057 * sin(moon + 2 * node)
        + 0.00056 * e * sin(2 * moon + sun)
        - 0.00042 * sin(3 * moon)
        + 0.00042 * e * sin(sun + 2 * node)
        + 0.00038 * e * sin(sun - 2 * node)
        - 0.00024 * e * sin(2 * moon - sun)
        - 0.00017 * sin(ascending)
    )


def day_of(moment):
    """The day in Vietnam of a Julian ephemeris day; the Earth's clock is some 70 s behind it."""
    julian = moment - 70 / 86400 + VIETNAM_HOURS / 24
    return date.fromordinal(math.floor(julian + 0.5) - 1721425)


def solar_sector(day):
    """In which twelfth of its way, from the spring equinox on, the sun is as a day begins."""
    julian = day.toordinal() + 1721424.5 - VIETNAM_HOURS / 24
    t = (julian - 2451545) / 36525
    anomaly = math.radians(357.52911 + 35999.05029 * t)
    centre = 1.914602 * math.sin(anomaly) + 0.019993 * math.sin(2 * anomaly)
    return int((280.46646 + 36000.76983 * t + centre - 0.00569) % 360 // 30)


def tet_by_the_moon(year):
    """The first day of month one: month eleven holds the winter solstice, a month in which the
    sun enters no new twelfth is a leap month and counts with the one before."""
    number = int((year - 2000) * 12.3685) - 4
    starts = [day_of(new_moon(number + step)) for step in range(8)]
    eleventh = max(
        step
        for step, (first, following) in enumerate(pairwise(starts))
        if first.year == year - 1 and solar_sector(first) <= 8 and solar_sector(following) >= 9
    )
    months = starts[eleventh:]
    leap = next(
        (step for step in (1, 2) if solar_sector(months[step]) == solar_sector(months[step + 1])),
        None,
    )
    return months[2] if leap is None else months[3]


@pytest.mark.parametrize("year", sorted(TET))
def test_the_table_of_tet_is_what_the_moon_says(year):
    assert TET[year] == tet_by_the_moon(year)


def test_the_table_has_no_hole_and_reaches_far_enough():
    assert sorted(TET) == list(range(2020, 2051))
    assert all(day.year == year for year, day in TET.items())


@given(st.integers(0, 15), st.integers(0, 15), st.sampled_from(sorted(TET)))
def test_tet_rests_as_many_days_as_the_site_says(before, after, year):
    holidays = Holidays(tet_before=before, tet_after=after)
    year_of_days = [date(year, 1, 1) + number * DAY for number in range(365)]
    resting = [day for day in year_of_days if holidays.rests(day)]
    first = TET[year] - before * DAY
    expected = [first + number * DAY for number in range(before + after + 1)]
    assert resting == [day for day in expected if day.year == year]


def test_public_holidays_rest_each_year_or_once():
    holidays = read_holidays(["04-30", "02-29", "2027-04-16"], tet=False)
    rest = [date(2026, 4, 30), date(2031, 4, 30), date(2028, 2, 29), date(2027, 4, 16)]
    work = [date(2026, 4, 16), date(2027, 4, 17), date(2026, 2, 17)]
    assert all(map(holidays.rests, rest))
    assert not any(map(holidays.rests, work))


def test_a_year_beyond_the_table_has_no_tet_that_anyone_knows():
    assert not any(Holidays().rests(date(2051, 1, 1) + n * DAY) for n in range(365))
    assert not NO_HOLIDAYS.rests(TET[2026])


@pytest.mark.parametrize("text", ["30-04x", "2027-02-30", "Tết", "", "13-01"])
def test_a_text_that_is_no_day_is_named(text):
    with pytest.raises(ValueError, match="not a day like"):
        read_holidays([text])


@pytest.mark.parametrize("wrong", [{"tet_before": -1}, {"tet_after": 16}])
def test_a_rest_of_half_a_month_is_refused(wrong):
    with pytest.raises(ValueError, match="0 to 15"):
        Holidays(**wrong)
