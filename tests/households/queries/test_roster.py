from django.utils.translation import override

from households.models import RosterImport
from households.queries.roster import doubt_groups, row_outcomes


def received(*outcomes):
    return RosterImport(outcomes=list(outcomes))


def doubt(code, severity, *, message="Lý do", value="", proposed=""):
    return ["Cột", code, {"vi": message, "en": "Reason"}, value, proposed, severity]


def test_groups_come_by_gravity_then_by_number():
    groups = doubt_groups(
        received(
            [2, "created", None, [doubt("repaired", "info")], "An"],
            [3, "created", None, [doubt("rare", "warning"), doubt("often", "warning")], "Bình"],
            [4, "created", None, [doubt("often", "warning")], "Cúc"],
            [5, "rejected", None, [doubt("fatal", "error")], "Dũng"],
        )
    )
    assert [(group.code, len(group.cells)) for group in groups] == [
        ("fatal", 1),
        ("often", 2),
        ("rare", 1),
        ("repaired", 1),
    ]
    assert [cell.who for cell in groups[1].cells] == ["Bình", "Cúc"]


def test_a_reason_shared_by_all_rows_is_the_title():
    same, different = doubt_groups(
        received(
            [2, "created", None, [doubt("same", "error"), doubt("other", "info", message="A")], ""],
            [3, "created", None, [doubt("same", "error"), doubt("other", "info", message="B")], ""],
        )
    )
    assert (same.title, same.is_one_sentence) == ("Lý do", True)
    assert (different.title, different.is_one_sentence) == ("Xem lại cột “Cột”", False)


def test_a_kind_is_shown_by_its_name():
    [group] = doubt_groups(
        received([2, "created", None, [doubt("kind_unknown", "warning", proposed="house")], ""])
    )
    assert group.cells[0].doubt.proposed == "Nhà ở"


def test_every_row_reaches_the_report():
    rows = list(
        row_outcomes(
            received([2, "unchanged", 7, [], "An"], [3, "merged", None, [doubt("x", "info")], "An"])
        )
    )
    assert [(row.number, row.outcome, len(row.doubts)) for row in rows] == [
        (2, "unchanged", 0),
        (3, "merged", 1),
    ]


def test_a_reader_in_english_reads_the_reason_in_english():
    stored = received([2, "created", None, [doubt("same", "error")], "An"])
    with override("en"):
        [group] = doubt_groups(stored)
        assert group.title == "Reason"
