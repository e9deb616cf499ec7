"""Wards are renamed, merged and split; what was stays readable under its old name."""

import json
from datetime import date
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db.models import signals

from households.models import (
    Appointment,
    Area,
    AreaSuccession,
    Barrier,
    Duty,
    Household,
    Membership,
    RosterImport,
    Team,
    TeamMove,
)
from households.queries.reform import moves_after, show_as_of, teams_of_ward_on, ward_on
from households.reform_map import MapError, MapRow
from households.rules import areas_visible_to
from households.services.reform import ReformTooEarly, reorganise_areas
from tests.factories import make_household, make_neighbourhood, make_team, make_user, make_ward

ON = date(2027, 1, 1)
BEFORE = date(2026, 12, 31)
TODAY = date(2027, 1, 3)
MODELS = (
    Area, AreaSuccession, Team, TeamMove, Household, Membership, Appointment, Duty, Barrier,
    RosterImport,
)  # fmt: skip


def everything():
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in MODELS}


def rows(*lines):
    return [
        MapRow(number, old, new, name, tuple(parts))
        for number, (old, new, name, *parts) in enumerate(lines, start=2)
    ]


def reform(*lines, **options):
    return reorganise_areas(rows(*lines), on=ON, today=TODAY, **options)


def refused(*lines):
    before = everything()
    with pytest.raises(MapError) as error:
        reform(*lines)
    assert everything() == before
    return [(fault.row, fault.column, fault.reason) for fault in error.value.faults]


@pytest.fixture
def cai_khe(ward):
    """Phường Cái Khế, 31120: Khu vực 1 with Tổ 1 and 2, Khu vực 2 with Tổ 3, and a lone home."""
    first, second = make_neighbourhood(ward, "Khu vực 1"), make_neighbourhood(ward, "Khu vực 2")
    for number, area in ((1, first), (2, first), (3, second)):
        make_team(area, size=3, number=number)
    make_household(second, "Hộ Lẻ")
    return ward


@pytest.fixture
def tan_an(ward):
    """Phường Tân An, 31135: Khu vực 1 with Tổ 1 and 7."""
    other = make_ward("31135", "Phường Tân An", ward.parent)
    area = make_neighbourhood(other, "Khu vực 1")
    make_team(area, size=3, number=1)
    make_team(area, size=3, number=7)
    return other


def wards():
    found = Area.objects.filter(level="ward").values_list("code", "name", "valid_from", "valid_to")
    return set(found)


def places():
    """Team by its members' first name: ward, neighbourhood, number."""
    return {
        (team.ward.code, team.neighbourhood.name, team.number)
        for team in Team.objects.select_related("ward", "neighbourhood")
    }


class TestRenaming:
    def test_ends_the_old_name_and_begins_the_new_under_one_code(self, cai_khe):
        done = reform(("31120", "31120", "Phường Ninh Kiều"))
        assert wards() == {
            ("31120", "Phường Cái Khế", date(2025, 7, 1), ON),
            ("31120", "Phường Ninh Kiều", ON, None),
        }
        assert (done.wards_ended, done.wards_created, done.teams, done.households) == (1, 1, 3, 10)
        assert places() == {
            ("31120", "Khu vực 1", 1),
            ("31120", "Khu vực 1", 2),
            ("31120", "Khu vực 2", 3),
        }
        assert {team.ward.name for team in Team.objects.all()} == {"Phường Ninh Kiều"}
        assert {h.neighbourhood.parent.name for h in Household.objects.all()} == {
            "Phường Ninh Kiều"
        }

    def test_keeps_members_leaders_and_ids(self, cai_khe):
        before = [
            list(model.objects.order_by("pk").values()) for model in (Membership, Appointment)
        ]
        teams = set(Team.objects.values_list("pk", flat=True))
        reform(("31120", "31200", "Phường Mới"))
        after = [list(model.objects.order_by("pk").values()) for model in (Membership, Appointment)]
        assert (after, set(Team.objects.values_list("pk", flat=True))) == (before, teams)

    def test_links_old_and_new_ward_and_neighbourhoods(self, cai_khe):
        reform(("31120", "31200", "Phường Mới"))
        links = AreaSuccession.objects.values_list(
            "predecessor__name", "successor__name", "successor__parent__code", "on"
        )
        assert set(links) == {
            ("Phường Cái Khế", "Phường Mới", "92", ON),
            ("Khu vực 1", "Khu vực 1", "31200", ON),
            ("Khu vực 2", "Khu vực 2", "31200", ON),
        }

    def test_of_a_ward_that_takes_land_in_needs_its_own_row(self, cai_khe, tan_an):
        ((row, column, reason),) = refused(("31120", "31135", "Phường Khác"))
        assert (row, column) == (2, "new_name")
        assert "thêm một dòng từ 31135 vào 31135" in reason


