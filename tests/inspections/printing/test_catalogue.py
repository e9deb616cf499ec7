"""Every sheet, from the rows of a team or an area to a document."""

from dataclasses import replace
from datetime import date
from io import BytesIO
from uuid import uuid4

import pytest
from django.utils.translation import get_language, override
from pypdf import PdfReader

from households.models import Household
from inspections.models import HouseholdLink
from inspections.planning.answers import Answer
from inspections.printing.catalogue import AREA_SHEETS, SHEETS, TEAM_SHEETS
from inspections.printing.options import Options
from inspections.queries.checklist import items_for
from inspections.services.checklist import publish_checklist, read_items
from inspections.services.household_link import household_by_token
from inspections.services.inspection import Result, record_inspection
from inspections.services.link import LinkLost, short_code
from inspections.services.round import open_round
from tests.factories import make_team
from tests.inspections.printing.reading import addresses_of, pages_of
from tests.inspections.services.stories import DECEMBER, at, open_december

# One query each for the round's papers: rounds, visits, members, hazards, sightings, leaders.
PAPERS = 6
QUERIES = {
    "checklists": PAPERS + 1,
    "assignments": PAPERS,
    "matrix": PAPERS + 1,
    "notices": PAPERS + 1,
    "follow_ups": PAPERS,
    "link_cards": PAPERS,
    "rosters": 3,
    "summaries": PAPERS + 2,
    "self_checks": PAPERS + 2,
}


def write(name, subject, on, **options) -> bytes:
    out = BytesIO()
    printed = SHEETS[name].write(out, subject, DECEMBER, Options(**options), on=on)
    assert printed.pages == len(PdfReader(out).pages)
    return out.getvalue()


@pytest.fixture
def teams(neighbourhood):
    """Three teams that found a fault in November and carry it into December."""
    made = [make_team(neighbourhood, 3, number=number) for number in (1, 2, 3)]
    for team in made:
        visit = open_round(team, DECEMBER.previous(), at=at(date(2026, 11, 1))).assignments.first()
        items = items_for(visit.round, visit.inspected)
        answers = {item.code: Answer.PASS for item in items} | {"DIEN-01": Answer.FAIL}
        result = Result(answers=answers, notes={"DIEN-01": "ổ cắm cháy"}, done_on=date(2026, 11, 6))
        record_inspection(
            visit, result, client_id=uuid4(), source="phone", at=at(date(2026, 11, 6))
        )
        open_december(team)
    return made


def test_names_are_those_of_the_table():
    assert [name for name, sheet in SHEETS.items() if sheet.name != name] == []
    assert SHEETS == TEAM_SHEETS | AREA_SHEETS


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", TEAM_SHEETS)
def test_a_team_sheet_is_written_in_its_language_and_counts_teams(teams, on, name, language):
    heard = []
    out = BytesIO()
    with override("en" if language == "vi" else "vi"):
        SHEETS[name].write(out, teams, DECEMBER, Options(language), on=on, progress=heard.append)
        assert get_language() != language
    reader = PdfReader(out)
    assert (heard[-1], len(reader.outline)) == (3, 3)
    call = {"vi": "Cháy: gọi 114", "en": "Fire: call 114"}[language]
    pages = pages_of(out.getvalue())
    assert all(call in page for page in pages)
    # A roster asks nothing.
    version = {"vi": "mẫu 1", "en": "version 1"}[language]
    assert [version in page for page in pages] == [name != "rosters"] * len(pages)


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("name", TEAM_SHEETS)
def test_a_team_sheet_takes_as_many_queries_for_one_team_as_for_three(
    teams, on, name, count, django_assert_num_queries
):
    with django_assert_num_queries(QUERIES[name]):
        write(name, teams[:count], on)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", sorted(AREA_SHEETS.keys() - {"overdue"}))
def test_an_area_sheet_is_written_for_a_ward_and_a_city(teams, ward, on, name, language):
    for area in (ward, ward.parent):
        text = " ".join(pages_of(write(name, area, on, language=language)))
        assert area.name in text
        assert "DIEN-01" in text


