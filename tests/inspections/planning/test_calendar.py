from firesafety.months import Month
from inspections.planning.calendar import OperatingCalendar

TET = Month(2027, 2)


def test_months_on_both_sides_of_a_skipped_one_follow_each_other():
    place = OperatingCalendar(frozenset({TET}))

    assert place.period(TET.next()) - place.period(TET.previous()) == 1


def test_a_skipped_month_counts_as_the_one_that_follows():
    place = OperatingCalendar(frozenset({TET}))

    assert place.period(TET) == place.period(TET.next())
    assert (place.rests(TET), place.rests(TET.next())) == (True, False)


def test_without_skipped_months_every_month_counts():
    assert OperatingCalendar().period(TET) == TET.index