class TestMerging:
    def test_gives_way_to_numbers_and_names_that_are_taken_and_says_so(self, cai_khe, tan_an):
        done = reform(("31120", "31200", "Phường Mới"), ("31135", "31200", "Phường Mới"))
        assert places() == {
            ("31200", "Khu vực 1", 1),
            ("31200", "Khu vực 1", 2),
            ("31200", "Khu vực 2", 3),
            ("31200", "Khu vực 1 (Tân An)", 7),
            ("31200", "Khu vực 1 (Tân An)", 8),
        }
        assert done.renumbered == 1
        assert set(done.notices) == {
            "Khu vực 1 của Phường Tân An nay gọi là Khu vực 1 (Tân An): "
            "phường, xã mới đã có tên đó.",
            "Tổ 1 của Phường Tân An nay là Tổ 8 của Phường Mới.",
        }

    def test_into_a_ward_that_goes_on_leaves_its_teams_alone(self, cai_khe, tan_an):
        done = reform(("31135", "31120", "Phường Cái Khế"))
        assert wards() == {
            ("31120", "Phường Cái Khế", date(2025, 7, 1), None),
            ("31135", "Phường Tân An", date(2025, 7, 1), ON),
        }
        assert (done.wards_ended, done.wards_created, done.teams) == (1, 0, 2)
        assert places() == {
            ("31120", "Khu vực 1", 1),
            ("31120", "Khu vực 1", 2),
            ("31120", "Khu vực 2", 3),
            ("31120", "Khu vực 1 (Tân An)", 7),
            ("31120", "Khu vực 1 (Tân An)", 8),
        }
        assert TeamMove.objects.count() == 2

    def test_a_number_of_a_disbanded_team_is_taken_too(self, cai_khe, tan_an):
        Team.objects.filter(ward=cai_khe, number=3).update(disbanded_on=BEFORE)
        Team.objects.filter(ward=tan_an, number=7).update(number=3)
        reform(("31135", "31120", "Phường Cái Khế"))
        moved = Team.objects.filter(moves__isnull=False)
        assert set(moved.values_list("number", flat=True)) == {4, 5}


class TestSplitting:
    def test_follows_the_neighbourhoods_by_name_or_code(self, cai_khe):
        second = Area.objects.get(name="Khu vực 2")
        reform(
            ("31120", "31201", "Phường Một", "khu vuc 1"),
            ("31120", "31202", "Phường Hai", second.code),
        )
        assert places() == {
            ("31201", "Khu vực 1", 1),
            ("31201", "Khu vực 1", 2),
            ("31202", "Khu vực 2", 3),
        }
        assert Household.objects.get(holder_name="Hộ Lẻ").neighbourhood.parent.code == "31202"

    def test_a_ward_that_goes_on_keeps_the_rest(self, cai_khe):
        done = reform(
            ("31120", "31120", "Phường Cái Khế", "*"),
            ("31120", "31202", "Phường Hai", "Khu vực 2"),
        )
        assert places() == {
            ("31120", "Khu vực 1", 1),
            ("31120", "Khu vực 1", 2),
            ("31202", "Khu vực 2", 3),
        }
        assert Area.objects.get(code="31120").valid_to is None
        assert (done.wards_ended, done.wards_created, done.teams) == (0, 1, 1)

    def test_a_part_that_goes_nowhere_is_refused_by_name(self, cai_khe):
        ((row, column, reason),) = refused(("31120", "31201", "Phường Một", "Khu vực 1"))
        assert (row, column) == (2, "neighbourhoods")
        assert reason == "Phần này của Phường Cái Khế chưa đi về đâu: Khu vực 2."

    def test_an_unknown_part_is_refused_with_those_that_there_are(self, cai_khe):
        faults = refused(
            ("31120", "31201", "Phường Một", "Khu vực 9"),
            ("31120", "31202", "Phường Hai", "*"),
        )
        assert [(row, column) for row, column, _reason in faults] == [(2, "neighbourhoods")]
        assert "Khu vực 1, Khu vực 2" in faults[0][2]

    def test_the_same_part_by_name_and_code_is_refused(self, cai_khe):
        first = Area.objects.get(name="Khu vực 1")
        faults = refused(
            ("31120", "31201", "Phường Một", "Khu vực 1", "Khu vực 2"),
            ("31120", "31202", "Phường Hai", first.code),
        )
        assert [(row, column) for row, column, _reason in faults] == [(3, "neighbourhoods")]


