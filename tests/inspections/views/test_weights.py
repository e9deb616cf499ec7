"""The city's order of calls: tried out, decided, kept with who and why."""

from datetime import timedelta

import pytest
import time_machine

from inspections.forms.weights import COUNTS, POINTS
from inspections.models import CityWeights, TeamStanding
from inspections.planning.weights import DEFAULT_WEIGHTS, Weights, read_weights, write_weights
from inspections.queries.overdue import overdue_list, worst_teams
from inspections.queries.standing_check import standing_faults
from inspections.queries.weights import weights_of_area
from inspections.services.round import open_round
from inspections.services.weights import decide_weights
from tests.factories import make_city, make_neighbourhood, make_team, make_user, make_ward
from tests.inspections.views.conftest import DECEMBER, NOON, OPENED
from tests.inspections.views.stories import record

LATE = NOON + timedelta(days=18)
PAGE = "/areas/92/weights/"


def given(**changed):
    values = write_weights(DEFAULT_WEIGHTS)
    kinds = values.pop("kind_factors")
    data = {**values, **{f"kind_{kind}": factor for kind, factor in kinds.items()}}
    return {name: str(each) for name, each in data.items()} | {"note": "Mùa khô"} | changed


@pytest.fixture
def teams(neighbourhood):
    """One team has a danger, the other was visited by nobody."""
    dangerous, late = (make_team(neighbourhood, 3, number=number) for number in (8, 9))
    for number, visit in enumerate(open_round(dangerous, DECEMBER, at=OPENED).assignments.all()):
        record(visit, **({} if number else {"DIEN_01": "F"}))
    open_round(late, DECEMBER, at=OPENED)
    return dangerous, late


@pytest.fixture
def signed_in(client, city_officer):
    with time_machine.travel(LATE, tick=False):
        client.force_login(city_officer)
        yield client


def test_every_weight_can_be_changed_on_the_page(signed_in, ward):
    fields = set(signed_in.get(PAGE).context["form"].fields)
    kinds = {f"kind_{kind}" for kind in DEFAULT_WEIGHTS.kind_factors}
    assert fields == {*POINTS, *COUNTS, *kinds, "note"}
    assert {*POINTS, *COUNTS, "kind_factors"} == set(write_weights(DEFAULT_WEIGHTS))


@pytest.mark.parametrize("typed", ["0,75", "0.75"])
def test_a_number_is_written_with_a_comma_and_taken_with_either(signed_in, ward, typed):
    signed_in.post(PAGE, given(day_late=typed) | {"save": ""})
    assert weights_of_area(ward).day_late == 0.75
    page = signed_in.get(PAGE).text
    assert 'value="0,75"' in page
    assert 'value="40"' in page


def test_trying_shows_the_new_order_and_keeps_nothing(signed_in, ward, teams):
    before = list(TeamStanding.objects.order_by("pk").values())
    page = signed_in.post(
        PAGE,
        given(critical_hazard="1", major_hazard="1", all_missing="100", minor_hazard="1")
        | {"try": ""},
    )
    assert [call.line.team.number for call in page.context["tried"]] == [9, 8]
    assert not CityWeights.objects.exists()
    assert list(TeamStanding.objects.order_by("pk").values()) == before
    assert [line.team for line in worst_teams(ward, on=LATE.date()).ranked] == [
        team.pk for team in teams
    ]


def test_a_decision_holds_for_every_list_of_the_city(signed_in, ward, teams, city_officer):
    wanted = given(critical_hazard="1", major_hazard="1", all_missing="100")
    for _twice in range(2):
        assert signed_in.post(PAGE, wanted | {"save": ""}).url == PAGE
    decided = CityWeights.objects.get()
    assert (decided.set_by, decided.note, decided.city) == (city_officer, "Mùa khô", ward.parent)
    for area in (ward, ward.parent):
        assert [line.team for line in overdue_list(area, on=LATE.date())] == list(teams[::-1])
        ranked = worst_teams(area, on=LATE.date()).ranked
        assert [line.team for line in ranked] == [team.pk for team in teams[::-1]]
    assert standing_faults() == []


