import pytest
from django.urls import reverse

from households.models import Grouping, Household, Membership, Team
from households.services.team import form_teams_in_ward, move_household
from tests.factories import make_household

LIMITS = {"size": 4, "minimum": 3, "maximum": 5}
STEP = 7.2e-5  # eight metres


@pytest.fixture(autouse=True)
def _small_teams(settings):
    settings.TEAM_SIZE, settings.TEAM_MINIMUM, settings.TEAM_MAXIMUM = 4, 3, 5


def house(neighbourhood, number):
    return make_household(neighbourhood, house_number=str(number), latitude=10.05 + number * STEP)


@pytest.fixture
def street(ward, neighbourhood, on):
    """Houses 1 to 8, in teams 1 (1 to 4) and 2 (5 to 8)."""
    houses = [house(neighbourhood, number) for number in range(1, 9)]
    form_teams_in_ward(ward, on=on, **LIMITS)
    return houses


@pytest.fixture
def page(as_officer, ward, neighbourhood):
    url = reverse("team_repair", args=[ward.code])
    asked = {"neighbourhood": neighbourhood.pk, "patience": "keep"}

    class Page:
        def look(self, **query):
            return as_officer.get(url, asked | query)

        def apply(self, seen, **data):
            return as_officer.post(url, asked | {"seen": seen} | data, follow=True)

    return Page()


def text_of(response):
    return response.content.decode()


def test_who_moves_and_why_is_shown_before_anything_is_applied(page, neighbourhood, street):
    newcomer = house(neighbourhood, 9)
    shown = page.look()
    text = text_of(shown)
    assert str(newcomer) in text
    assert "1 hộ vào tổ khác, trong đó 0 hộ đang có tổ phải đổi tổ." in text
    assert "Chưa có tổ ở đây: vào tổ gần nhất còn chỗ." in text
    assert str(shown.context["drawing"]).count('fill="none" stroke="currentColor"/>') == 1
    assert Membership.objects.count() == 8


def test_what_was_on_the_screen_is_applied_once(page, neighbourhood, officer, street, on):
    newcomer = house(neighbourhood, 9)
    seen = page.look().context["seen"]
    assert "Đã sắp xếp lại: 1 hộ có tổ mới." in text_of(page.apply(seen))
    again = page.apply(seen)
    assert "không cần chuyển hộ nào" in text_of(again)
    stay = newcomer.memberships.get()
    assert (stay.team.number, stay.joined_on) == (2, on)
    assert [g.by for g in Grouping.objects.filter(kind="repaired")] == [officer]


def test_a_register_that_changed_meanwhile_is_shown_again(page, neighbourhood, street):
    house(neighbourhood, 9)
    seen = page.look().context["seen"]
    house(neighbourhood, 0)
    answer = page.apply(seen)
    assert "Sổ vừa có thay đổi" in text_of(answer)
    assert Membership.objects.count() == 8
    page.apply(answer.context["seen"])
    assert Membership.objects.count() == 10


def test_another_patience_than_the_one_seen_applies_nothing(page, street):
    one, two = street[0].memberships.get(), street[7].memberships.get()
    one.team, two.team = two.team, one.team
    for stay in (one, two):
        stay.save()
    seen = page.look(patience="keep").context["seen"]
    assert "Xin xem lại" in text_of(page.apply(seen, patience="tight"))
    assert Grouping.objects.filter(kind="repaired").count() == 0


def test_a_leader_who_would_move_is_pointed_out(page, street, on):
    team = Team.objects.get(number=2)
    team.appointments.create(household=street[4], role="leader", starts_on=on)
    for household in street[:2]:
        move_household(household, None, on=on)
    Household.objects.filter(pk__in=[h.pk for h in street[:2]]).update(left_on=on)
    assert "1 tổ trưởng phải đổi tổ" in text_of(page.look())


def test_a_change_dated_ahead_is_told_and_nothing_is_lost(page, neighbourhood, street, on):
    newcomer = house(neighbourhood, 9)
    stay = Membership.objects.create(
        household=newcomer, team=Team.objects.get(number=1), joined_on=on, left_on="2026-12-20"
    )
    answer = page.apply(page.look().context["seen"])
    assert "20/12/2026" in text_of(answer)
    assert newcomer.memberships.get() == stay


def test_households_that_nobody_can_place_are_listed(page, neighbourhood, street):
    lost = make_household(
        neighbourhood, "Lê Lạc", house_number="", street="", latitude=None, longitude=None
    )
    assert reverse("household", args=[lost.pk]) in text_of(page.look())


def test_a_neighbourhood_without_teams_points_to_founding(page, ward, neighbourhood):
    house(neighbourhood, 1)
    assert "Ở đây chưa có tổ nào." in text_of(page.look())


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"patience": "x"}, "Xin chọn một cách trong danh sách."),
        ({"neighbourhood": 0}, "Xin chọn một khu vực"),
    ],
)
def test_a_choice_that_is_not_there_is_told(page, street, query, words):
    assert words in text_of(page.look(**query))


def test_one_team_and_three_need_the_same_queries(
    page, ward, neighbourhood, street, on, django_assert_num_queries
):
    page.look()
    # session, user, ward, neighbourhoods, the chosen one, teams, areas, households, seats,
    # barriers, last number
    with django_assert_num_queries(11):
        page.look()
    for number in range(20, 32):
        house(neighbourhood, number)
    form_teams_in_ward(ward, on=on, **LIMITS)
    house(neighbourhood, 33)
    with django_assert_num_queries(11):
        assert page.look().context["plan"].moves


def test_a_founding_is_taken_back_once(as_officer, ward, street, on):
    url = reverse("team_undo", args=[ward.code])
    asked = {"grouping": Grouping.objects.get().pk}
    assert "8 hộ trong đó sẽ lại chưa có tổ" in text_of(as_officer.get(url))
    answer = as_officer.post(url, asked, follow=True)
    assert "Đã hoàn lại" in text_of(answer)
    assert "Chưa có lần chia tổ nào" in text_of(as_officer.post(url, asked))
    assert not Membership.objects.filter(left_on=None).exists()
    assert Grouping.objects.get().undone_on == on


def test_taking_back_says_why_not_and_changes_nothing(as_officer, ward, street, on):
    move_household(street[0], None, on=on)
    url = reverse("team_undo", args=[ward.code])
    assert "1 hộ đã rời tổ sau đó." in text_of(as_officer.get(url))
    answer = as_officer.post(url, {"grouping": Grouping.objects.get().pk})
    assert "1 hộ đã rời tổ sau đó." in text_of(answer)
    assert Membership.objects.filter(left_on=None).count() == 7


def test_only_the_grouping_on_the_screen_is_taken_back(as_officer, ward, street):
    url = reverse("team_undo", args=[ward.code])
    as_officer.post(url, {"grouping": Grouping.objects.get().pk + 1})
    assert Membership.objects.filter(left_on=None).count() == 8
