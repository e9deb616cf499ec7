"""The three numbers at the head of a summary, each with its small chart."""

from __future__ import annotations

from django.utils.translation import gettext as _

from firesafety.numbers import grouped
from inspections.printing.charts import draw_bar, draw_share
from inspections.printing.flow import Flow
from inspections.printing.fonts import measure
from inspections.printing.paper import GUTTER, MM, Layout
from inspections.printing.text import fit, squeeze
from inspections.printing.values import Findings, OpenFaults
from inspections.printing.words import severity

FIGURES_HEIGHT = 25 * MM
CHART_TOP = 12 * MM
BAR = 3.2 * MM
# Of a figure's room; its words take the rest.
FIGURE_SHARE = 0.5
# How small a figure of two counts may become before one of them goes into the words.
SMALLEST = 0.6


def draw_figures(
    flow: Flow, *, done: int, planned: int, findings: Findings, faults: OpenFaults
) -> None:
    """Visits done, findings, faults open: side by side at ``flow``'s place."""
    flow.make_room(FIGURES_HEIGHT)
    found = findings.critical + findings.major + findings.minor
    _draw_figure(flow, 0, *_visits(flow.layout, done, planned))
    _draw_figure(flow, 4, grouped(found), _("mục chưa đạt"))
    _draw_figure(flow, 8, grouped(faults.count), _("chỗ chưa sửa"))
    _draw_progress(flow, done, planned)
    _draw_findings(flow, findings)
    _draw_ages(flow, faults)
    flow.y += FIGURES_HEIGHT


def _width(layout: Layout) -> float:
    return 4 * layout.column_width - GUTTER


def _visits(layout: Layout, done: int, planned: int) -> tuple[str, str]:
    """The figure and its words; those planned go into the words where both are many."""
    figure = f"{grouped(done)}/{grouped(planned)}"
    needed = SMALLEST * measure(figure, layout.figure.font, layout.figure.size)
    if needed <= _width(layout) * FIGURE_SHARE:
        return figure, _("lượt đã kiểm tra")
    words = _("trên %(planned)s lượt đã kiểm tra") % {"planned": grouped(planned)}
    return grouped(done), words


def _draw_figure(flow: Flow, start: int, figure: str, words: str) -> None:
    layout = flow.layout
    x, width = layout.column(start), _width(layout)
    number = squeeze(figure, layout.figure, width * FIGURE_SHARE)
    baseline = flow.y + 1 * MM + layout.figure.ascent
    flow.pen.text(x, baseline, number.lines[0], number.face)
    after = x + measure(number.lines[0], number.face.font, number.face.size) + 2 * MM
    label = fit(words, layout.body, x + width - after, lines=2)
    top = baseline - label.face.ascent - (len(label.lines) - 1) * label.face.leading
    flow.pen.block(after, top, label)


def _draw_progress(flow: Flow, done: int, planned: int) -> None:
    layout = flow.layout
    y, width = flow.y + CHART_TOP, _width(layout)
    draw_share(flow.pen, layout.left, y, width, BAR, done / planned if planned else 0.0)
    missing = max(planned - done, 0)
    words = (
        _("còn %(count)s lượt") % {"count": grouped(missing)} if missing else _("đã đủ các lượt")
    )
    flow.pen.fitted(layout.left, y + BAR + 1 * MM, words, layout.small, width)


def _draw_findings(flow: Flow, findings: Findings) -> None:
    face, width = flow.layout.small, _width(flow.layout)
    x, y = flow.layout.column(4), flow.y + CHART_TOP
    counts = (
        (severity("critical"), findings.critical, "solid"),
        (severity("major"), findings.major, "striped"),
        (severity("minor"), findings.minor, "empty"),
    )
    widest = max(measure(grouped(count), face.font, face.size) for _name, count, _pattern in counts)
    # As wide as a city's counts need, up to where the bars would be too short to compare.
    name_width = width * 0.45
    count_width = min(max(width * 0.12, widest + 3 * MM), width * 0.3)
    most = max(1, *(count for _name, count, _pattern in counts))
    for name, count, pattern in counts:
        flow.pen.fitted(x, y - 0.4 * MM, name, face, name_width - 1 * MM)
        number = squeeze(grouped(count), face, count_width - 1 * MM)
        right = x + name_width + count_width - 2 * MM
        flow.pen.block(right, y - 0.4 * MM, number, "right")
        longest = width - name_width - count_width
        length = longest * count / most
        draw_bar(flow.pen, x + name_width + count_width, y, length, BAR, pattern)
        y += face.leading + 0.7 * MM


def _draw_ages(flow: Flow, faults: OpenFaults) -> None:
    face, width = flow.layout.small, _width(flow.layout)
    x, y = flow.layout.column(8), flow.y + CHART_TOP
    if not faults.count:
        flow.pen.fitted(x, y - 0.4 * MM, _("không còn gì phải theo dõi"), face, width)
        return
    for words in (
        _("lâu nhất %(days)s ngày") % {"days": faults.oldest_days},
        _("%(count)s đã quá hạn") % {"count": grouped(faults.overdue)},
        _("%(count)s nguy hiểm") % {"count": grouped(faults.critical)},
    ):
        y = flow.pen.fitted(x, y - 0.4 * MM, words, face, width) + 1.1 * MM
