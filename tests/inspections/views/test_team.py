"""The leader's month, the words for the chat group, and the sheets."""

import io

import pytest
from pypdf import PdfReader

from firesafety.months import Month
from inspections.models import Assignment, Hazard, Round
from inspections.services.link import link_token, link_url, short_code
from inspections.services.round import open_round
from inspections.services.skipped import skip_month
from inspections.views import message
from tests.factories import make_household, make_team, make_user
from tests.inspections.views.conftest import NOON, OPENED
from tests.inspections.views.stories import record


@pytest.fixture
def leader(team, client):
    user = make_user("lan", leads=team)
    client.force_login(user)
    return user


@pytest.mark.usefixtures("leader")
class TestTheMonth:
    def test_the_top_line_says_how_many_are_left_and_until_when(self, client, team, round):
        record(round.assignments.first())

        assert "Còn 2 hộ chưa kiểm tra, hạn 25/12." in client.get(f"/teams/{team.pk}/").text

    def test_the_top_line_says_when_all_is_done(self, client, team, round):
        for assignment in round.assignments.all():
            record(assignment)

        assert "Xong cả 3 hộ." in client.get(f"/teams/{team.pk}/").text

    def test_every_visit_stands_in_a_row_with_its_state(self, client, team, round):
        first, second, third = round.assignments.all()
        record(first, DIEN_01="F")
        record(second, obstacle="nobody_home")

        page = client.get(f"/teams/{team.pk}/").text

        assert page.count('class="state done"') == 1
        assert "1 mục chưa đạt" in page
        assert "Không có ai ở nhà" in page
        for assignment in (first, second, third):
            assert assignment.inspector.holder_name in page

    def test_a_phone_number_becomes_a_call_for_those_still_to_go(self, client, team, round):
        first, second, _third = round.assignments.select_related("inspector")
        for assignment, phone in ((first, "0907000001"), (second, "0907000002")):
            type(assignment.inspector).objects.filter(pk=assignment.inspector_id).update(
                phone=phone
            )
        record(first)

        page = client.get(f"/teams/{team.pk}/").text

        assert ("tel:0907000001" in page, "tel:0907000002" in page) == (False, True)

    def test_what_is_still_open_stands_below(self, client, team, round):
        record(round.assignments.first(), DIEN_01="F")

        page = client.get(f"/teams/{team.pk}/").text

        assert Hazard.objects.get().item.text_vi in page

    def test_shortages_are_said_in_words(self, client, team, round):
        household = round.assignments.first().inspected
        numbers = {"way_out": "outside_help", "helper": None, "other": None}
        shortages = [[household.pk, "capacity", numbers]]
        Round.objects.filter(pk=round.pk).update(shortages=shortages)

        page = client.get(f"/teams/{team.pk}/").text

        assert f"Hộ {household.holder_name} chưa đủ người sang xem" in page
        assert "Xin nhờ tổ bên cạnh" in page

    def test_a_shortage_names_who_could_help(self, client, team, round):
        inspector, inspected = (
            round.assignments.first().inspector,
            round.assignments.first().inspected,
        )
        numbers = {"way_out": "raise_cap", "helper": inspector.pk, "other": None}
        Round.objects.filter(pk=round.pk).update(shortages=[[inspected.pk, "capacity", numbers]])

        page = client.get(f"/teams/{team.pk}/").text

        assert f"Có thể nhờ hộ {inspector.holder_name} đi thêm một lượt." in page

    def test_a_pair_kept_apart_is_not_blamed(self, client, team, round):
        first, second, _third = round.assignments.all()
        numbers = {
            "way_out": "lift_exclusion",
            "helper": first.inspector_id,
            "other": second.inspector_id,
        }
        shortages = [[second.inspector_id, "excluded", numbers]]
        Round.objects.filter(pk=round.pk).update(shortages=shortages)

        page = client.get(f"/teams/{team.pk}/").text

        names = first.inspector.holder_name, second.inspector.holder_name
        assert "các hộ đi được đều không xếp sang hộ này" in page
        assert "Nếu hộ {} và hộ {} đều đồng ý".format(*names) in page

    def test_other_months_are_one_step_away(self, client, team, round):
        page = client.get(f"/teams/{team.pk}/?month=2026-11").text

        assert "Tháng này chưa chia lượt." in page
        assert 'href="?month=2026-10"' in page
        assert 'href="?month=2026-12"' in page

    @pytest.mark.parametrize("month", ["2026-13", "thang-12", "0000-01", "2026-12-01"])
    def test_a_month_that_is_none_is_a_404(self, client, team, month):
        assert client.get(f"/teams/{team.pk}/?month={month}").status_code == 404

    def test_a_team_at_rest_says_since_when(self, client, team):
        type(team).objects.filter(pk=team.pk).update(paused_on="2026-11-15")

        assert "Tổ tạm nghỉ từ 15/11/2026" in client.get(f"/teams/{team.pk}/").text

    def test_the_circle_shows_who_was_where_and_says_why(self, client, team, round):
        first, second, _third = round.assignments.all()
        record(first)
        record(second, obstacle="nobody_home")

        page = client.get(f"/teams/{team.pk}/")

        pair = f"{first.inspector.holder_name} → {first.inspected.holder_name}"
        assert f"{pair}: chưa sang lần nào." in page.text
        assert "12 tháng qua: 1 trên 6 lượt sang nhà nhau" in page.text
        cells = [cell for _seat, row in page.context["circle"].rows for cell in row]
        assert sorted(cell for cell in cells if cell is not None) == ["", "", "", "", "", "0"]

    def test_the_circle_says_who_goes_next(self, client, team, round):
        told = client.get(f"/teams/{team.pk}/")
        january = open_round(team, Month(2027, 1), at=NOON)
        rows = january.assignments.all()
        pairs = [(a.inspector.holder_name, a.inspected.holder_name) for a in rows]

        page = client.get(f"/teams/{team.pk}/")

        assert "Tháng 01/2027, dự tính" in told.text
        assert "Tháng 01/2027, dự tính" not in page.text
        assert page.context["next_pairs"] == pairs

    def test_the_circle_passes_over_a_month_of_rest(self, client, team, round, ward):
        skip_month(ward, Month(2027, 1), by=None, at=NOON)

        page = client.get(f"/teams/{team.pk}/").text

        assert "Tháng 02/2027, dự tính" in page
        assert "Tháng 01/2027, dự tính" not in page

    @pytest.mark.parametrize("change", ["nothing", "left", "away", "unable", "joined", "done"])
    def test_a_team_that_changed_is_shown_the_way_to_repair(
        self, client, team, round, neighbourhood, change
    ):
        first = round.assignments.first()
        stay = team.memberships.filter(household=first.inspector)
        if change == "joined":
            team.memberships.create(household=make_household(neighbourhood), joined_on=NOON)
        elif change == "done":  # What took place is no reason, whatever happens afterwards.
            record(first)
            stay.update(can_inspect=False)
        elif change != "nothing":
            values = {
                "left": {"left_on": NOON.date()},
                "away": {"away": True},
                "unable": {"can_inspect": False},
            }
            stay.update(**values[change])

        page = client.get(f"/teams/{team.pk}/").text

        assert ("Xem lượt nên sửa" in page) == (change not in ("nothing", "done"))

    def test_without_a_round_there_is_no_circle(self, client, team):
        assert "circle" not in client.get(f"/teams/{team.pk}/").context

    @pytest.mark.parametrize("size", [3, 9])
    def test_a_page_costs_the_same_for_any_size(
        self, client, neighbourhood, size, django_assert_num_queries
    ):
        team = make_team(neighbourhood, size)
        client.force_login(make_user("le", leads=team))
        round = open_round(team, Month(2026, 12), at=OPENED)
        for assignment in round.assignments.all():
            record(assignment, DIEN_01="F")
        # session, user, team, skipped months, members' hazards, rounds with what waits, visits,
        # advice; the circle: members, exclusions, history
        with django_assert_num_queries(11):
            client.get(f"/teams/{team.pk}/")

    def test_a_month_of_rest_and_the_next_one_open_cost_no_more(
        self, client, team, round, ward, django_assert_num_queries
    ):
        skip_month(ward, Month(2027, 1), by=None, at=NOON)
        open_round(team, Month(2027, 2), at=OPENED)

        with django_assert_num_queries(11):
            page = client.get(f"/teams/{team.pk}/")

        assert "Tháng 02/2027" in page.text
        assert "Tháng 02/2027, dự tính" not in page.text


