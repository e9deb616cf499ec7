"""Who is told of what, on which day, and who is left in peace."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspections.planning.ladder import (
    Concern,
    Digest,
    LadderParams,
    Line,
    Recipient,
    Rung,
    Skipped,
    Snooze,
    Subject,
    faults,
    plan_digests,
    send_after,
)

DUE = date(2026, 12, 25)
LAN, HANH, QUANG = 1, 2, 3
TEAM, NEXT_DOOR = 7, 8
PEOPLE = (
    Recipient(LAN, Rung.LEADER, frozenset({TEAM})),
    Recipient(HANH, Rung.WARD, frozenset({TEAM, NEXT_DOOR})),
    Recipient(QUANG, Rung.CITY, frozenset({TEAM, NEXT_DOOR})),
)
ROUND = Concern("round:1", Subject.ROUND, TEAM, DUE)
HAZARD = Concern("hazard:1", Subject.HAZARD, TEAM, DUE)


def day(after):
    return DUE + timedelta(days=after)


def told(concerns, after, people=PEOPLE, **limits):
    """Who hears of what that many days after the due day."""
    params = LadderParams(**limits)
    digests = plan_digests(concerns, people, on=day(after), params=params)
    assert faults(digests, concerns, people, on=day(after), params=params) == ()
    return {
        (digest.person, line.concern.key): (line.again, line.skipped)
        for digest in digests
        for line in digest.lines
    }


@pytest.mark.parametrize(
    ("concern", "after", "heard"),
    [
        (ROUND, -4, set()),
        (ROUND, -3, {LAN}),
        (ROUND, 2, {LAN}),
        (ROUND, 3, {LAN, HANH}),
        (ROUND, 13, {LAN, HANH}),
        (ROUND, 14, {LAN, HANH, QUANG}),
        (HAZARD, -1, set()),
        (HAZARD, 0, {LAN}),
        (HAZARD, 7, {LAN, HANH}),
        (HAZARD, 21, {LAN, HANH, QUANG}),
    ],
)
def test_each_rung_hears_of_it_on_its_own_day(concern, after, heard):
    assert {person for person, _ in told([concern], after)} == heard


@pytest.mark.parametrize("change", [{"settled": True}, {"resting": True}])
def test_nobody_is_told_of_what_is_settled_or_rests(change):
    assert told([replace(ROUND, **change)], 30) == {}


def test_a_person_has_one_digest_a_day_with_hazards_first_and_the_oldest_on_top():
    other = replace(HAZARD, key="hazard:2", due_on=day(-5))
    digests = plan_digests([ROUND, HAZARD, other], PEOPLE, on=day(1))
    assert [(digest.person, [line.concern.key for line in digest.lines]) for digest in digests] == [
        (LAN, ["hazard:2", "hazard:1", "round:1"])
    ]


def test_what_was_told_is_told_again_after_a_week_and_not_before():
    heard = replace(HAZARD, told=((Rung.LEADER, day(0)),))
    assert told([heard], 6) == {}
    assert told([heard], 7)[LAN, "hazard:1"] == (True, None)


def test_a_team_without_a_leader_to_tell_is_told_of_to_the_ward_on_the_leaders_day():
    assert told([ROUND], -3, PEOPLE[1:]) == {(HANH, "round:1"): (False, Skipped.NOBODY)}
    silent = (replace(PEOPLE[0], reachable=False), *PEOPLE[1:])
    assert told([ROUND], -3, silent) == {(HANH, "round:1"): (False, Skipped.UNREACHABLE)}


def test_with_nobody_in_the_ward_either_the_city_hears_at_once():
    assert told([ROUND], -3, PEOPLE[2:]) == {(QUANG, "round:1"): (False, Skipped.NOBODY)}


def test_a_neighbouring_teams_leader_hears_nothing():
    assert told([replace(ROUND, team=NEXT_DOOR)], -3) == {
        (HANH, "round:1"): (False, Skipped.NOBODY)
    }


def test_who_leads_a_team_and_answers_for_the_ward_too_has_one_digest_for_both():
    both = (
        Recipient(LAN, Rung.LEADER, frozenset({TEAM})),
        Recipient(LAN, Rung.WARD, frozenset({TEAM, NEXT_DOOR})),
    )
    next_door = replace(ROUND, key="round:2", team=NEXT_DOOR)
    (digest,) = plan_digests([ROUND, next_door], both, on=day(3))
    assert (digest.key, digest.rung) == ("digest:1:2026-12-28", Rung.WARD)
    assert {(line.concern.key, line.rungs) for line in digest.lines} == {
        ("round:1", (Rung.LEADER, Rung.WARD)),
        ("round:2", (Rung.WARD,)),
    }
    assert faults([digest], [ROUND, next_door], both, on=day(3)) == ()


@pytest.mark.parametrize(("people", "nearest"), [(PEOPLE, LAN), (PEOPLE[1:], HANH)])
def test_what_lies_on_paper_whole_is_told_to_the_nearest_alone_until_it_has_lain_too_long(
    people, nearest
):
    waiting = replace(ROUND, on_paper=3, paper_since=day(2))
    assert {person for person, _ in told([waiting], 15, people)} == {nearest}
    assert {person for person, _ in told([waiting], 16, people)} == {p.person for p in people}


def test_paper_of_some_homes_silences_nobody():
    assert {person for person, _ in told([replace(ROUND, on_paper=2)], 14)} == {LAN, HANH, QUANG}


def test_putting_off_silences_one_rung_until_its_day_and_not_those_above():
    put_off = replace(ROUND, snoozes=(Snooze(Rung.LEADER, day(10)),))
    assert {person for person, _ in told([put_off], 9)} == {HANH}
    assert {person for person, _ in told([put_off], 10)} == {LAN, HANH}


@pytest.mark.parametrize(
    ("clock", "sent"),
    [
        ("2026-12-24T19:59", "2026-12-24T19:59"),
        ("2026-12-24T20:00", "2026-12-25T07:00"),
        ("2026-12-25T06:59", "2026-12-25T07:00"),
        ("2026-12-25T07:00", "2026-12-25T07:00"),
        ("2026-12-31T23:30", "2027-01-01T07:00"),
    ],
)
def test_nothing_is_sent_in_the_quiet_hours(clock, sent):
    zone = ZoneInfo("Asia/Ho_Chi_Minh")
    moment = datetime.fromisoformat(clock).replace(tzinfo=zone)
    assert send_after(moment) == datetime.fromisoformat(sent).replace(tzinfo=zone)


@given(st.datetimes(timezones=st.just(UTC)), st.times(), st.times())
def test_sending_waits_for_the_end_of_any_quiet_hours_and_no_longer_than_a_day(moment, start, end):
    start, end = (each.replace(second=0, microsecond=0) for each in (start, end))
    params = LadderParams(quiet_from=start, quiet_until=end)
    later = send_after(moment, params)
    assert timedelta(0) <= later - moment <= timedelta(days=1)
    assert send_after(later, params) == later


people_of_a_ward = st.lists(
    st.builds(
        Recipient,
        st.integers(1, 4),
        st.sampled_from(Rung),
        st.frozensets(st.integers(1, 3), max_size=3),
        st.booleans(),
    ),
    max_size=8,
    unique_by=lambda each: (each.person, each.rung),
)
concerns_of_a_ward = st.lists(
    st.builds(
        Concern,
        st.integers(1, 20).map(str),
        st.sampled_from(Subject),
        st.integers(1, 3),
        st.dates(date(2026, 11, 20), date(2026, 12, 31)),
        st.booleans(),
        st.booleans(),
        st.lists(st.builds(Snooze, st.sampled_from(Rung), st.dates(DUE, day(40))), max_size=2).map(
            tuple
        ),
    ),
    max_size=10,
    unique_by=lambda each: each.key,
)


@given(concerns_of_a_ward, people_of_a_ward, st.randoms(use_true_random=False))
def test_over_two_months_every_day_is_sound_and_nothing_is_told_twice_within_a_week(
    concerns, people, shuffle
):
    last: dict[tuple[Rung, int, str], date] = {}
    for after in range(60):
        shuffle.shuffle(concerns)
        digests = plan_digests(concerns, people, on=day(after))
        assert faults(digests, concerns, people, on=day(after)) == ()
        assert plan_digests(concerns[::-1], people[::-1], on=day(after)) == digests
        now = {
            (rung, digest.person, line.concern.key)
            for digest in digests
            for line in digest.lines
            for rung in line.rungs
        }
        assert all((day(after) - last[each]).days >= 7 for each in now if each in last)
        last |= dict.fromkeys(now, day(after))
        rungs = {(key, rung) for rung, _person, key in now}
        assert len({digest.person for digest in digests}) == len(digests)
        concerns = [
            replace(
                each,
                told=tuple(
                    {
                        **dict(each.told),
                        **{rung: day(after) for key, rung in rungs if key == each.key},
                    }.items()
                ),
            )
            for each in concerns
        ]


@given(concerns_of_a_ward, people_of_a_ward, st.integers(0, 60))
def test_an_open_thing_past_all_its_days_is_always_told_to_someone_who_can_be_reached(
    concerns, people, after
):
    heard = {key for _person, key in told(concerns, after, people)}
    for concern in concerns:
        late = (day(after) - concern.due_on).days >= 21
        reachable = [each for each in people if each.reachable and concern.team in each.teams]
        silent = concern.settled or concern.resting or concern.snoozes
        assert not (late and reachable and not silent) or concern.key in heard


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"lines": ()}, "empty"),
        ({"on": day(0)}, "another day"),
        ({"person": QUANG}, "cannot act"),
        ({"person": HANH, "lines": (Line(ROUND, -3, (Rung.WARD,)),)}, "before its day"),
        ({"lines": (Line(replace(ROUND, settled=True), -3, (Rung.LEADER,)),)}, "not a concern"),
        ({"lines": (Line(ROUND, -3, (Rung.LEADER,)),) * 2}, "twice"),
    ],
)
def test_the_checker_sees_through_a_false_digest(change, complaint):
    right = Digest(LAN, day(-3), (Line(ROUND, -3, (Rung.LEADER,)),))
    assert faults([right], [ROUND], PEOPLE, on=day(-3)) == ()
    wrong = replace(right, **change)
    assert any(complaint in one for one in faults([wrong], [ROUND], PEOPLE, on=day(-3)))
    assert any("twice" in one for one in faults([right, right], [ROUND], PEOPLE, on=day(-3)))


@pytest.mark.parametrize(
    "wrong",
    [
        {"round_days": (3, 1, 14)},
        {"round_days": (-3, 3, 25)},
        {"hazard_days": (0, 7)},
        {"again_days": 0},
        {"snooze_days": 0},
    ],
)
def test_a_ladder_out_of_order_is_refused(wrong):
    with pytest.raises(ValueError, match=r"rung|next month|again_days"):
        LadderParams(**wrong)


def test_quiet_hours_that_are_none_delay_nothing():
    params = LadderParams(quiet_from=time(0), quiet_until=time(0))
    moment = datetime(2026, 12, 24, 23, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
    assert send_after(moment, params) == moment
