from dataclasses import replace

import pytest

from households.models import Area, Household
from households.rosters import Roster, RosterRow
from households.rosters.values import Doubt
from households.services.roster import apply_import
from households.services.roster_plan import preview_import
from tests.factories import make_household, make_neighbourhood

COLUMNS = {
    "holder_name": "Chủ hộ",
    "house_number": "Số nhà",
    "street": "Đường",
    "neighbourhood": "Khu vực",
    "phone": "Điện thoại",
    "kind": "Loại hình",
}
AN = RosterRow(
    number=2,
    holder_name="Trần Thị An",
    house_number="12/3",
    street="Đề Thám",
    neighbourhood="Khu vực 1",
    phone="0912345678",
    kind="shop",
    occupants=4,
    latitude=10.05,
    longitude=105.78,
)
BÌNH = replace(AN, number=3, holder_name="Lê Văn Bình", house_number="14", phone="0987654321")


def roster(*rows, columns=COLUMNS):
    return Roster(sheet="Tờ 1", header_row=1, columns=columns, ignored_columns=(), rows=tuple(rows))


def outcomes(plan):
    return [line.outcome for line in plan.rows]


def codes(plan):
    return [doubt.code for line in plan.rows for doubt in line.doubts]


def register():
    return set(
        Household.objects.values_list("holder_name", "house_number", "phone", "neighbourhood__name")
    )


def saved(neighbourhood, row=AN, **fields):
    """A household of the register as the row describes it, apart from ``fields``."""
    names = ("house_number", "street", "phone", "kind", "occupants", "need_help")
    names += ("latitude", "longitude")
    values = {name: getattr(row, name) for name in names} | fields
    return make_household(neighbourhood, values.pop("holder_name", row.holder_name), **values)


def test_a_roster_tells_how_many_need_help_and_an_empty_cell_unsays_nothing(ward, on):
    apply_import(ward, roster(replace(AN, need_help=2)), on=on)
    assert Household.objects.get().need_help == 2
    for given, kept in ((3, 3), (None, 3), (0, 0)):
        apply_import(ward, roster(replace(AN, need_help=given)), on=on)
        assert Household.objects.get().need_help == kept


def test_new_rows_become_households_and_name_new_neighbourhoods(ward, on):
    plan = apply_import(ward, roster(AN, BÌNH), on=on)
    assert outcomes(plan) == ["created", "created"]
    assert plan.new_neighbourhoods == ("Khu vực 1",)
    assert register() == {
        ("Trần Thị An", "12/3", "0912345678", "Khu vực 1"),
        ("Lê Văn Bình", "14", "0987654321", "Khu vực 1"),
    }
    an = Household.objects.get(holder_name="Trần Thị An")
    assert (an.kind, an.occupants, an.latitude, an.longitude) == ("shop", 4, 10.05, 105.78)
    assert (an.entered_on, an.left_on) == (on, None)


def test_the_same_file_again_changes_nothing(ward, on):
    apply_import(ward, roster(AN, BÌNH), on=on)
    before = list(Household.objects.values())
    assert outcomes(apply_import(ward, roster(AN, BÌNH), on=on)) == ["unchanged", "unchanged"]
    assert list(Household.objects.values()) == before


def test_a_preview_writes_nothing(ward):
    assert outcomes(preview_import(ward, roster(AN, BÌNH))) == ["created", "created"]
    assert (Household.objects.count(), Area.objects.filter(parent=ward).count()) == (0, 0)


def test_changed_cells_update_the_household(ward, neighbourhood, on):
    an = saved(neighbourhood, phone="0900000000", occupants=2, kind="house")
    assert outcomes(apply_import(ward, roster(AN), on=on)) == ["updated"]
    an.refresh_from_db()
    assert (an.phone, an.occupants, an.kind) == ("0912345678", 4, "shop")


def test_an_empty_cell_erases_nothing(ward, neighbourhood, on):
    saved(neighbourhood, note="Có chó dữ")
    before = Household.objects.values().get()
    bare = replace(AN, phone="", kind="house", occupants=None, latitude=None, longitude=None)
    columns = {name: heading for name, heading in COLUMNS.items() if name != "kind"}
    plan = apply_import(ward, roster(bare, columns=columns), on=on)
    assert outcomes(plan) == ["unchanged"]
    assert Household.objects.values().get() == before


