"""Who looked at a record is noted; a household gets its copy and is erased when it asks."""

import io
import json
import zipfile

import pytest
from django.urls import reverse

from households.models import Appointment, Erasure, Household, RecordView, RosterImport, User
from tests.factories import make_household, make_neighbourhood, make_team, make_user, make_ward


def looks():
    return set(RecordView.objects.values_list("user__username", "household__holder_name", "page"))


class TestLooking:
    def test_is_noted_once_a_day_for_each_officer_and_household(
        self, client, officer, city_officer, lone, time
    ):
        url = reverse("household", args=[lone.pk])
        for user in (officer, city_officer):
            client.force_login(user)
            for _time in range(3):
                client.get(url)
        client.get(reverse("household_export", args=[lone.pk]))
        assert looks() == {
            ("hanh", "Phạm Thị Lẻ", "household"),
            ("quang", "Phạm Thị Lẻ", "household"),
        }
        time.shift(24 * 3600)
        client.get(url)
        assert RecordView.objects.count() == 3

    def test_in_a_team_is_noted_for_officers_and_not_for_the_leader(self, client, officer, team):
        leader = make_user("lan", leads=team)
        stay = team.memberships.first()
        url = reverse("member", args=[team.pk, stay.pk])
        client.force_login(leader)
        client.get(url)
        assert looks() == set()
        client.force_login(officer)
        client.get(url)
        assert looks() == {("hanh", stay.household.holder_name, "member")}

    def test_by_those_who_may_not_is_no_look(self, client, stranger, lone):
        client.force_login(stranger)
        assert client.get(reverse("household", args=[lone.pk])).status_code == 404
        assert looks() == set()


class TestTheLog:
    @pytest.fixture
    def other_ward(self, ward):
        return make_ward("31135", "Phường Tân An", ward.parent)

    @pytest.fixture
    def seen(self, client, officer, lone):
        client.force_login(officer)
        client.get(reverse("household", args=[lone.pk]))

    def test_is_read_by_the_city_officer_and_not_by_the_officer_it_is_about(
        self, client, seen, officer, city_officer, lone
    ):
        pages = [reverse("record_views"), reverse("household_views", args=[lone.pk])]
        assert [client.get(page).status_code for page in pages] == [404, 404]
        client.force_login(city_officer)
        for page in pages:
            assert "hanh" in client.get(page).text

    def test_of_another_city_is_not_shown(self, client, seen, lone):
        from tests.factories import make_city

        client.force_login(make_user("xa", duty=make_city("79", "Thành phố Hồ Chí Minh")))
        assert "Chưa có lượt xem nào." in client.get(reverse("record_views")).text
        assert client.get(reverse("household_views", args=[lone.pk])).status_code == 404

    @pytest.mark.parametrize(
        ("words", "count"), [("hanh", 1), ("pham thi le", 1), ("quang", 0), ("%", 0)]
    )
    def test_is_searched_by_officer_or_household(self, client, seen, city_officer, words, count):
        client.force_login(city_officer)
        page = client.get(reverse("record_views"), {"q": words})
        assert page.context["page"].paginator.count == count

    def test_takes_as_many_queries_for_three_rows_as_for_one(
        self, client, seen, city_officer, officer, neighbourhood, django_assert_max_num_queries
    ):
        counts = []
        for _time in range(2):
            client.force_login(city_officer)
            with django_assert_max_num_queries(12) as queries:
                client.get(reverse("record_views"))
            counts.append(len(queries))
            client.force_login(officer)
            for _household in range(2):
                more = make_household(neighbourhood)
                client.get(reverse("household", args=[more.pk]))
        assert counts[0] == counts[1]


class TestCopy:
    def test_holds_what_is_known_of_the_household_and_nothing_of_others(
        self, as_officer, team, city_officer
    ):
        mine, other = [stay.household for stay in team.memberships.all()[:2]]
        Household.objects.filter(pk=mine.pk).update(phone="0912345678", note="chó dữ")
        url = reverse("household_export", args=[mine.pk])
        assert mine.holder_name in as_officer.get(url).text
        answer = as_officer.post(url)
        assert answer.headers["Cache-Control"] == "private, no-store"
        copy = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
        assert set(copy.namelist()) == {"ho-so.html", "ho-so.json"}
        page = copy.read("ho-so.html").decode()
        data = json.loads(copy.read("ho-so.json"))
        for words in (mine.holder_name, "0912345678", "chó dữ", "Tổ trưởng", "Cháy: gọi 114"):
            assert words in page
        assert data["household"][0]["phone"] == "0912345678"
        assert data["memberships"][0]["joined_on"] == "2026-01-01"
        assert [each["officer"] for each in data["record_views"]] == ["hanh"]
        assert other.holder_name not in page + copy.read("ho-so.json").decode()

    def test_names_the_rows_of_handed_in_files(self, as_officer, received):
        as_officer.post(reverse("roster_apply", args=[received.pk]))
        mine = Household.objects.get(holder_name="Trần Thị An")
        answer = as_officer.post(reverse("household_export", args=[mine.pk]))
        copy = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
        (row,) = json.loads(copy.read("ho-so.json"))["rosters"]
        assert (row["row"], row["file_name"]) == (2, "danh sách.csv")


