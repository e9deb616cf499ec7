"""From a file's bytes to one sheet with its header found, or a clear reason why not."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from firesafety.vietnamese import clean_text

from .delimited import decode, read_rows
from .files import SIZE_LIMIT, check_file_size, kind_of
from .headings import Header, find_header
from .skipped import is_total
from .text_cells import written
from .values import Cell, RosterFileError, Sheet, Text
from .workbooks import Page, read_pages

_NO_ROWS = _("Bảng tính trống, không có dòng nào. Hãy kiểm tra lại tệp rồi gửi lại.")
_MOST_CELLS_NAMED = 8
_LONGEST_SYLLABLE = 8  # nghiêng has seven letters; one more for a mark of its own


def read_sheet(file: bytes, *, name: str, limit: int = SIZE_LIMIT) -> Sheet:
    """The sheet of a roster file (csv, xlsx, xls, ods) with its header.

    Parameters
    ----------
    file : the bytes as handed in; what they are is judged by themselves.
    name : the file's name, for text files the sheet's name.
    limit : most bytes accepted.

    Raises RosterFileError when it is no spreadsheet, is empty, too big or locked, has no
    recognisable header, or holds formulas where data belongs.
    """
    check_file_size(len(file), limit=limit)
    kind = kind_of(file)
    if kind == "text":
        pages = [Page(name, [[*row] for row in read_rows(decode(file))])]
    else:
        pages = read_pages(file, kind)
    filled = [page for page in pages if any(written(c).strip() for row in page.rows for c in row)]
    if not filled:
        raise RosterFileError(_NO_ROWS)
    page, header, others = _choose(filled)
    _refuse_formulas(page, header)
    return _sheet(page, header, others, ragged=kind == "text")


def _choose(pages: list[Page]) -> tuple[Page, Header, list[str]]:
    """The page with a sufficient header and the most rows; names of others that would do."""
    found = [(page, find_header(page.rows)) for page in pages]
    good = [(page, header) for page, header in found if header and header.is_enough]
    if not good:
        raise _no_header([header for _page, header in found if header])
    page, header = max(good, key=lambda pair: len(pair[0].rows) - pair[1].row)
    others = [
        other.name
        for other, its in good
        if other is not page
        and any(written(c).strip() for row in other.rows[its.row + 1 :] for c in row)
    ]
    return page, header, others


def _no_header(partial: list[Header]) -> RosterFileError:
    advice = _(
        "Cần một dòng tiêu đề có ít nhất cột họ tên chủ hộ và cột địa chỉ (số nhà, đường) hoặc tọa"
        " độ. Nếu chữ bị lỗi phông (TCVN3, VNI), hãy chuyển sang Unicode. Có thể tải mẫu danh sách"
        " trống để điền."
    )
    if not partial:
        return RosterFileError(
            format_lazy(_("Không tìm thấy dòng tiêu đề. {advice}"), advice=advice)
        )
    best = max(partial, key=lambda header: len(header.columns))
    seen = "; ".join(text for text in best.headings if text)[:300]
    return RosterFileError(
        format_lazy(
            _("Dòng tiêu đề (dòng {row}) chưa đủ cột, chỉ thấy: {seen}. {advice}"),
            row=best.row + 1,
            seen=seen,
            advice=advice,
        )
    )


def _refuse_formulas(page: Page, header: Header) -> None:
    """Formulas in data columns change behind one's back; running numbers and totals may stay."""
    index = set(header.columns.get("index", ()))
    data = {p for positions in header.columns.values() for p in positions} - index
    cells = [
        (number, position)
        for number, position in (*page.formulas, *_typed_formulas(page.rows))
        if number > header.row + 1 and position in data
    ]
    cells = sorted({cell for cell in cells if not _in_total(page.rows, cell[0])})
    if not cells:
        return
    names = ", ".join(f"{letters(column)}{row}" for row, column in cells[:_MOST_CELLS_NAMED])
    more = len(cells) - _MOST_CELLS_NAMED
    raise RosterFileError(
        format_lazy(
            _(
                "Tệp có công thức ở ô {cells}. Hãy chép cả bảng, dán lại bằng Dán giá trị"
                " (Paste Values) rồi lưu và gửi lại."
            ),
            cells=f"{names}, … (+{more})" if more > 0 else names,
        )
    )


def _typed_formulas(rows: Sequence[Sequence[Cell]]) -> list[tuple[int, int]]:
    return [
        (number, position)
        for number, row in enumerate(rows, start=1)
        for position, cell in enumerate(row)
        if isinstance(cell, str) and cell and cell[0] in "= \t" and cell.lstrip()[:1] == "="
    ]


def _in_total(rows: Sequence[Sequence[Cell]], number: int) -> bool:
    return number <= len(rows) and is_total(rows[number - 1])


def letters(position: int) -> str:
    """The letters of a column on screen: 0 → A, 26 → AA."""
    text = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        text = chr(65 + rest) + text
    return text


def _sheet(page: Page, header: Header, others: list[str], *, ragged: bool) -> Sheet:
    body = page.rows[header.row + 1 :]
    columns = _with_split_name(header, body)
    notices: list[Text] = []
    if others:
        notices.append(
            format_lazy(
                _("Tệp có nhiều trang: chỉ đọc trang {name}; còn các trang {others} chưa đọc."),
                name=page.name,
                others=", ".join(others),
            )
        )
    title = [clean_text(written(c)) for row in page.rows[: header.row] for c in row]
    return Sheet(
        name=page.name,
        header_row=header.row + 1,
        headings=header.headings,
        columns=columns,
        ignored=header.ignored,
        rows=tuple((header.row + 2 + n, tuple(row)) for n, row in enumerate(body)),
        title=tuple(text for text in title if text),
        date_formats=page.date_formats,
        notices=tuple(notices),
        ragged=ragged,
    )


def _with_split_name(header: Header, body: Sequence[Sequence[Cell]]) -> dict[str, tuple[int, ...]]:
    """A heading "Họ và tên" merged over two columns leaves the given name without one, or "Tên"."""
    columns = dict(header.columns)
    if "holder_name" not in columns:
        return columns
    holder = columns["holder_name"][0]
    beside = columns.pop("given_name", (holder + 1,))[0]
    unnamed = beside >= len(header.headings) or not header.headings[beside]
    if (unnamed or "given_name" in header.columns) and _holds_single_words(body, beside):
        columns |= {"family_name": columns.pop("holder_name"), "given_name": (beside,)}
    return columns


def _holds_single_words(body: Sequence[Sequence[Cell]], position: int) -> bool:
    """Whether most rows have one short word in this column, as given names are."""
    cells = [written(row[position]).strip() for row in body if len(row) > position]
    words = [cell for cell in cells if cell]
    single = sum(word.isalpha() and len(word) <= _LONGEST_SYLLABLE for word in words)
    return single * 2 > len(body) and single * 5 >= len(words) * 4