@pytest.mark.parametrize("code", ["kind_missing", "kind_unknown"])
def test_a_kind_that_the_reader_guessed_does_not_overrule_the_register(
    ward, neighbourhood, on, code
):
    an = saved(neighbourhood)
    guessed = replace(AN, kind="house", doubts=(Doubt("Loại hình", code, "?"),))
    assert outcomes(apply_import(ward, roster(guessed), on=on)) == ["unchanged"]
    an.refresh_from_db()
    assert an.kind == "shop"


def test_a_name_typed_without_accents_does_not_spoil_the_one_with(ward, neighbourhood, on):
    an = saved(neighbourhood)
    plan = apply_import(ward, roster(replace(AN, holder_name="Tran Thi An")), on=on)
    assert outcomes(plan) == ["unchanged"]
    an.refresh_from_db()
    assert an.holder_name == "Trần Thị An"


def test_accents_that_were_missing_are_added(ward, neighbourhood, on):
    an = saved(neighbourhood, holder_name="Tran Thi An")
    assert outcomes(apply_import(ward, roster(AN), on=on)) == ["updated"]
    an.refresh_from_db()
    assert an.holder_name == "Trần Thị An"


def test_a_new_holder_at_the_same_door_with_the_same_phone_is_the_same_household(
    ward, neighbourhood, on
):
    an = saved(neighbourhood)
    plan = apply_import(ward, roster(replace(AN, holder_name="Trần Văn Con")), on=on)
    assert (outcomes(plan), codes(plan)) == (["updated"], ["name_changed"])
    an.refresh_from_db()
    assert (an.holder_name, an.name_key) == ("Trần Văn Con", "tran van con")


def test_a_renumbered_house_is_the_same_household(ward, neighbourhood, on):
    an = saved(neighbourhood)
    plan = apply_import(ward, roster(replace(AN, house_number="88")), on=on)
    assert (outcomes(plan), codes(plan)) == (["updated"], ["address_changed"])
    an.refresh_from_db()
    assert (an.house_number, an.address_key) == ("88", "88 de tham")


def test_a_second_premises_of_the_same_person_is_a_household_of_its_own(ward, neighbourhood, on):
    saved(neighbourhood)
    stall = replace(AN, house_number="Sạp 7", street="Chợ Cái Khế", kind="market_stall")
    plan = apply_import(ward, roster(stall), on=on)
    assert (outcomes(plan), codes(plan)) == (["created"], ["maybe_moved"])
    assert Household.objects.count() == 2


def test_house_and_stall_in_one_file_do_not_take_each_others_place(ward, neighbourhood, on):
    saved(neighbourhood)
    stall = replace(AN, number=5, house_number="Sạp 7", street="Chợ Cái Khế", kind="market_stall")
    assert outcomes(apply_import(ward, roster(stall, AN), on=on)) == ["created", "unchanged"]


def test_the_same_person_elsewhere_in_the_ward_is_told_and_left_alone(ward, neighbourhood, on):
    an = saved(make_neighbourhood(ward, "Khu vực 2"))
    plan = apply_import(ward, roster(AN), on=on)
    assert (outcomes(plan), codes(plan)) == (["created"], ["maybe_moved"])
    assert "Khu vực 2" in plan.rows[0].doubts[0].message
    assert Household.objects.filter(left_on=None).count() == 2
    an.refresh_from_db()
    assert an.neighbourhood.name == "Khu vực 2"


def test_a_row_without_address_finds_its_only_namesake(ward, neighbourhood, on):
    an = saved(neighbourhood)
    nameless = replace(AN, house_number="", street="", phone="")
    plan = apply_import(ward, roster(nameless), on=on)
    assert (outcomes(plan), codes(plan)) == (["unchanged"], ["matched_by_name"])
    an.refresh_from_db()
    assert an.house_number == "12/3"


def test_a_namesake_with_another_phone_is_somebody_else(ward, neighbourhood, on):
    saved(neighbourhood)
    other = replace(AN, house_number="", street="", phone="0987654321")
    assert outcomes(apply_import(ward, roster(other), on=on)) == ["created"]


def test_two_families_behind_one_door_stay_two_households(ward, on):
    son = replace(AN, number=3, holder_name="Trần Văn Con")
    assert outcomes(apply_import(ward, roster(AN, son), on=on)) == ["created", "created"]
    assert outcomes(apply_import(ward, roster(AN, son), on=on)) == ["unchanged", "unchanged"]


def test_a_row_that_says_the_same_as_an_earlier_one_is_merged(ward, on):
    again = replace(AN, number=9, neighbourhood="KV 01")
    plan = apply_import(ward, roster(AN, again), on=on)
    assert (outcomes(plan), codes(plan)) == (["created", "merged"], ["repeats_row"])
    assert "dòng 2" in plan.rows[1].doubts[0].message


