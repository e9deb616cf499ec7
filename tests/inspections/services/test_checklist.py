from dataclasses import replace
from datetime import date

import pytest

from households.models import Household
from inspections.models import Checklist, Severity
from inspections.queries.checklist import current_checklist
from inspections.services import checklist as service
from inspections.services.checklist import publish_checklist, read_items

ON = date(2026, 11, 1)


def test_the_shipped_items_are_read_in_order_with_kinds_of_premises():
    items = read_items()
    assert len(items) == 78
    assert items[0].code == "DIEN-01"
    assert items[0].premises == tuple(Household.Kind.values)
    assert {item.severity for item in items} == set(Severity.values)
    assert len({item.code for item in items}) == 78


def test_what_concerns_the_team_or_a_shared_point_is_asked_of_no_household():
    theirs = {item.code for item in read_items() if item.premises in (("team",), ("point",))}
    assert theirs == {"TO-01", "TO-02", "TO-03", "TO-04", "DC-01", "DC-02"}


def test_every_kind_of_premises_has_critical_items():
    for kind in Household.Kind.values:
        asked = [item for item in read_items() if kind in item.premises]
        assert [item for item in asked if item.severity == "critical"]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("DIEN-01,Điện,Electricity,a,b,deadly,H B,", "line 2: severity 'deadly'"),
        ("DIEN-01,Điện,Electricity,a,b,minor,H X,", "line 2: premises 'H X'"),
        ("DIEN-01,Điện,Electricity,a,b,minor,,", "line 2: premises ''"),
    ],
)
def test_a_line_that_is_not_known_is_named(tmp_path, row, reason):
    path = tmp_path / "items.csv"
    header = "code,category_vi,category_en,text_vi,text_en,severity,premises,basis"
    path.write_text(f"{header}\n{row}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=reason):
        read_items(path)


def test_publishing_the_same_rows_again_is_the_same_version(db):
    first = publish_checklist(read_items(), on=ON)
    assert publish_checklist(read_items(), on=date(2027, 1, 1)) == first
    assert first.items.count() == 78
    assert (first.number, first.published_on) == (1, ON)


def test_new_wording_is_a_new_version_and_the_old_one_stays_as_it_was(db):
    rows = list(read_items())
    first = publish_checklist(rows, on=ON)
    before = list(first.items.values())
    rows[0] = replace(rows[0], text_vi="Dây điện không hở")
    second = publish_checklist(rows, on=ON)
    assert second.number == 2
    assert current_checklist() == second
    assert list(first.items.values()) == before


def test_two_who_publish_the_same_rows_at_once_get_one_version(db, monkeypatch):
    published = publish_checklist(read_items(), on=ON)
    look, looks = service._find, []

    def too_early(digest):
        looks.append(digest)
        return None if len(looks) == 1 else look(digest)

    monkeypatch.setattr(service, "_find", too_early)
    assert publish_checklist(read_items(), on=ON) == published
    assert len(looks) == 2
    assert list(Checklist.objects.all()) == [published]