def test_what_a_sheet_does_not_come_in_is_left_out_of_the_options():
    asked = Options("en", size="large", paper="a5", scope="core")
    assert SHEETS["rosters"].fitting(asked) == Options("en")
    assert SHEETS["checklists"].fitting(asked) == asked
    assert SHEETS["notices"].fitting(asked) == Options("en", paper="a5")


def test_the_questions_follow_the_option_whatever_the_round_asks(teams, on):
    asked = {
        scope: " ".join(pages_of(write("checklists", teams[:1], on, scope=scope)))
        for scope in ("core", "full")
    }
    assert ["DIEN-02 " in text for text in asked.values()] == [False, True]
    assert all("GAS-01 " in text for text in asked.values())


def test_the_list_of_calls_is_of_the_day_or_of_the_months_end(teams, ward):
    late = date(2027, 1, 4)
    december, january = (
        next(iter(SHEETS["overdue"].values(ward, month, Options(officer="Hạnh"), on=late)))
        for month in (DECEMBER, DECEMBER.next())
    )
    assert (december.as_of, january.as_of) == (date(2026, 12, 31), late)
    assert [line.team for line in january.lines] == ["Tổ 1", "Tổ 2", "Tổ 3"]
    out = BytesIO()
    SHEETS["overdue"].write(out, ward, DECEMBER.next(), Options(officer="Hạnh"), on=late)
    text = " ".join(pages_of(out.getvalue()))
    assert "Cán bộ: Hạnh" in text
    assert all(line.reason.split(",")[0] in text for line in january.lines)


@pytest.mark.parametrize("kind", ["house", "house_business"])
@pytest.mark.parametrize("members", [5, 12, 15])
def test_a_core_list_of_one_kind_of_premises_fits_one_matrix(neighbourhood, on, members, kind):
    team = make_team(neighbourhood, members)
    Household.objects.update(kind=kind, holder_name="Nguyễn Hoàng Phương Nguyệt Thanh")
    open_december(team)
    (page,) = pages_of(write("matrix", [team], on, scope="core"))
    assert "THOAT-01" in page
    assert page.count("hộ ") >= members


def test_each_kind_of_premises_has_its_own_questions_in_the_matrix(neighbourhood, on):
    team = make_team(neighbourhood, 3)
    stall = team.memberships.first().household
    Household.objects.filter(pk=stall.pk).update(kind="market_stall")
    round = open_december(team)
    (sheet,) = SHEETS["matrix"].values([team], DECEMBER, Options(), on=on)
    lines = {line.code: line.asked for group in sheet.groups for line in group.lines}
    inspected = [visit.inspected_id for visit in round.assignments.order_by("position")]
    place = inspected.index(stall.pk)
    assert lines["CHO-01"] == tuple(number == place for number in range(3))
    assert lines["THOAT-02"] == tuple(number != place for number in range(3))


def test_only_the_follow_up_of_the_right_visit_carries_a_fault(teams, on):
    pages = pages_of(write("follow_ups", teams[:1], on))
    (page,) = pages
    assert "ổ cắm cháy" in page
    assert "từ 06/11/2026" in page


def test_a_notice_never_carries_the_inspectors_own_way_in(teams, on):
    pdf = write("notices", teams[:1], on)
    text = " ".join(pages_of(pdf))
    for visit in teams[0].rounds.get(month=DECEMBER.first_day).assignments.all():
        assert short_code(visit) not in text
    addresses = addresses_of(pdf)
    assert addresses
    assert not [address for address in addresses if "/K/" in address.upper()]