def test_a_code_may_pass_to_other_land(cai_khe, tan_an):
    reform(("31120", "31135", "Phường Đông"), ("31135", "31200", "Phường Tây"))
    assert wards() == {
        ("31120", "Phường Cái Khế", date(2025, 7, 1), ON),
        ("31135", "Phường Tân An", date(2025, 7, 1), ON),
        ("31135", "Phường Đông", ON, None),
        ("31200", "Phường Tây", ON, None),
    }
    assert {(code, number) for code, _name, number in places()} == {
        ("31135", 1), ("31135", 2), ("31135", 3), ("31200", 1), ("31200", 7),
    }  # fmt: skip


class TestRefusals:
    def test_an_unknown_ward(self, cai_khe):
        assert [fault[:2] for fault in refused(("99999", "31200", "Mới"))] == [(2, "old_code")]

    def test_a_ward_that_is_younger_than_the_day(self, cai_khe):
        Area.objects.filter(pk=cai_khe.pk).update(valid_from=ON)
        assert [fault[:2] for fault in refused(("31120", "31200", "Mới"))] == [(2, "old_code")]

    def test_an_unknown_city(self, cai_khe):
        with pytest.raises(MapError, match="Dòng 2, cột new_city"):
            reorganise_areas([MapRow(2, "31120", "31200", "Mới", (), "55")], on=ON, today=TODAY)

    def test_a_map_of_which_a_part_was_done_by_another(self, cai_khe, tan_an):
        reform(("31120", "31200", "Phường Mới"))
        faults = refused(("31120", "31200", "Phường Mới"), ("31135", "31200", "Phường Mới"))
        assert [fault[:2] for fault in faults] == [(2, "old_code")]


MERGER = (
    ("31120", "31200", "Phường Mới", "Khu vực 1"),
    ("31120", "31135", "Phường Tân An", "Khu vực 2"),
)


class TestTwiceIsOnce:
    @pytest.mark.parametrize(
        "lines",
        [
            MERGER,
            [("31120", "31120", "Phường Ninh Kiều")],
            [("31120", "31200", "Mới"), ("31135", "31200", "Mới")],
            [("31120", "31120", "Phường Cái Khế", "*"), ("31120", "31202", "Hai", "Khu vực 2")],
            [("31120", "31135", "Phường Đông"), ("31135", "31200", "Phường Tây")],
            [("31120", "31135", "Phường Mới"), ("31135", "31135", "Phường Mới")],
        ],
    )
    def test_whatever_the_map(self, cai_khe, tan_an, officer, lines):
        first = reform(*lines)
        after = everything()
        again = reform(*lines)
        assert everything() == after
        assert (first.already_done, again.already_done) == (False, True)

    def test_a_dry_run_tells_the_same_and_changes_nothing(self, cai_khe, tan_an):
        before = everything()
        told = reform(*MERGER, dry_run=True)
        assert everything() == before
        assert told == reform(*MERGER)

    @pytest.mark.parametrize("model", [AreaSuccession, Area, Duty])
    def test_killed_halfway_nothing_has_changed(self, cai_khe, tan_an, officer, model):
        before = everything()
        count = 0

        def die(**kwargs):
            nonlocal count
            count += 1
            if count == 2 or model is not Area:
                raise RuntimeError

        signal = signals.post_init if model is AreaSuccession else signals.post_save
        signal.connect(die, sender=model)
        try:
            with pytest.raises(RuntimeError):
                reform(*MERGER)
        finally:
            signal.disconnect(die, sender=model)
        assert everything() == before