def test_an_officer_gets_a_way_back_up_and_a_leader_does_not(client, officer, team):
    up = f'href="/areas/{team.neighbourhood.code}/"'
    client.force_login(officer)
    seen_by_officer = client.get(f"/teams/{team.pk}/").text
    client.force_login(make_user("lan", leads=team))

    assert (up in seen_by_officer, up in client.get(f"/teams/{team.pk}/").text) == (True, False)


@pytest.mark.usefixtures("leader")
class TestTheMessage:
    def test_the_text_for_the_group_opens_nobodys_page(self, client, team, round):
        page = client.get(f"/teams/{team.pk}/message/2026-12/")

        group = page.context["group_text"]
        assert [link_token(each) in group for each in round.assignments.all()] == [False] * 3
        assert [each.inspector.holder_name in group for each in round.assignments.all()] == [
            True
        ] * 3
        assert "tháng 12/2026, từ 01/12/2026 đến hết thứ Sáu 25/12/2026." in group
        assert "Cháy: gọi 114" in group

    def test_a_text_too_long_for_one_message_goes_without_addresses(
        self, client, team, round, monkeypatch
    ):
        path = f"/teams/{team.pk}/message/2026-12/"
        full = client.get(path).context["group_text"]
        monkeypatch.setattr(message, "LONGEST", len(full))
        assert client.get(path).context["group_text"] == full

        monkeypatch.setattr(message, "LONGEST", len(full) - 1)
        short = client.get(path).context["group_text"]

        first = round.assignments.first()
        pair = f"1. {first.inspector.holder_name} → {first.inspected.holder_name}"
        assert f"{pair} ({first.inspected.address})" in full.splitlines()
        assert pair in short.splitlines()

    def test_the_longest_team_fits_one_message(self, client, neighbourhood):
        team = make_team(neighbourhood, 15)
        for membership in team.memberships.select_related("household"):
            household = membership.household
            household.holder_name = "Nguyễn Hoàng Thị Phương Thảo Nguyên"
            household.house_number = "1234/56/78/9A"
            household.street = "hẻm 132 đường Nguyễn Văn Cừ nối dài, sau chợ An Hòa"
            household.save()
        open_round(team, Month(2026, 12), at=OPENED)
        client.force_login(make_user("my", leads=team))

        group = client.get(f"/teams/{team.pk}/message/2026-12/").context["group_text"]

        assert len(group) <= message.LONGEST
        assert group.count("Nguyễn Hoàng Thị Phương Thảo Nguyên") == 30

    def test_each_household_gets_its_own_link(self, client, team, round):
        page = client.get(f"/teams/{team.pk}/message/2026-12/")

        for sent, assignment in zip(page.context["private"], round.assignments.all(), strict=True):
            assert sent.household == assignment.inspector
            assert link_url(assignment) in sent.text
            assert assignment.inspected.holder_name in sent.text
            assert "hạn chót thứ Sáu 25/12/2026" in sent.text

    def test_those_who_are_done_are_left_in_peace(self, client, team, round):
        record(round.assignments.first())

        page = client.get(f"/teams/{team.pk}/message/2026-12/")

        assert len(page.context["private"]) == 2

    def test_without_a_round_there_is_nothing_to_send(self, client, team):
        assert client.get(f"/teams/{team.pk}/message/2026-12/").status_code == 404