class TestErasing:
    SURE = {"reason": "Đơn ngày 10/12/2026", "sure": "on"}

    @pytest.fixture
    def gone(self, neighbourhood, on):
        """Household Lý, which has left."""
        return make_household(
            neighbourhood,
            "Lý Thị Gone",
            phone="0912345678",
            note="ghi chú",
            need_help=1,
            left_on=on,
        )

    def erase(self, client, household, **changes):
        url = reverse("household_erase", args=[household.pk])
        return client.post(url, self.SURE | changes, follow=True)

    def test_leaves_nothing_to_read_and_keeps_the_row(self, as_officer, gone, officer, on):
        assert "Đã xóa dữ liệu" in self.erase(as_officer, gone).text
        row = Household.objects.values().get(pk=gone.pk)
        kept = {
            "id": gone.pk,
            "neighbourhood_id": gone.neighbourhood_id,
            "kind": gone.kind,
            "occupants": gone.occupants,
            "entered_on": gone.entered_on,
            "left_on": on,
            "erased_on": on,
        }
        assert row == kept | {
            "holder_name": f"Hộ đã xóa dữ liệu số {gone.pk}",
            "name_key": f"ho da xoa du lieu so {gone.pk}",
            **dict.fromkeys(("house_number", "street", "phone", "note", "address_key"), ""),
            **dict.fromkeys(("latitude", "longitude", "need_help")),
        }
        log = Erasure.objects.get()
        assert (log.household, log.by, log.reason) == (gone, officer, "Đơn ngày 10/12/2026")

    def test_twice_is_once(self, as_officer, gone):
        self.erase(as_officer, gone)
        before = Household.objects.values().get(pk=gone.pk), Erasure.objects.values().get()
        self.erase(as_officer, gone, reason="khác")
        assert before == (
            Household.objects.values().get(pk=gone.pk),
            Erasure.objects.values().get(),
        )

    def test_of_a_household_that_still_lives_there_is_refused_with_the_way(self, as_officer, lone):
        page = as_officer.get(reverse("household_erase", args=[lone.pk]))
        assert "Hãy ghi hộ đã chuyển đi trước" in page.text
        self.erase(as_officer, lone)
        assert Household.objects.get(pk=lone.pk).holder_name == "Phạm Thị Lẻ"
        assert not Erasure.objects.exists()

    @pytest.mark.parametrize(
        ("change", "words"),
        [({"reason": " "}, "Xin ghi căn cứ"), ({"sure": ""}, "Xin đánh dấu vào ô xác nhận")],
    )
    def test_needs_a_reason_and_a_yes(self, as_officer, gone, change, words):
        assert words in self.erase(as_officer, gone, **change).text
        assert not Erasure.objects.exists()

    def test_an_erased_household_is_not_written_to_again(self, as_officer, gone):
        self.erase(as_officer, gone)
        url = reverse("household", args=[gone.pk])
        page = as_officer.post(url, {"holder_name": "Lý", "kind": "house"}, follow=True)
        assert "đã xóa, không sửa được nữa" in page.text
        assert Household.objects.get(pk=gone.pk).holder_name.startswith("Hộ đã xóa")

    def test_blanks_the_rows_of_handed_in_files_and_deletes_the_file(
        self, as_officer, received, on, django_capture_on_commit_callbacks
    ):
        as_officer.post(reverse("roster_apply", args=[received.pk]))
        Household.objects.filter(holder_name="Trần Thị An").update(left_on=on)
        mine = Household.objects.get(holder_name="Trần Thị An")
        name, storage = received.file.name, received.file.storage
        with django_capture_on_commit_callbacks(execute=True):
            self.erase(as_officer, mine)
        kept = RosterImport.objects.get()
        assert "Trần Thị An" not in json.dumps(kept.outcomes, ensure_ascii=False)
        assert "Lê Văn Bình" in json.dumps(kept.outcomes, ensure_ascii=False)
        assert (kept.file.name, storage.exists(name)) == ("", False)
        assert as_officer.get(reverse("roster", args=[kept.pk])).status_code == 200

    def test_closes_the_account_that_was_the_households_only(self, as_officer, ward, on):
        team = make_team(make_neighbourhood(ward, "Khu vực 9"), size=4)
        leader = make_user("lan", leads=team)
        busy = make_user("ban", leads=None, duty=ward)
        home = team.appointments.get(role="leader").household
        Appointment.objects.filter(role="deputy").update(user=busy, household=home)
        Appointment.objects.update(ends_on=on)
        home.memberships.update(left_on=on)
        Household.objects.filter(pk=home.pk).update(left_on=on)
        self.erase(as_officer, home)
        leader.refresh_from_db()
        assert (leader.username, leader.is_active) == (f"da-xoa-{leader.pk}", False)
        assert User.objects.get(pk=busy.pk).username == "ban"