def test_a_notice_carries_the_own_way_in_of_the_household_it_goes_to(teams, on, settings):
    settings.SITE_URL = "https://to12.example.vn"
    packs = list(SHEETS["notices"].values(teams, DECEMBER, Options(), on=on))
    for team, pack in zip(teams, packs, strict=True):
        visits = team.rounds.get(month=DECEMBER.first_day).assignments.order_by("position")
        for visit, notice in zip(visits, pack.notices, strict=True):
            assert notice.household.name == visit.inspected.holder_name
            token = notice.answer_link.removeprefix("HTTPS://TO12.EXAMPLE.VN/H/")
            for text in (token, notice.answer_code):
                link = household_by_token(text, at(on))
                assert (link.household, link.month) == (visit.inspected, DECEMBER.first_day)
    assert list(SHEETS["notices"].values(teams, DECEMBER, Options(), on=on)) == packs
    text = " ".join(pages_of(write("notices", teams, on)))
    assert all(notice.answer_code in text for pack in packs for notice in pack.notices)


@pytest.mark.parametrize("name", TEAM_SHEETS)
def test_a_team_that_nobody_visits_has_a_page_all_the_same(neighbourhood, on, name):
    lonely, last = (make_team(neighbourhood, size, number=size) for size in (3, 4))
    for team in (lonely, last):
        open_december(team).assignments.all().delete()
    out = BytesIO()
    SHEETS[name].write(out, [lonely, last], DECEMBER, Options(), on=on)
    assert len(PdfReader(out).outline) == 2
    assert all("Cháy: gọi 114" in page for page in pages_of(out.getvalue()))


def test_a_card_opens_the_visit_of_the_one_named_on_it(teams, on):
    (sheet,) = SHEETS["link_cards"].values(teams[:1], DECEMBER, Options(), on=on)
    visits = teams[0].rounds.get(month=DECEMBER.first_day).assignments.order_by("position")
    assert [
        (card.inspector.name, card.inspected.name, card.short_code) for card in sheet.cards
    ] == [
        (visit.inspector.holder_name, visit.inspected.holder_name, short_code(visit))
        for visit in visits
    ]


def test_an_old_round_keeps_its_wording_after_a_new_version(teams, on):
    before = {name: write(name, teams, on) for name in TEAM_SHEETS}
    rows = [replace(row, text_vi=f"Câu mới {row.code}") for row in read_items()]
    publish_checklist(rows, on=date(2026, 12, 10))
    assert {name: write(name, teams, on) for name in TEAM_SHEETS} == before
    # And it was no old wording only because nothing had changed.
    january = DECEMBER.next()
    for team in teams:
        open_round(team, january, at=at(january.first_day))
    out = BytesIO()
    SHEETS["checklists"].write(out, teams, january, Options(), on=january.first_day)
    assert "Câu mới GAS-01" in " ".join(pages_of(out.getvalue()))
    assert "mẫu 2" in pages_of(out.getvalue())[0]


def test_a_sheet_tells_which_options_change_it():
    assert {name: sheet.choices for name, sheet in SHEETS.items() if sheet.choices} == {
        "checklists": {"size", "paper", "scope"},
        "assignments": {"size", "paper"},
        "matrix": {"scope"},
        "notices": {"paper"},
        "follow_ups": {"size"},
        **{name: {"year_start"} for name in ("area_quarter", "area_half_year", "area_year")},
    }


# A notice has links of another kind, which printing never makes.
@pytest.mark.parametrize("name", TEAM_SHEETS.keys() - {"notices"})
def test_only_sheets_that_show_codes_issue_links_anew(teams, on, name, settings):
    settings.SECRET_KEY = "another" * 8
    visits = teams[0].rounds.get(month=DECEMBER.first_day).assignments
    before = set(visits.values_list("link_hash", flat=True))
    write(name, teams[:1], on)
    after = set(visits.values_list("link_hash", flat=True))
    assert (before != after) == (SHEETS[name].links == "inspectors")


def test_a_notice_without_a_way_in_is_not_printed(teams, on):
    HouseholdLink.objects.all().delete()

    with pytest.raises(LinkLost):
        write("notices", teams, on)

    assert not HouseholdLink.objects.exists()
