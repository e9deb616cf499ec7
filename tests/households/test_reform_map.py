"""A map of a reform is read, or refused with row, column and reason."""

from pathlib import Path

import pytest

from households.reform_map import MapError, MapRow, read_map

HEADING = "old_code,new_code,new_name,neighbourhoods\n"


def faults(text):
    with pytest.raises(MapError) as refused:
        read_map(text.encode())
    return [(fault.row, fault.column) for fault in refused.value.faults], str(refused.value)


def test_rows_come_with_their_numbers_in_any_order_of_columns():
    rows = read_map(
        "﻿new_name;OLD_CODE;new_code;neighbourhoods\n"
        "Phường Mới;31117;31200;Khu vực 1 | Khu vực 2\n"
        "\n"
        "Phường Kia;31117;31201;*\n".encode()
    )
    assert rows == [
        MapRow(2, "31117", "31200", "Phường Mới", ("Khu vực 1", "Khu vực 2")),
        MapRow(4, "31117", "31201", "Phường Kia", ("*",)),
    ]


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("", [(1, "old_code"), (1, "new_code"), (1, "new_name")]),
        ("old_code,new_code\n1,2\n", [(1, "new_name")]),
        (HEADING, [(2, "old_code")]),
        (HEADING + ",31200,Phường Mới,\n", [(2, "old_code")]),
        (HEADING + "31117,31 200,Phường Mới,\n", [(2, "new_code")]),
        (HEADING + "31117,31200,,\n", [(2, "new_name")]),
        (HEADING + f"31117,31200,{'x' * 121},\n", [(2, "new_name")]),
        (HEADING + "31117,31200,Một,\n31120,31200,Hai,\n", [(3, "new_name")]),
        (HEADING + "31117,31200,Một,\n31117,31201,Hai,Khu vực 1\n", [(2, "neighbourhoods")]),
        (HEADING + "31117,31200,Một,A\n31117,31201,Hai,a|B\n", [(3, "neighbourhoods")]),
        (HEADING + "31117,31200,Một,*\n31117,31201,Hai,*\n", [(3, "neighbourhoods")]),
        (HEADING + "31117,31200,Một,*|A\n", [(2, "neighbourhoods")]),
        (HEADING + "31117,31200,Một,A\n31117,31200,Một,B\n", [(3, "new_code")]),
        (HEADING + "31117,31200,Một, Quận Hai,A\n", [(2, "neighbourhoods")]),
        (HEADING + '31117,31200,"Một,\n', [(2, "old_code")]),
        (HEADING + f"31117,31200,{'x' * 140_000},\n", [(2, "old_code")]),
        ("old_code," + HEADING + "31117,31117,31200,Một,\n", [(1, "old_code")]),
    ],
)
def test_what_cannot_be_meant_is_refused_at_its_place(text, where):
    assert faults(text)[0] == where


@pytest.mark.parametrize(
    ("pairs", "rows"),
    [
        ([("1", "2"), ("2", "1")], [2, 3]),
        ([("1", "2"), ("2", "3"), ("3", "1")], [2, 3, 4]),
        ([("1", "2"), ("2", "3"), ("3", "2")], [3, 4]),
    ],
)
def test_a_cycle_is_refused_with_the_way_round(pairs, rows):
    text = HEADING + "".join(f"{old},{new},Tên {new},\n" for old, new in pairs)
    places, words = faults(text)
    assert places == [(row, "new_code") for row in rows]
    assert "Vòng quanh" in words
    assert " → ".join([*pairs[rows[0] - 2], pairs[rows[0] - 2][0]]) in words or len(rows) == 3


@pytest.mark.parametrize(
    "pairs", [[("1", "1")], [("1", "2"), ("2", "3")], [("1", "2"), ("2", "2")], [("1", "2")] * 1]
)
def test_renaming_chains_and_absorbing_are_no_cycles(pairs):
    text = HEADING + "".join(f"{old},{new},Tên {new},\n" for old, new in pairs)
    assert [(row.old_code, row.new_code) for row in read_map(text.encode())] == pairs


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_map_is_read_however_a_spreadsheet_saved_it(end, separator, encoding):
    text = (HEADING + "31117,31200,Phường Mới,\n").replace(",", separator).replace("\n", end)
    [row] = read_map(text.encode(encoding))
    assert (row.old_code, row.new_code, row.new_name) == ("31117", "31200", "Phường Mới")


def test_letters_of_old_windows_files_are_read():
    rows = read_map((HEADING + "31117,31200,Phường Mới,\n").encode("cp1258", "replace"))
    assert rows[0].new_code == "31200"


def test_the_example_of_the_handbook_can_be_read():
    text = (Path(__file__).parents[2] / "docs" / "areas.md").read_text(encoding="utf-8")
    example = text.split("```csv\n")[1].split("```")[0]
    pairs = [(row.old_code, row.new_code, row.parts) for row in read_map(example.encode())]
    assert pairs == [
        ("31120", "31120", ()),
        ("31117", "31200", ()),
        ("31135", "31200", ()),
        ("31147", "31201", ("Khu vực 1", "Khu vực 2")),
        ("31147", "31202", ("*",)),
    ]