class TestDuties:
    def charge(self, user, on=TODAY):
        return {
            area.name
            for area in Area.objects.filter(duties__user=user).filter(
                pk__in=areas_visible_to(user, on=on), valid_to=None
            )
        }

    def test_follow_the_ward_and_the_neighbourhood(self, cai_khe, officer):
        below = make_user("kha", duty=Area.objects.get(name="Khu vực 2"))
        reform(("31120", "31200", "Phường Mới"))
        assert self.charge(officer) == {"Phường Mới"}
        assert self.charge(below) == {"Khu vực 2"}
        old = Duty.objects.get(user=officer, area=cai_khe)
        assert (old.starts_on, old.ends_on) == (date(2026, 1, 1), BEFORE)

    def test_over_two_wards_that_merge_become_one(self, cai_khe, tan_an, officer):
        Duty.objects.create(user=officer, area=tan_an, starts_on=date(2026, 5, 1))
        reform(("31120", "31200", "Phường Mới"), ("31135", "31200", "Phường Mới"))
        held = Duty.objects.filter(user=officer, ends_on=None)
        assert [duty.area.name for duty in held] == ["Phường Mới"]

    def test_over_a_split_ward_reach_no_home_that_was_never_theirs(self, cai_khe, tan_an, officer):
        other = make_user("oanh", duty=tan_an)
        done = reform(*MERGER)
        assert self.charge(officer) == {"Phường Mới", "Khu vực 2"}
        assert self.charge(other) == {"Phường Tân An"}
        mine = Household.objects.filter(neighbourhood__in=areas_visible_to(officer, on=TODAY))
        assert mine.count() == 10
        assert any("hanh nay phụ trách Phường Mới, Khu vực 2" in n for n in done.notices)

    def test_of_the_city_are_as_they_were(self, cai_khe, city_officer):
        before = list(Duty.objects.filter(user=city_officer).values())
        reform(("31120", "31200", "Phường Mới"))
        assert list(Duty.objects.filter(user=city_officer).values()) == before

    def test_that_end_keep_their_end_and_those_that_ended_stay(self, cai_khe, officer, ward):
        Duty.objects.filter(user=officer).update(ends_on=date(2027, 3, 1))
        past = make_user("cu", duty=ward)
        Duty.objects.filter(user=past).update(ends_on=date(2026, 6, 1))
        reform(("31120", "31200", "Phường Mới"))
        assert Duty.objects.get(user=officer, area__code="31200").ends_on == date(2027, 3, 1)
        assert Duty.objects.filter(user=past).count() == 1

    def test_see_the_new_ward_from_the_very_day(self, cai_khe, officer):
        reorganise_areas(rows(("31120", "31200", "Mới")), on=ON, today=ON)
        assert self.charge(officer, on=ON) == {"Mới"}


class TestADayStillToCome:
    def test_is_refused_and_nothing_changes(self, cai_khe, officer):
        before = everything()
        with pytest.raises(ReformTooEarly, match="Ngày 01/01/2027 chưa tới"):
            reorganise_areas(rows(("31120", "31200", "Mới")), on=ON, today=BEFORE)
        assert everything() == before

    def test_can_be_tried_out(self, cai_khe, officer):
        before = everything()
        told = reorganise_areas(rows(("31120", "31200", "Mới")), on=ON, today=BEFORE, dry_run=True)
        assert everything() == before
        assert told == reorganise_areas(rows(("31120", "31200", "Mới")), on=ON, today=ON)


class TestWhatWas:
    def test_a_team_shows_its_old_place_for_days_before(self, cai_khe, tan_an):
        reform(("31120", "31200", "Phường Mới"), ("31135", "31200", "Phường Mới"))
        for day, expected in ((BEFORE, {(1, "Phường Tân An"), (7, "Phường Tân An")}), (ON, set())):
            teams = list(
                Team.objects.filter(moves__ward=tan_an).select_related("ward", "neighbourhood")
            )
            show_as_of(teams, day=day)
            shown = {(team.number, team.ward.name) for team in teams}
            assert shown == (expected or {(7, "Phường Mới"), (8, "Phường Mới")})

    def test_of_two_reforms_the_one_after_the_day_counts(self, cai_khe):
        reform(("31120", "31200", "Phường Mới"))
        reorganise_areas(
            rows(("31200", "31300", "Phường Mới Hơn")), on=date(2027, 6, 1), today=date(2027, 6, 1)
        )
        team = Team.objects.get(number=1)
        names = [
            moves_after([team.pk], day=day)[team.pk].ward.name for day in (BEFORE, date(2027, 3, 1))
        ]
        assert names == ["Phường Cái Khế", "Phường Mới"]
        assert moves_after([team.pk], day=date(2027, 6, 1)) == {}

    def test_a_code_leads_to_the_ward_of_the_day(self, cai_khe):
        reform(("31120", "31120", "Phường Ninh Kiều"))
        assert ward_on("31120", day=BEFORE) == cai_khe
        assert ward_on("31120", day=ON).name == "Phường Ninh Kiều"
        assert teams_of_ward_on(cai_khe, day=BEFORE).count() == 3
        assert teams_of_ward_on(cai_khe, day=ON).count() == 0

    def test_a_disbanded_team_stays_where_it_ended(self, cai_khe):
        Team.objects.filter(number=3).update(disbanded_on=BEFORE)
        reform(("31120", "31200", "Phường Mới"))
        assert Team.objects.get(number=3).ward == cai_khe


