"""A person's own views of lists: named once, kept once, dropped by their owner."""

from datetime import date
from urllib.parse import urlencode

import pytest

from inspections.models import SavedView
from inspections.services import saved_view
from inspections.services.saved_view import SavedViewRefused, delete_view, save_view
from tests.inspections.services.stories import at

NOW = at(date(2026, 12, 12))


def keep(user, area, name="Nhà trọ trễ hạn", query="kind=boarding_house", shown="teams"):
    return save_view(user, area, shown=shown, name=name, query=query, at=NOW)


def test_keeping_the_same_view_twice_keeps_it_once(officer, ward):
    first = keep(officer, ward)
    assert keep(officer, ward, name="  nha tro  TRE han ") == first
    assert [view.name for view in SavedView.objects.all()] == ["Nhà trọ trễ hạn"]


def test_a_name_stands_for_one_view_only(officer, ward):
    keep(officer, ward)
    with pytest.raises(SavedViewRefused, match="đã dùng cho một cách xem khác"):
        keep(officer, ward, query="state=late")
    assert [view.query for view in SavedView.objects.all()] == ["kind=boarding_house"]


def test_two_people_may_use_one_name(officer, city_officer, ward):
    assert keep(officer, ward) != keep(city_officer, ward, query="state=late")


@pytest.mark.parametrize(("name", "why"), [("  ", "đặt một tên"), ("a" * 61, "dài quá 60")])
def test_a_name_that_cannot_be_kept_is_refused(officer, ward, name, why):
    with pytest.raises(SavedViewRefused, match=why):
        keep(officer, ward, name=name)
    assert not SavedView.objects.exists()


def test_filters_without_end_are_refused_and_a_long_search_is_kept(officer, ward):
    with pytest.raises(SavedViewRefused, match="dài quá"):
        keep(officer, ward, query="q=" + "a" * 1500)
    long = urlencode({"q": "ệ" * 100})
    assert keep(officer, ward, query=long).query == long


def test_nobody_keeps_views_without_end(officer, ward, monkeypatch):
    monkeypatch.setattr(saved_view, "MOST", 2)
    first = keep(officer, ward, name="một")
    keep(officer, ward, name="hai")
    with pytest.raises(SavedViewRefused, match="xóa bớt"):
        keep(officer, ward, name="ba")
    assert keep(officer, ward, name="một") == first


def test_dropping_twice_is_dropping_once(officer, ward):
    view = keep(officer, ward)
    delete_view(view)
    view.pk = view.pk or 1
    delete_view(view)
    assert not SavedView.objects.exists()