@pytest.mark.usefixtures("leader")
class TestTheSheets:
    def read(self, answer) -> str:
        pages = PdfReader(io.BytesIO(b"".join(answer.streaming_content))).pages
        return "\n".join(page.extract_text() for page in pages)

    def test_the_checklists_carry_every_code_of_the_month(self, client, team, round):
        answer = client.get(f"/teams/{team.pk}/print/2026-12/checklists.pdf")

        assert answer["Content-Type"] == "application/pdf"
        assert "no-store" in answer["Cache-Control"]
        text = self.read(answer)
        assert [short_code(each) in text for each in round.assignments.all()] == [True] * 3

    def test_the_summary_names_the_team(self, client, team, round):
        answer = client.get(f"/teams/{team.pk}/print/2026-12/summary.pdf")

        assert "Tổ 7" in self.read(answer)

    def test_without_a_round_there_is_no_sheet(self, client, team):
        for what in ("checklists", "summary"):
            assert client.get(f"/teams/{team.pk}/print/2026-12/{what}.pdf").status_code == 404

    def test_a_lost_key_is_told_and_a_post_makes_new_codes(self, client, team, round, settings):
        settings.SECRET_KEY = "another-key-" + "1" * 50
        client.force_login(team.appointments.get(role="leader").user)
        before = set(Assignment.objects.values_list("link_hash", flat=True))

        told = client.get(f"/teams/{team.pk}/print/2026-12/checklists.pdf")

        assert told.status_code == 409
        assert "Cấp mã mới và in" in told.text
        assert set(Assignment.objects.values_list("link_hash", flat=True)) == before
        printed = client.post(f"/teams/{team.pk}/print/2026-12/checklists.pdf")
        assert printed["Content-Type"] == "application/pdf"
        assert b"".join(printed.streaming_content).startswith(b"%PDF")
        assert not set(Assignment.objects.values_list("link_hash", flat=True)) & before


def test_a_household_that_moved_away_is_no_fault_of_the_page(client, team, round, neighbourhood):
    make_household(neighbourhood)
    client.force_login(make_user("lan", leads=team))
    round.assignments.first().inspected.memberships.update(left_on="2026-12-05")

    assert client.get(f"/teams/{team.pk}/").status_code == 200
    assert NOON.date() < round.due_on


@pytest.mark.parametrize("size", [3, 9])
def test_the_lists_of_a_month_cost_the_same_for_any_size(
    client, neighbourhood, size, django_assert_num_queries
):
    team = make_team(neighbourhood, size)
    client.force_login(make_user("lan", leads=team))
    record(open_round(team, Month(2026, 12), at=OPENED).assignments.first())
    # session, user, team, members' hazards, round, assignments; paper asks twice who may enter it
    with django_assert_num_queries(6):
        client.get(f"/teams/{team.pk}/message/2026-12/")
    with django_assert_num_queries(7):
        client.get(f"/teams/{team.pk}/paper/2026-12/")
