"""The tables of an area's summary: compared with the year before, by question, by part."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from firesafety.numbers import grouped
from inspections.printing.area_values import AreaSummary, ItemLine, PartLine, PeriodCount
from inspections.printing.flow import Cell, Column, columns_between
from inspections.printing.paper import Layout
from inspections.printing.text import Block, fit, squeeze
from inspections.printing.words import severity


def compared_rows(sheet: AreaSummary) -> Iterator[tuple[str, str, str, str]]:
    """What is counted, its figure now, the year before, and the difference, all in words."""
    for name, now, before in _counted(sheet):
        was = "–" if before is None else grouped(before)
        yield name, grouped(now), was, _difference(now, before)
    percent = sheet.now.percent
    before = sheet.before.percent if sheet.before else None
    shown, was = ("–" if each is None else f"{each} %" for each in (percent, before))
    yield _("Tỷ lệ lượt đã kiểm tra"), shown, was, _difference(percent, before)


def _counted(sheet: AreaSummary) -> Iterator[tuple[str, int, int | None]]:
    """Each count of the period, and of the one before where it is known."""
    counts: tuple[tuple[str, Callable[[PeriodCount], int]], ...] = (
        (_("Số điểm (khu vực có tổ)"), lambda period: period.places),
        (_("Số tổ đang hoạt động"), lambda period: period.teams_there),
        (_("Tổ có đợt kiểm tra"), lambda period: period.teams),
        (_("Lượt phân công"), lambda period: period.planned),
        (_("Lượt đã kiểm tra"), lambda period: period.done),
        (_("Lượt không vào kiểm tra được"), lambda period: period.could_not_check),
        (_("Chỗ chưa đạt mới, nguy hiểm"), lambda period: period.findings.critical),
        (_("Chỗ chưa đạt mới, quan trọng"), lambda period: period.findings.major),
        (_("Chỗ chưa đạt mới, nhắc nhở"), lambda period: period.findings.minor),
        (_("Chỗ đã sửa"), lambda period: period.fixed),
        (_("Chỗ chưa sửa cuối kỳ"), lambda period: period.open_faults),
    )
    for name, count in counts:
        yield name, count(sheet.now), count(sheet.before) if sheet.before else None


def _difference(now: int | None, before: int | None) -> str:
    if now is None or before is None:
        return "–"
    if now == before:
        return "0"
    return ("+" if now > before else "−") + grouped(abs(now - before))


def compared_columns(layout: Layout, sheet: AreaSummary) -> list[Column]:
    """The figure, now and, where it is known, before, and by how much they differ."""
    titles = ["", sheet.now.words]
    if sheet.before:
        titles += [sheet.before.words, _("Chênh lệch")]
    edges = (0, 4.8, 7.2, 9.6, 12)[: len(titles) + 1]
    name, *numbers = columns_between(layout, edges, titles)
    return [name, *(Column(each.title, each.left, each.width, "right") for each in numbers)]


def compared_cells(
    sheet: AreaSummary, columns: list[Column], layout: Layout
) -> Iterator[list[Cell]]:
    """The rows of the comparison; bold is what this period is about."""
    faces = (layout.body_bold, layout.body, layout.body)
    for name, *figures in compared_rows(sheet):
        numbers = zip(figures, columns[1:], faces, strict=False)
        yield [
            [fit(name, layout.body, columns[0].width, lines=2)],
            *([squeeze(figure, face, column.width)] for figure, column, face in numbers),
        ]


def item_columns(layout: Layout) -> list[Column]:
    """A question, how much it matters, its faults."""
    titles = (_("Mã"), _("Mục"), _("Mức"), _("Mới thấy"), _("Còn lại"), _("Lâu nhất"))
    return columns_between(layout, (0, 1.2, 6.8, 8.5, 9.6, 10.7, 12), titles)


def item_cells(line: ItemLine, columns: list[Column], layout: Layout) -> list[Cell]:
    """One question; zeros are left out so that the others are seen."""
    code, text, level, found, still, oldest = (column.width for column in columns)
    days = line.oldest_days
    age = "–" if days is None else ngettext("%(days)s ngày", "%(days)s ngày", days) % {"days": days}
    face = layout.body_bold if line.severity == "critical" else layout.body
    return [
        [squeeze(line.code, layout.small, code)],
        [fit(line.text, face, text, lines=2)],
        [fit(severity(line.severity), face, level, lines=2)],
        [squeeze(_or_dash(line.found), layout.body, found)],
        [squeeze(_or_dash(line.open_faults), layout.body, still)],
        [squeeze(age, layout.body, oldest)],
    ]


def _or_dash(count: int) -> str:
    """Zeros are left out so that the others are seen."""
    return grouped(count) if count else "–"


def share_of_visits(line: PartLine) -> str:
    """Visits made of those planned, in whole percent rounded down."""
    return f"{100 * line.done // line.planned} %" if line.planned else "–"


def part_columns(layout: Layout) -> list[Column]:
    """A team or a ward, its visits, its faults."""
    titles = ("", "", _("Đã kiểm tra"), _("Tỷ lệ"), _("Mới thấy"), _("Còn lại"))
    return columns_between(layout, (0, 0.7, 6.6, 8.4, 9.6, 10.8, 12), titles)


def part_cells(line: PartLine, columns: list[Column], layout: Layout) -> list[Cell]:
    """One part of the area, with its place among the others."""
    rank, name, done, share, found, still = (column.width for column in columns)
    named: list[Block] = [fit(line.name, layout.body, name, lines=2)]
    if line.place:
        named.append(fit(line.place, layout.small, name))
    return [
        [squeeze(str(line.rank), layout.body, rank)],
        named,
        [squeeze(f"{grouped(line.done)}/{grouped(line.planned)}", layout.body, done)],
        [squeeze(share_of_visits(line), layout.body, share)],
        [squeeze(_or_dash(line.found), layout.body, found)],
        [squeeze(_or_dash(line.open_faults), layout.body, still)],
    ]
