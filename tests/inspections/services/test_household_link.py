from datetime import date, timedelta

import pytest

from firesafety.months import Month
from households.services.team_life import move_household
from inspections.models import HouseholdLink
from inspections.queries.household_link import (
    find_household_link,
    household_ways,
    lacks_household_links,
)
from inspections.queries.link import find_assignment
from inspections.services.household_link import (
    ensure_links,
    ensure_links_of_visited,
    expires_at,
    household_by_token,
    revoke_household_link,
)
from inspections.services.link import link_token
from inspections.services.repair import repair_round
from tests.factories import make_household, make_team, make_user
from tests.inspections.household_links import household_code, household_url

from .stories import DECEMBER, at, open_december

MID_DECEMBER = at(date(2026, 12, 12))


@pytest.fixture
def household(neighbourhood):
    return make_household(neighbourhood)


def token_of(household, month=DECEMBER) -> str:
    return household_url(household, month).rsplit("/", 1)[-1]


def test_a_household_has_one_address_a_month_however_often_it_is_asked(household, settings):
    settings.SITE_URL = "https://to12.example.vn"

    first, second = household_url(household, DECEMBER), household_url(household, DECEMBER)

    assert first == second
    assert first.startswith("https://to12.example.vn/h/")
    assert len(first.rsplit("/", 1)[-1]) == 26
    assert HouseholdLink.objects.count() == 1


def test_each_household_and_each_month_has_its_own(household, neighbourhood):
    other = make_household(neighbourhood)
    january = Month(2027, 1)

    tokens = {token_of(who, when) for who in (household, other) for when in (DECEMBER, january)}

    assert len(tokens) == 4


def test_the_token_and_the_typed_code_open_the_household_and_its_month(household):
    typed = household_code(household, DECEMBER).lower().replace("-", " ").replace("0", "o")

    opened = [household_by_token(each, MID_DECEMBER) for each in (token_of(household), typed)]

    assert [(link.household, link.month) for link in opened] == [(household, date(2026, 12, 1))] * 2


@pytest.mark.parametrize("text", ["", "A" * 26, "ABCDE-12345", "U" * 26, "không phải mã"])
def test_anything_else_opens_nothing(household, text):
    token_of(household)

    assert household_by_token(text, MID_DECEMBER) is None
    assert find_household_link(text) is None


def test_a_households_and_an_inspectors_links_open_nothing_of_each_other(neighbourhood, on):
    assignment = open_december(make_team(neighbourhood, 3)).assignments.first()

    assert household_by_token(link_token(assignment), MID_DECEMBER) is None
    assert find_assignment(token_of(assignment.inspected), on=on) is None


def test_a_link_ends_some_days_after_its_month(household, settings):
    settings.HOUSEHOLD_LINK_DAYS = 10
    token = token_of(household)
    end = at(date(2027, 1, 11), hour=0)

    assert expires_at(DECEMBER) == end
    assert household_by_token(token, end - timedelta(seconds=1)) is not None
    assert household_by_token(token, end) is None
    assert find_household_link(token).state(end) == HouseholdLink.State.EXPIRED


def test_a_revoked_link_opens_nothing_and_the_next_card_has_a_new_one(household, ward):
    officer = make_user("hanh", duty=ward)
    old = token_of(household)
    link = household_by_token(old, MID_DECEMBER)

    assert revoke_household_link(link, by=officer, at=MID_DECEMBER) is True
    assert revoke_household_link(link, by=make_user("quang"), at=at(date(2026, 12, 13))) is False

    assert household_by_token(old, MID_DECEMBER) is None
    ended = find_household_link(old)
    assert ended.state(MID_DECEMBER) == HouseholdLink.State.REVOKED
    assert (ended.revoked_by, ended.revoked_at) == (officer, MID_DECEMBER)
    assert household_by_token(token_of(household), MID_DECEMBER).household == household
    assert token_of(household) != old


def test_the_database_holds_neither_the_token_nor_the_code(household):
    token, code = token_of(household), household_code(household, DECEMBER)

    row = " ".join(str(value) for value in HouseholdLink.objects.values_list().get())

    assert token not in row
    assert code.replace("-", "") not in row


def test_a_card_opens_and_prints_the_same_after_the_secret_changed(household, settings):
    token = token_of(household)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "the-new-one"

    assert household_by_token(token, MID_DECEMBER).household == household
    assert token_of(household) == token


def test_a_link_whose_key_is_gone_is_made_anew(household, settings):
    token = token_of(household)
    settings.SECRET_KEY = "the-new-one"

    assert household_by_token(token, MID_DECEMBER) is None
    assert household_by_token(token_of(household), MID_DECEMBER).household == household
    assert HouseholdLink.objects.count() == 1


@pytest.mark.parametrize("number", [1, 3])
def test_many_are_made_in_as_many_queries_as_one(neighbourhood, django_assert_num_queries, number):
    households = [make_household(neighbourhood) for _ in range(number)]

    with django_assert_num_queries(2):
        ensure_links([household.pk for household in households], DECEMBER)
    with django_assert_num_queries(1):
        ways = household_ways(households, DECEMBER)

    assert set(ways) == {household.pk for household in households}
    assert len({way.url for way in ways.values()}) == number


def test_a_household_without_a_link_has_no_way_in_and_looking_makes_none(
    household, neighbourhood, settings
):
    lost = make_household(neighbourhood)
    ensure_links([lost.pk], DECEMBER)
    settings.SECRET_KEY = "the-new-one"

    assert household_ways([household, lost], DECEMBER) == {}
    assert HouseholdLink.objects.get().household == lost


def test_links_are_made_in_batches(neighbourhood, monkeypatch):
    monkeypatch.setattr("inspections.services.household_link.BATCH", 2)
    households = [make_household(neighbourhood) for _ in range(5)]

    for _twice in range(2):
        ensure_links([household.pk for household in households], DECEMBER)

    assert HouseholdLink.objects.count() == 5


def test_opening_a_month_makes_the_links_of_all_who_are_visited(neighbourhood):
    team = make_team(neighbourhood, 4)
    round = open_december(team)

    visited = set(round.assignments.values_list("inspected", flat=True))

    assert len(visited) == 4
    assert set(HouseholdLink.objects.values_list("household", flat=True)) == visited
    assert not lacks_household_links(team, DECEMBER)


def test_a_household_that_joins_in_the_middle_of_the_month_gets_one_with_its_visit(neighbourhood):
    team = make_team(neighbourhood, 4)
    round = open_december(team)
    newcomer = make_household(neighbourhood)
    move_household(newcomer, team, on=MID_DECEMBER.date())

    change = repair_round(round, at=MID_DECEMBER)

    assert newcomer.pk in {visit.inspected for visit in change.added}
    assert household_ways([newcomer], DECEMBER)


def test_a_round_of_before_lacks_links_until_they_are_made(neighbourhood):
    team = make_team(neighbourhood, 3)
    open_december(team)
    HouseholdLink.objects.all().delete()
    assert lacks_household_links(team, DECEMBER)

    ensure_links_of_visited([team], DECEMBER)

    assert not lacks_household_links(team, DECEMBER)
    assert HouseholdLink.objects.count() == 3
