"""The officer's list for the meeting."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from inspections.printing import overdue_packs
from tests.factories import make_team
from tests.inspections.printing import cast
from tests.inspections.printing.reading import overdue, pages_of
from tests.inspections.services.stories import DECEMBER, open_december


def test_each_team_is_named_with_its_reason_worst_first():
    pages = pages_of(overdue(cast.overdue_list(3)))
    (page,) = pages
    expected = ["Các tổ cần đôn đốc", "20/12/2026", "Phường Ninh Kiều", "Trung úy Lâm Chí Thiện"]
    expected += ["30 ngày 1/12", "hai tháng liền", "0901 234 567"]
    assert [words for words in expected if words not in page] == []
    places = [page.index(f"Tổ 12/1 số {n}") for n in (1, 2, 3)]
    assert places == sorted(places)


def test_a_team_listed_for_its_hazards_alone_is_not_called_late():
    listed = cast.overdue_list(1)
    calm = replace(listed, lines=(replace(listed.lines[0], days_late=0),))
    (page,) = pages_of(overdue(calm))
    assert "0 ngày" not in page
    assert "– 1/12" in page


def test_a_list_that_leaves_teams_out_says_of_how_many_it_is_the_head():
    listed = cast.overdue_list(3)
    told = ["trong" in pages_of(overdue(replace(listed, total=total)))[0] for total in (3, 340)]
    assert told == [False, True]
    assert "3 tổ đầu trong 340 tổ" in pages_of(overdue(replace(listed, total=340)))[0]


@pytest.mark.parametrize("on", [date(2026, 12, 28), date(2027, 3, 1)])
def test_the_list_of_a_day_counts_all_teams_and_names_those_to_be_called(ward, neighbourhood, on):
    for number in (1, 2, 3):
        open_december(make_team(neighbourhood, 3, number=number))
    (whole,) = overdue_packs.overdue_lists(ward, DECEMBER, on=on)
    assert (len(whole.lines), whole.total, whole.beyond) == (3, 3, False)
    assert whole.as_of == min(on, date(2026, 12, 31))


def test_the_list_of_a_month_long_past_is_no_longer_than_todays(ward, neighbourhood, monkeypatch):
    monkeypatch.setattr(overdue_packs, "LISTED", 2)
    teams = [make_team(neighbourhood, 3, number=number) for number in (1, 2, 3)]
    for team in teams:
        open_december(team)
    (head,) = overdue_packs.overdue_lists(ward, DECEMBER, on=date(2027, 3, 1))
    assert [line.team for line in head.lines] == [str(team) for team in teams[:2]]
    assert (head.total, head.beyond) == (3, True)


def test_a_long_list_repeats_its_titles():
    pages = pages_of(overdue(cast.overdue_list(40)))
    assert len(pages) > 1
    assert all("Vì sao" in page and "Cháy: gọi 114" in page for page in pages)
    assert sum(page.count("Tổ 12/1 số") for page in pages) == 40


def test_long_labels_stay_in_their_column():
    (page,) = pages_of(overdue(cast.overdue_list(5, longest=True)))
    assert page.count("Tổ liên gia an toàn") == 5


def test_nothing_overdue_is_good_news_on_paper():
    (page,) = pages_of(overdue(cast.overdue_list(0)))
    assert "Hôm nay không có tổ nào quá hạn." in page


def test_the_list_leads_to_its_page_where_it_has_one():
    link = "https://to12.example.vn/areas/31117/print/2026-12/overdue/"
    pdf = overdue(replace(cast.overdue_list(3), link=link))
    (page,) = PdfReader(BytesIO(pdf)).pages
    assert [note["/A"]["/URI"] for note in page["/Annots"]] == [link]
    assert "hai tháng liền" in pages_of(pdf)[0]
