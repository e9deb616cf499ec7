import pytest
from django.urls import reverse

from households.models import Household, Team
from tests.factories import make_household, make_neighbourhood, make_team, make_ward

SIZES = {"size": 4, "minimum": 3, "maximum": 5}


@pytest.fixture
def street(neighbourhood):
    return [
        make_household(neighbourhood, house_number=str(n), latitude=10.05 + n * 1e-4)
        for n in range(1, 9)
    ]


@pytest.fixture
def builder(as_officer, ward, neighbourhood):
    url = reverse("team_builder", args=[ward.code])
    asked = {"neighbourhood": neighbourhood.pk} | SIZES

    class Builder:
        def look(self, **query):
            return as_officer.get(url, asked | query)

        def found(self, seen, **data):
            return as_officer.post(url, asked | {"seen": seen} | data, follow=True)

    return Builder()


def text_of(response):
    return response.content.decode()


def test_looking_founds_nothing(builder, street):
    page = builder.look()
    assert "8 hộ chưa có tổ: lập 2 tổ." in text_of(page)
    assert Team.objects.count() == 0


def test_the_drawing_has_every_team_with_its_number_and_a_scale(builder, street):
    drawing = str(builder.look().context["drawing"])
    assert (drawing[:4], drawing[-6:]) == ("<svg", "</svg>")
    assert all(f">{number}</text>" in drawing for number in (1, 2))
    assert "mét</text>" in drawing
    assert "style=" not in drawing  # the content security policy would drop it


def test_what_was_on_the_screen_is_founded(builder, ward, street, on):
    seen = builder.look().context["seen"]
    answer = builder.found(seen)
    assert "Đã lập 2 tổ ở Khu vực 1, từ tổ 1 đến tổ 2." in text_of(answer)
    assert set(Team.objects.values_list("ward", "number", "founded_on")) == {
        (ward.pk, 1, on),
        (ward.pk, 2, on),
    }


def test_pressing_twice_founds_once(builder, street):
    seen = builder.look().context["seen"]
    builder.found(seen)
    builder.found(seen)
    assert Team.objects.count() == 2


def test_a_register_that_changed_meanwhile_is_shown_again(builder, neighbourhood, street):
    seen = builder.look().context["seen"]
    make_household(neighbourhood, house_number="9", latitude=10.0509)
    answer = builder.found(seen)
    assert "Sổ vừa có thay đổi" in text_of(answer)
    assert Team.objects.count() == 0
    builder.found(answer.context["seen"])
    assert Team.objects.count() == 2


@pytest.mark.parametrize(
    ("query", "field", "words"),
    [
        ({"minimum": 9}, "size", "phải nằm giữa"),
        ({"size": "mười"}, "size", "phải là một số"),
        ({"maximum": 99}, "maximum", "Nhiều nhất 15 hộ"),
        ({"neighbourhood": 0}, "neighbourhood", "Xin chọn một khu vực"),
    ],
)
def test_sizes_that_cannot_be_are_told(builder, street, query, field, words):
    text = text_of(builder.look(**query))
    assert f'href="#id_{field}"' in text
    assert words in text
    assert '<svg viewBox="0 0 1000' not in text


def test_another_wards_neighbourhood_is_not_on_offer(builder, ward, city_officer):
    theirs = make_neighbourhood(make_ward("31135", "Phường Tân An", ward.parent))
    assert "Xin chọn một khu vực" in text_of(builder.look(neighbourhood=theirs.pk))


def test_households_left_over_are_listed_with_their_reason(builder, neighbourhood):
    an = make_household(neighbourhood, "Trần Thị An")
    text = text_of(builder.look())
    assert "chưa đủ 3 hộ" in text
    assert reverse("household", args=[an.pk]) in text
    assert "Lập" not in text


def test_teams_that_are_there_are_drawn_with_their_leader(builder, neighbourhood):
    make_team(neighbourhood, size=4, number=7)
    page = builder.look()
    assert "Mọi hộ ở đây đều đã có tổ." in text_of(page)
    drawing = str(page.context["drawing"])
    assert ">7</text>" in drawing
    assert drawing.count('fill="currentColor"') == 1


def test_without_coordinates_there_are_teams_and_no_drawing(builder, street):
    Household.objects.update(latitude=None, longitude=None)
    page = builder.look()
    assert page.context["drawing"] == ""
    assert "chia theo thứ tự địa chỉ" in text_of(page)


def test_a_whole_ward_is_founded_at_once(builder, ward, neighbourhood, street):
    second = make_neighbourhood(ward, "Khu vực 2")
    for number in range(1, 5):
        make_household(second, house_number=str(number), longitude=105.79)
    page = builder.look(neighbourhood="")
    assert page.context["several"] is True
    builder.found(page.context["seen"], neighbourhood="")
    founded = set(Team.objects.values_list("number", "neighbourhood"))
    assert founded == {(1, neighbourhood.pk), (2, neighbourhood.pk), (3, second.pk)}


def test_one_team_and_three_need_the_same_queries(
    builder, neighbourhood, django_assert_num_queries
):
    for number in range(1, 5):
        make_household(neighbourhood, house_number=str(number))
    # session, user, ward, neighbourhoods, all of them, households without a team, the chosen
    # neighbourhood, plan (3), last number, seats
    with django_assert_num_queries(12):
        assert len(builder.look().context["plan"].teams) == 1
    for number in range(5, 13):
        make_household(neighbourhood, house_number=str(number))
    with django_assert_num_queries(12):
        assert len(builder.look().context["plan"].teams) == 3


def test_the_first_neighbourhood_that_needs_teams_is_shown_first(as_officer, ward, neighbourhood):
    make_team(neighbourhood, size=4)
    second = make_neighbourhood(ward, "Khu vực 2")
    make_household(second)
    page = as_officer.get(reverse("team_builder", args=[ward.code]))
    assert page.context["area"] == second


def test_a_ward_without_neighbourhoods_says_what_to_do_next(as_officer, ward):
    text = text_of(as_officer.get(reverse("team_builder", args=[ward.code])))
    assert reverse("roster_upload", args=[ward.code]) in text


def test_names_in_the_drawing_cannot_break_out_of_it(builder, street):
    Household.objects.update(house_number="<script>alert(1)</script>")
    assert "<script>" not in str(builder.look().context["drawing"])