def test_rivers_are_not_crossed_in_the_new_wards_either(cai_khe):
    Barrier.objects.create(ward=cai_khe, kind="water", name="Rạch", geometry=[[105, 10], [106, 10]])
    reform(("31120", "31201", "Phường Một", "Khu vực 1"), ("31120", "31202", "Phường Hai", "*"))
    assert set(Barrier.objects.values_list("ward__code", "name")) == {
        ("31201", "Rạch"),
        ("31202", "Rạch"),
    }


def test_a_file_that_waits_for_the_old_ward_is_dropped_and_said(cai_khe, tmp_path, settings):
    RosterImport.objects.create(
        ward=cai_khe, file_name="ho.csv", digest="x", uploaded_at="2026-12-01T00:00Z"
    )
    done = reform(("31120", "31200", "Phường Mới"))
    assert not RosterImport.objects.exists()
    assert "Tệp ho.csv của Phường Cái Khế chưa áp dụng nên đã bỏ" in done.notices[-1]


def test_a_neighbourhood_entered_after_the_day_goes_along_as_it_is(cai_khe):
    late = Area.objects.get(name="Khu vực 2")
    Area.objects.filter(pk=late.pk).update(valid_from=TODAY)
    reform(("31120", "31200", "Phường Mới"))
    late.refresh_from_db()
    assert (late.parent.code, late.valid_to) == ("31200", None)


class TestCommand:
    def run(self, path, *words):
        out, said = StringIO(), StringIO()
        call_command(
            "reorganise_areas", path, "--on", "2027-01-01", *words, stdout=out, stderr=said
        )
        return out.getvalue(), said.getvalue()

    @pytest.fixture(autouse=True)
    def day(self):
        with time_machine.travel(TODAY, tick=False):
            yield

    @pytest.fixture
    def path(self, tmp_path):
        path = tmp_path / "map.csv"
        path.write_text("old_code,new_code,new_name\n31120,31200,Phường Mới\n", encoding="utf-8")
        return path

    def test_says_what_it_did_and_then_that_it_was_done(self, cai_khe, path):
        before = everything()
        out, said = self.run(path, "--dry-run", "--json")
        assert everything() == before
        assert "Chạy thử: chưa đổi gì." in said
        again = json.loads(self.run(path, "--json")[0])
        assert again == json.loads(out)
        assert {name: again[name] for name in ("wards_ended", "wards_created", "teams")} == {
            "wards_ended": 1,
            "wards_created": 1,
            "teams": 3,
        }
        out, said = self.run(path, "--json")
        assert json.loads(out)["already_done"] is True
        assert "Bảng này đã áp dụng rồi" in said

    def test_refuses_with_row_and_column(self, cai_khe, path):
        path.write_text("old_code,new_code,new_name\n31120,1,A\n1,31120,B\n", encoding="utf-8")
        with pytest.raises(
            CommandError, match="Dòng 2, cột new_code: Vòng quanh: 31120 → 1 → 31120"
        ):
            self.run(path)

    @pytest.mark.parametrize("day", ["01/01/2027", "mai"])
    def test_refuses_a_day_that_is_none(self, path, day):
        with pytest.raises(CommandError, match="Ngày phải ghi như 2026-12-20"):
            call_command("reorganise_areas", path, on=day)

    def test_refuses_a_day_that_has_not_come_and_says_what_to_do(self, cai_khe, path):
        before = everything()
        with time_machine.travel(BEFORE, tick=False):
            with pytest.raises(CommandError, match="Xin chạy lại lệnh này từ ngày đó; thêm --dry"):
                self.run(path)
            said = self.run(path, "--dry-run")[1]
        assert "chuyển 2 khu vực, 3 tổ" in said
        assert everything() == before