def test_older_decisions_stay_readable(signed_in, ward, city_officer):
    for note, points in (("Một", "41"), ("Hai", "42")):
        signed_in.post(PAGE, given(critical_hazard=points, note=note) | {"save": ""})
    page = signed_in.get(PAGE)
    assert [each.note for each, _changes in page.context["decisions"]] == ["Hai", "Một"]
    assert weights_of_area(ward).critical_hazard == 42
    assert "đang dùng" in page.text


def test_a_decision_tells_which_numbers_it_changed(signed_in, ward, monkeypatch):
    signed_in.post(PAGE, given(day_late="0,75", people_cap="30") | {"save": ""})
    again = given(day_late="2", people_cap="30", kind_shop="1,5", kind_boarding_house="2,5")
    signed_in.post(PAGE, again | {"save": ""})
    expected = [
        ["Mỗi ngày trễ: 0,75 → 2", "Nhà trọ: 2 → 2,5"],
        ["Mỗi ngày trễ: 0,5 → 0,75", "Tính nhiều nhất mấy người như vậy: 40 → 30"],
    ]
    page = signed_in.get(PAGE)
    assert [words for _row, words in page.context["decisions"]] == expected
    assert "Nhà trọ: 2 → 2,5" in page.text
    # What came before the last one shown is looked up too, and not taken for the project's own.
    monkeypatch.setattr("inspections.views.weights.DECISIONS_SHOWN", 1)
    ((_row, words),) = signed_in.get(PAGE).context["decisions"]
    assert words == expected[0]


def test_another_city_goes_by_its_own(ward, city_officer):
    far = make_ward("00070", "Phường Hoàn Kiếm", make_city("01", "Hà Nội"))
    decide_weights(ward.parent, Weights(day_late=3), note="x", by=None, at=NOON)
    assert weights_of_area(far) == DEFAULT_WEIGHTS
    assert weights_of_area(make_neighbourhood(ward)).day_late == 3


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"critical_hazard": "5"}, "Chỗ nặng hơn không được ít điểm hơn"),
        ({"day_late": "-1"}, "Số phải từ 0 trở lên."),
        ({"day_late": "nan"}, "Xin ghi một số"),
        ({"people_cap": "0"}, "Số phải từ 1 trở lên."),
        ({"month_silent": "nhiều"}, "Xin ghi một số"),
        ({"all_missing": "5000"}, "Số phải từ 1000 trở xuống."),
        ({"note": " "}, "Xin ghi lý do"),
    ],
)
def test_a_number_that_makes_no_sense_is_refused_in_words(signed_in, ward, wrong, sentence):
    page = signed_in.post(PAGE, given(**wrong) | {"save": ""})
    assert page.status_code == 422
    assert sentence in page.text
    assert not CityWeights.objects.exists()


def test_only_the_citys_officers_decide(client, ward, officer, city_officer, stranger):
    other = make_user("xa", duty=make_city("01", "Hà Nội"))
    people = {"officer": officer, "city": city_officer, "stranger": stranger, "other": other}
    told = {}
    for name, user in people.items():
        client.force_login(user)
        told[name] = (
            client.get(PAGE).status_code,
            client.post(PAGE, given(day_late="2") | {"save": ""}).status_code,
        )
    client.logout()
    told["guest"] = (client.get(PAGE).status_code, client.post(PAGE, given()).status_code)
    assert told == {
        "officer": (404, 404),
        "city": (200, 302),
        "stranger": (404, 404),
        "other": (404, 404),
        "guest": (302, 302),
    }
    client.force_login(city_officer)
    assert client.get(f"/areas/{ward.code}/weights/").status_code == 404


def test_weights_written_are_read_back_and_nonsense_is_named():
    changed = Weights(day_late=2.5, kind_factors={**DEFAULT_WEIGHTS.kind_factors, "shop": 3.0})
    assert read_weights(write_weights(changed)) == changed
    for wrong in ({"dai_ly": 1}, {"day_late": "2"}, {"kind_factors": {"shop": True}}):
        with pytest.raises(ValueError, match=r"weight|number"):
            read_weights(wrong)


def test_the_page_costs_few_questions(signed_in, ward, teams, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        signed_in.get(PAGE)