def test_rows_that_the_reader_rejected_or_merged_write_nothing(ward, on):
    rejected = replace(BÌNH, rejected=True, doubts=(Doubt("Số nhà", "x", "?", severity="error"),))
    merged = replace(AN, number=4, merged_into=2)
    plan = apply_import(ward, roster(AN, rejected, merged), on=on)
    assert outcomes(plan) == ["created", "rejected", "merged"]
    assert register() == {("Trần Thị An", "12/3", "0912345678", "Khu vực 1")}


def test_households_that_the_file_does_not_name_are_told_and_kept(ward, neighbourhood, on):
    gone = saved(neighbourhood, BÌNH)
    saved(make_neighbourhood(ward, "Khu vực 2"), BÌNH)
    plan = apply_import(ward, roster(AN), on=on)
    assert plan.missing == (gone,)
    gone.refresh_from_db()
    assert gone.left_on is None


def test_a_household_that_left_comes_back_as_a_new_one(ward, neighbourhood, on):
    saved(neighbourhood, left_on=on)
    assert outcomes(apply_import(ward, roster(AN), on=on)) == ["created"]
    assert Household.objects.filter(left_on=None).count() == 1


def test_a_row_without_neighbourhood_is_kept_apart_and_told(ward, on):
    plan = apply_import(ward, roster(replace(AN, neighbourhood="")), on=on)
    assert (outcomes(plan), codes(plan)) == (["created"], ["neighbourhood_missing"])
    assert register() == {("Trần Thị An", "12/3", "0912345678", "Chưa rõ khu vực")}


def test_a_row_without_neighbourhood_finds_its_household(ward, neighbourhood, on):
    saved(neighbourhood)
    plan = apply_import(ward, roster(replace(AN, neighbourhood="")), on=on)
    assert (outcomes(plan), codes(plan)) == (["unchanged"], [])


@pytest.mark.parametrize(
    ("name", "expected"), [("P. Cái Khế", []), ("cai khe", []), ("Phường Tân An", ["other_ward"])]
)
def test_another_wards_name_in_a_row_is_told(ward, name, expected):
    assert codes(preview_import(ward, roster(replace(AN, ward=name)))) == expected


def test_an_address_that_became_somebody_elses_is_not_taken_over(ward, neighbourhood, on):
    saved(neighbourhood, phone="", house_number="88")
    an = saved(neighbourhood)
    # Only the number is given, and with the saved street it is the namesake's door.
    moved = replace(AN, house_number="88", street="", occupants=6)
    plan = apply_import(ward, roster(moved), on=on)
    assert (outcomes(plan), codes(plan)) == (["updated"], ["address_changed", "taken"])
    an.refresh_from_db()
    assert (an.house_number, an.occupants) == ("12/3", 6)


def test_counts_add_up(ward, neighbourhood, on):
    saved(neighbourhood, BÌNH, occupants=1)
    rows = (
        AN,
        BÌNH,
        replace(AN, number=4, merged_into=2),
        replace(AN, number=5, rejected=True),
        replace(AN, number=6, holder_name="Võ Thị Cúc", neighbourhood=""),
    )
    assert apply_import(ward, roster(*rows), on=on).counts() == {
        "rows": 5,
        "created": 2,
        "updated": 1,
        "unchanged": 0,
        "merged": 1,
        "rejected": 1,
        "warned": 1,
    }


def test_one_row_and_three_need_the_same_queries(
    ward, neighbourhood, on, django_assert_num_queries
):
    # neighbourhoods, households, the ward's predecessors
    with django_assert_num_queries(3):
        preview_import(ward, roster(AN))
    apply_import(ward, roster(AN, BÌNH), on=on)
    cúc = replace(AN, number=4, holder_name="Võ Thị Cúc", house_number="16")
    with django_assert_num_queries(3):
        preview_import(ward, roster(AN, BÌNH, cúc))
    changed = [replace(row, occupants=9) for row in (AN, BÌNH)]
    # ward, its households, those three, neighbourhoods, new and changed ones; two savepoints (4);
    # the teams of the changed ones
    with django_assert_num_queries(13):
        apply_import(ward, roster(*changed, cúc), on=on)


def test_an_import_that_breaks_halfway_leaves_nothing(ward, on, monkeypatch):
    def break_down(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("households.services.roster._update", break_down)
    with pytest.raises(RuntimeError):
        apply_import(ward, roster(AN), on=on)
    assert (Household.objects.count(), Area.objects.filter(parent=ward).count()) == (0, 0)
