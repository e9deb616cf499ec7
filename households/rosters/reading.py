"""A roster file from bytes to clean rows; nothing below the header is dropped silently."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from .coordinates import Point, believable_bounds, judge_point
from .dates import date_in, typing_years
from .drafts import Draft, Reader
from .duplicates import merge_duplicates
from .house_numbers import StreetNumbers, restore_house_number
from .sheets import read_sheet
from .skipped import (
    is_blank,
    is_example,
    is_header_again,
    is_running_number,
    is_total,
    section_name,
)
from .text_cells import written
from .titles import neighbourhood_of
from .values import LIMITS, Bounds, Cell, Doubt, Roster, RosterRow, Sheet, Text

_RAGGED_SHARE = 0.2
_MOST_ROWS_NAMED = 20
_ROW_FIELDS = [f.name for f in fields(RosterRow) if f.name not in ("doubts", "rejected")]


@dataclass
class _Sorted:
    """The rows of a sheet told apart."""

    data: list[tuple[int, Sequence[Cell], str]] = field(default_factory=list)
    blank: list[int] = field(default_factory=list)
    headers: list[int] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)
    sections: list[int] = field(default_factory=list)
    examples: list[int] = field(default_factory=list)


def read_roster(file: bytes, *, name: str, bounds: Bounds | None = None) -> Roster:
    """Read and clean a roster file.

    Parameters
    ----------
    file, name : as for ``read_sheet``.
    bounds : the ward's box; None judges points by Vietnam and by the file's own middle.

    Raises RosterFileError when the file as a whole cannot be used.
    """
    return clean_sheet(read_sheet(file, name=name), bounds=bounds)


def clean_sheet(sheet: Sheet, *, bounds: Bounds | None = None) -> Roster:
    """Clean the rows of a sheet: cells first, then what only the whole file can tell."""
    kinds = _sort_rows(sheet)
    reader = Reader(sheet, typing_years=_typing_years(sheet, kinds.data))
    drafts = [_draft(reader, *row) for row in kinds.data]
    unit = neighbourhood_of(sheet) if "neighbourhood" not in reader.names else ""
    for draft in drafts:
        draft.neighbourhood = draft.neighbourhood or unit
    _reject_shifted(sheet, drafts, kinds.data)
    _restore_numbers(drafts, reader)
    distrusted = _place(drafts, bounds=bounds)
    for draft in drafts:
        _check_address(draft, reader)
    merge_duplicates(drafts, column=sheet.headings[_holder_position(sheet)])
    return Roster(
        sheet=sheet.name,
        header_row=sheet.header_row,
        columns=reader.names,
        ignored_columns=sheet.ignored,
        rows=tuple(_row(draft) for draft in drafts),
        blank_rows=tuple(kinds.blank),
        header_rows=tuple(kinds.headers),
        total_rows=tuple(kinds.totals),
        section_rows=tuple(kinds.sections),
        example_rows=tuple(kinds.examples),
        notices=(*sheet.notices, *_notices(sheet, kinds, distrusted=distrusted, unit=unit)),
    )


def _sort_rows(sheet: Sheet) -> _Sorted:
    kinds, section = _Sorted(), ""
    index = set(sheet.columns.get("index", ()))
    holder = _holder_position(sheet)
    for number, cells in sheet.rows:
        rest = [c for n, c in enumerate(cells) if n not in index or not is_running_number(c)]
        if is_blank(rest):
            kinds.blank.append(number)
        elif is_total(cells):
            kinds.totals.append(number)
        elif is_header_again(cells, sheet.headings, holder=holder):
            kinds.headers.append(number)
        elif is_example(cells):
            kinds.examples.append(number)
        elif opened := section_name(cells):
            kinds.sections.append(number)
            section = opened
        else:
            kinds.data.append((number, cells, section))
    return kinds


def _typing_years(sheet: Sheet, rows: list[tuple[int, Sequence[Cell], str]]) -> frozenset[int]:
    fields_ = ("house_number", "address", "street")
    positions = [p for name in fields_ for p in sheet.columns.get(name, ())]
    cells = [cells[p] for _n, cells, _s in rows for p in positions if p < len(cells)]
    return typing_years([c for c in cells if not isinstance(c, str) or _may_be_full_date(c)])


def _may_be_full_date(text: str) -> bool:
    return 8 <= len(text) <= 19 and text[:1].isdigit() and date_in(text) is not None


def _draft(reader: Reader, number: int, cells: Sequence[Cell], section: str) -> Draft:
    draft = reader.draft(number, cells)
    draft.neighbourhood = draft.neighbourhood or section
    return draft


def _reject_shifted(
    sheet: Sheet, drafts: list[Draft], rows: list[tuple[int, Sequence[Cell], str]]
) -> None:
    """In a text file, a stray comma moves every later cell one column on."""
    if not sheet.ragged:
        return
    width = len(sheet.headings)
    wide = [
        (draft, cells)
        for draft, (_number, cells, _section) in zip(drafts, rows, strict=True)
        if len(cells) > width and (not is_blank(cells[width:]) or _troubled(draft))
    ]
    if len(wide) > len(drafts) * _RAGGED_SHARE:
        return  # a column without heading at the end
    for draft, cells in wide:
        message = format_lazy(
            _("Dòng có {count} ô, nhiều hơn {width} cột: thừa dấu phân cách nên các ô bị lệch."),
            count=len(cells),
            width=width,
        )
        value = " | ".join(written(c) for c in cells)[: LIMITS["note"]]
        draft.doubts.append(Doubt(sheet.headings[-1], "shifted", message, value, "", "error"))


def _troubled(draft: Draft) -> bool:
    """Whether a cell of the row made no sense where it stands."""
    return any(doubt.severity != "info" for doubt in draft.doubts)


def _restore_numbers(drafts: list[Draft], reader: Reader) -> None:
    if not any(draft.guess for draft in drafts):
        return
    numbers = StreetNumbers((d.house_number, d.street) for d in drafts if not d.guess)
    order = numbers.order((d.guess, d.street) for d in drafts if d.guess)
    column = reader.column("house_number" if "house_number" in reader.names else "address")
    for draft in drafts:
        if draft.guess is not None:
            draft.house_number, doubt = restore_house_number(
                draft.guess,
                written=draft.written_number,
                street=draft.street,
                numbers=numbers,
                order=order,
                column=column,
            )
            draft.doubts.append(doubt)


def _place(drafts: list[Draft], *, bounds: Bounds | None) -> bool:
    """Judge every point; says whether the ward's box had to be given up."""
    points: list[Point] = [draft.point for draft in drafts]
    box, distrusted = believable_bounds(points, bounds)
    for draft in drafts:
        kept, doubt = judge_point(draft.point, bounds=box)
        if kept:
            draft.latitude, draft.longitude = kept
        if doubt:
            draft.doubts.append(doubt)
    return distrusted


