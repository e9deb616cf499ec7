import pytest
from django.urls import reverse

from households.models import Household
from tests.factories import make_household

FACTS = {
    "holder_name": "Phạm Thị Lẻ",
    "house_number": "15",
    "street": "Trần Phú",
    "phone": "",
    "kind": "house",
    "occupants": "",
    "need_help": "",
    "latitude": "",
    "longitude": "",
    "note": "",
}


@pytest.fixture
def save(as_officer, lone):
    url = reverse("household", args=[lone.pk])
    return lambda **changes: as_officer.post(url, FACTS | changes, follow=True)


def text_of(response):
    return response.content.decode()


def test_the_page_shows_where_the_household_belonged_and_when(as_officer, team):
    household = team.appointments.get(role="leader").household
    text = text_of(as_officer.get(reverse("household", args=[household.pk])))
    assert "Tổ 1" in text
    assert text.count("từ 01/01/2026 đến nay") == 2


def test_facts_are_corrected_with_the_keys_that_follow(save, lone):
    answer = save(
        holder_name="  Phạm  Thị Lê ",
        phone="+84 912 345 678",
        latitude="10,0452",
        longitude="105.7469",
        need_help="2",
    )
    assert "Đã sửa thông tin hộ." in text_of(answer)
    lone.refresh_from_db()
    assert (lone.holder_name, lone.name_key) == ("Phạm Thị Lê", "pham thi le")
    assert (lone.address_key, lone.phone) == ("15 tran phu", "0912345678")
    assert (lone.latitude, lone.longitude, lone.need_help) == (10.0452, 105.7469, 2)


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"holder_name": " "}, "holder_name", "Xin ghi tên"),
        ({"phone": "12345"}, "phone", "Không phải số điện thoại"),
        ({"kind": "palace"}, "kind", "Xin chọn một loại hình"),
        ({"occupants": "ba"}, "occupants", "phải là một số"),
        ({"occupants": "-1"}, "occupants", "không được nhỏ hơn 0"),
        ({"need_help": "bà"}, "need_help", "phải là một số"),
        ({"latitude": "bắc", "longitude": "105"}, "latitude", "từ -90 đến 90"),
        ({"latitude": "10", "longitude": "1055"}, "longitude", "từ -180 đến 180"),
        ({"latitude": "10"}, "longitude", "cả vĩ độ và kinh độ"),
    ],
)
def test_a_fault_is_told_on_top_and_at_its_field_and_saves_nothing(
    save, lone, change, field, words
):
    before = Household.objects.values().get(pk=lone.pk)
    text = text_of(save(**change))
    assert f'href="#id_{field}"' in text
    assert text.count(words) == 2
    assert Household.objects.values().get(pk=lone.pk) == before


def test_two_households_cannot_become_one(save, lone, neighbourhood):
    make_household(neighbourhood, "Võ Thị Cúc", house_number="15", street="Trần Phú")
    assert "đã có một hộ cùng tên, cùng địa chỉ" in text_of(save(holder_name="Vo Thi Cuc"))
    lone.refresh_from_db()
    assert lone.holder_name == "Phạm Thị Lẻ"


def test_a_household_that_moved_away_leaves_its_team_too(as_officer, team, on):
    stay = team.memberships.last()
    url = reverse("household_depart", args=[stay.household_id])
    as_officer.post(url, {"depart-on": "12/12/2026"})
    as_officer.post(url, {"depart-on": "12/12/2026"})
    stay.refresh_from_db()
    assert (stay.left_on, stay.household.left_on) == (on, on)


def test_nobody_leaves_before_coming(as_officer, lone):
    url = reverse("household_depart", args=[lone.pk])
    answer = as_officer.post(url, {"depart-on": "31/12/2025"})
    assert "ngày rời đi không được sớm hơn" in text_of(answer)
    lone.refresh_from_db()
    assert lone.left_on is None
