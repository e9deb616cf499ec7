"""Cards with each inspector's link, ten to an A4, to be cut apart, folded once and handed out."""

from __future__ import annotations

from django.utils.translation import gettext as _

from inspections.printing.document import Document
from inspections.printing.frame import draw_footer
from inspections.printing.paper import HAIRLINE, MM, QR_SIZE, Layout
from inspections.printing.pen import Pen
from inspections.printing.team_values import LinkCard, LinkCards
from inspections.printing.text import Block, fit, squeeze
from inspections.printing.words import (
    address,
    checklist_version,
    day,
    emergency,
    page_of,
    place,
    sheet_code,
)

ACROSS, DOWN = 2, 5
PER_PAGE = ACROSS * DOWN
# Between the text and the edge of a card, so that a crooked cut takes nothing away.
INSET = 4 * MM
DASH = 2 * MM
FOLD_TICK = 2.5 * MM


def draw_link_cards(document: Document, sheet: LinkCards) -> int:
    """Add a team's cards to ``document``: ten to a page, with dashed lines to cut along."""
    starts = range(0, max(len(sheet.cards), 1), PER_PAGE)
    layout = document.layout
    for number, start in enumerate(starts, start=1):
        pen = document.new_page()
        cards = sheet.cards[start : start + PER_PAGE]
        for place_on_page, card in enumerate(cards):
            row, column = divmod(place_on_page, ACROSS)
            _draw_card(pen, layout, sheet, card, _left(layout, column), _top(layout, row))
        if cards:
            _draw_cuts(pen, layout)
        else:
            words = _("Tháng này tổ chưa có lượt kiểm tra nào.")
            pen.fitted(layout.left, layout.top, words, layout.body, layout.width)
        draw_footer(
            pen,
            layout,
            code=sheet_code(sheet.reference),
            notes=checklist_version(sheet.checklist_version),
            emergency=emergency(sheet.head.emergency_number),
            page=page_of(number, len(starts)),
        )
        document.add_page(pen)
    return len(starts)


def _card_width(layout: Layout) -> float:
    return layout.width / ACROSS


def _card_height(layout: Layout) -> float:
    return (layout.bottom - layout.top) / DOWN


def _left(layout: Layout, column: int) -> float:
    return layout.left + column * _card_width(layout)


def _top(layout: Layout, row: int) -> float:
    return layout.top + row * _card_height(layout)


def _draw_card(
    pen: Pen, layout: Layout, sheet: LinkCards, card: LinkCard, left: float, top: float
) -> None:
    """Words on the left half, what opens the door on the right: the fold spares both."""
    half = _card_width(layout) / 2
    y, x, width = top + INSET, left + INSET, half - INSET - 1.5 * MM
    for block in _words(layout, sheet, card, width):
        y = pen.block(x, y, block)
    call = squeeze(emergency(sheet.head.emergency_number), layout.small_bold, width)
    pen.block(x, top + _card_height(layout) - INSET - call.height, call)
    _draw_door(pen, layout, card, left + half, top)
    for edge in (top + 0.5 * MM, top + _card_height(layout) - 0.5 * MM - FOLD_TICK):
        pen.line(left + half, edge, left + half, edge + FOLD_TICK, HAIRLINE)


def _words(layout: Layout, sheet: LinkCards, card: LinkCard, width: float) -> list[Block]:
    small = layout.small
    until = _("hạn %(day)s") % {"day": day(sheet.due)}
    return [
        fit(card.inspector.name or "–", layout.body_bold, width, lines=2),
        fit(_("%(period)s sang xem nhà") % {"period": sheet.period}, small, width, lines=2),
        fit(card.inspected.name or "–", layout.small_bold, width, lines=2),
        fit(address(card.inspected), small, width, lines=2),
        fit(until, layout.small_bold, width),
        fit(place(sheet.head), small.scaled(0.9), width, lines=2),
    ]


def _draw_door(pen: Pen, layout: Layout, card: LinkCard, left: float, top: float) -> None:
    half = _card_width(layout) / 2
    middle, width = left + half / 2, half - INSET - 2 * MM
    y = top + INSET
    pen.qr(middle - QR_SIZE / 2, y, card.link, QR_SIZE)
    y += QR_SIZE + 1.5 * MM
    y = pen.block(middle, y, squeeze(card.short_code, layout.strong, width), "centre")
    words = fit(_("Quét mã, hoặc nhập mã này"), layout.small, width, lines=2)
    y = pen.block(middle, y, words, "centre")
    pen.block(middle, y, squeeze(card.reference, layout.small.scaled(0.9), width), "centre")


def _draw_cuts(pen: Pen, layout: Layout) -> None:
    """Dashed lines between the cards and round them."""
    right, bottom = _left(layout, ACROSS), _top(layout, DOWN)
    for column in range(ACROSS + 1):
        x, y = _left(layout, column), layout.top
        while y < bottom:
            pen.line(x, y, x, min(y + DASH, bottom))
            y += 2 * DASH
    for row in range(DOWN + 1):
        # The foot has a line of its own where the last card ends.
        x, y = layout.left, _top(layout, row)
        while x < right:
            pen.line(x, y, min(x + DASH, right), y)
            x += 2 * DASH