def _check_address(draft: Draft, reader: Reader) -> None:
    """Refuse what nothing identifies; warn where no number and no point tell which door."""
    if draft.house_number or draft.latitude is not None:
        return
    fields_ = ("house_number", "address", "street")
    column = next((reader.names[name] for name in fields_ if name in reader.names), "address")
    if draft.street:
        message = _("Không có số nhà lẫn tọa độ: khó biết hộ nào liền kề; hãy bổ sung số nhà.")
        draft.doubts.append(Doubt(column, "house_number_missing", message))
        return
    message = _("Thiếu địa chỉ: không có số nhà, đường, cũng không có tọa độ; hãy bổ sung.")
    draft.doubts.append(Doubt(column, "address_missing", message, severity="error"))


def _holder_position(sheet: Sheet) -> int:
    names = ("holder_name", "family_name", "given_name")
    return next(sheet.columns[name][0] for name in names if name in sheet.columns)


def _row(draft: Draft) -> RosterRow:
    values = {name: getattr(draft, name) for name in _ROW_FIELDS}
    return RosterRow(**values, doubts=tuple(draft.doubts), rejected=draft.rejected)


def _notices(sheet: Sheet, kinds: _Sorted, *, distrusted: bool, unit: str) -> list[Text]:
    told: list[Text] = []
    if not kinds.data:
        told.append(_("Dưới dòng tiêu đề không có hộ nào."))
    if unit:
        told.append(
            format_lazy(_("Không có cột khu vực: lấy {unit} theo tiêu đề của bảng."), unit=unit)
        )
    if distrusted:
        told.append(
            _(
                "Hầu hết tọa độ nằm ngoài phường, xã đã chọn: hãy xem đã chọn đúng phường, xã chưa."
                " Tọa độ vẫn được giữ."
            )
        )
    if sheet.ignored:
        columns = ", ".join(sheet.ignored)[: LIMITS["note"]]
        told.append(format_lazy(_("Các cột không dùng đến: {columns}."), columns=columns))
    for rows, template in (
        (kinds.blank, _("Bỏ qua {count} dòng trống (dòng {rows}).")),
        (kinds.headers, _("Bỏ qua {count} dòng lặp lại tiêu đề (dòng {rows}).")),
        (kinds.totals, _("Bỏ qua {count} dòng cộng (dòng {rows}).")),
        (
            kinds.sections,
            _("{count} dòng tên khu vực, áp dụng cho các dòng bên dưới (dòng {rows})."),
        ),
        (kinds.examples, _("Bỏ qua {count} dòng ví dụ của mẫu (dòng {rows}).")),
    ):
        if rows:
            told.append(format_lazy(template, count=len(rows), rows=_listed(rows)))
    return told


def _listed(rows: list[int]) -> str:
    named = ", ".join(map(str, rows[:_MOST_ROWS_NAMED]))
    return named if len(rows) <= _MOST_ROWS_NAMED else f"{named}, …"
