"""The same checklist as reportlab's own layout engine and fpdf2 would have it, written plainly.

Each draws every word, box and QR of the sheet anew on every page, in the way their manuals show.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO
from xml.sax.saxutils import escape

from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing, Rect
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table

from inspections.printing.fonts import BOLD, FILES, FOLDER, REGULAR, load_font
from inspections.printing.qr import modules
from inspections.printing.values import ChecklistSheet

ANSWERS = ("Đạt", "Chưa đạt", "Không áp dụng", "Không kiểm tra được")
BOX = 5 * mm


def head_lines(sheet: ChecklistSheet) -> list[str]:
    """Team, leader, dates and both households: the lines below the title."""
    head = sheet.head
    return [
        f"{head.team} · {head.neighbourhood} · {head.ward} · {head.city}",
        f"Tổ trưởng: {head.leader_name} · {head.leader_phone}",
        f"Kiểm tra từ {sheet.starts:%d/%m/%Y} đến hết {sheet.due:%d/%m/%Y}",
        f"Người kiểm tra: {sheet.inspector.name}, {sheet.inspector.house_number} "
        f"{sheet.inspector.street}, {sheet.inspector.phone}",
        f"Hộ được kiểm tra: {sheet.inspected.name}, {sheet.inspected.house_number} "
        f"{sheet.inspected.street}, {sheet.inspected.phone}",
    ]


def item_rows(sheet: ChecklistSheet) -> Iterator[tuple[str, str, int]]:
    """Code, text and number of boxes of each row; a heading has no code and no boxes."""
    for hazard in sheet.hazards:
        yield hazard.code, f"{hazard.text} (từ {hazard.found:%d/%m/%Y})", 2
    for group in sheet.groups:
        yield "", group.name, 0
        for line in group.lines:
            yield line.code, line.text, 4


def foot_line(sheet: ChecklistSheet) -> str:
    """The sheet's code, the version of its questions, and the number to call."""
    number = sheet.head.emergency_number
    return f"Mã phiếu {sheet.reference} · mẫu {sheet.checklist_version} · Cháy: gọi {number}"


def draw_with_platypus(sheets: Iterator[ChecklistSheet], out: BinaryIO) -> None:
    """Paragraphs in the cells of a table, one table a page."""
    load_font(REGULAR)
    load_font(BOLD)
    body = ParagraphStyle("body", fontName=REGULAR, fontSize=9.5, leading=11.5)
    bold = ParagraphStyle("bold", fontName=BOLD, fontSize=9.5, leading=11.5)
    title = ParagraphStyle("title", fontName=BOLD, fontSize=18, leading=22)
    story: list[Any] = []
    for sheet in sheets:
        story.extend(_platypus_page(sheet, body, bold, title))
    margin = 10 * mm
    SimpleDocTemplate(
        out,
        pagesize=A4,
        leftMargin=margin,
        rightMargin=margin,
        topMargin=margin,
        bottomMargin=margin,
        initialFontName=REGULAR,
    ).build(story)


def _platypus_page(
    sheet: ChecklistSheet, body: ParagraphStyle, bold: ParagraphStyle, title: ParagraphStyle
) -> list[Any]:
    words = [Paragraph(escape(f"Phiếu kiểm tra chéo – {sheet.period}"), title)]
    words += [Paragraph(escape(line), body) for line in head_lines(sheet)]
    code = [_platypus_qr(sheet.link), Paragraph(sheet.short_code, bold)]
    rows: list[list[Any]] = [["", "", *(Paragraph(name, bold) for name in ANSWERS)]]
    for label, text, boxes in item_rows(sheet):
        style = body if boxes else bold
        cells = [_platypus_box() if number < boxes else "" for number in range(4)]
        rows.append([Paragraph(label, body), Paragraph(escape(text), style), *cells])
    grid = Table(rows, colWidths=[16 * mm, 110 * mm, *[16 * mm] * 4])
    grid.setStyle(
        [("LINEBELOW", (0, 0), (-1, -1), 0.3, "black"), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
        + [(f"{side}PADDING", (0, 0), (-1, -1), 0.6) for side in ("TOP", "BOTTOM")]
    )
    return [
        Table([[words, code]], colWidths=[155 * mm, 35 * mm]),
        grid,
        Spacer(1, 6 * mm),
        Paragraph("Người kiểm tra và đại diện hộ được kiểm tra (ký, ghi rõ họ tên)", bold),
        Spacer(1, 12 * mm),
        Paragraph(escape(foot_line(sheet)), body),
        PageBreak(),
    ]


def _platypus_box() -> Drawing:
    box = Drawing(BOX, BOX)
    box.add(Rect(0, 0, BOX, BOX, strokeWidth=0.8, fillColor=None))
    return box


def _platypus_qr(link: str) -> Drawing:
    size = 25 * mm
    code = QrCodeWidget(link, barWidth=size, barHeight=size, barLevel="M")
    drawing = Drawing(size, size)
    drawing.add(code)
    return drawing


def draw_with_fpdf2(sheets: Iterator[ChecklistSheet], out: BinaryIO) -> None:
    """Text cells and rectangles, in fpdf2's millimetres."""
    from fpdf import FPDF  # Of the benchmark group: absent from ordinary installations.

    pdf = FPDF(format="A4")
    pdf.set_auto_page_break(False)
    for style, name in (("", REGULAR), ("B", BOLD)):
        pdf.add_font("sheet", style, str(FOLDER / FILES[name]))
    for sheet in sheets:
        pdf.add_page()
        _fpdf2_page(pdf, sheet)
    out.write(pdf.output())


def _fpdf2_page(pdf: Any, sheet: ChecklistSheet) -> None:
    pdf.set_xy(10, 10)
    pdf.set_font("sheet", "B", 18)
    pdf.cell(150, 8, f"Phiếu kiểm tra chéo – {sheet.period}", new_x="LMARGIN", new_y="NEXT")
    pdf.set_font("sheet", "", 9.5)
    for line in head_lines(sheet):
        pdf.cell(150, 4.6, line, new_x="LMARGIN", new_y="NEXT")
    _fpdf2_qr(pdf, sheet)
    y = 48.0
    for number, name in enumerate(ANSWERS):
        pdf.set_xy(136 + 16 * number, y)
        pdf.multi_cell(16, 4, name, align="C")
    y += 12
    pdf.set_line_width(0.28)
    for label, text, boxes in item_rows(sheet):
        pdf.line(10, y, 200, y)
        pdf.text(10, y + 4.2, label)
        pdf.set_xy(26, y + 0.4)
        pdf.multi_cell(108, 4.6, text, new_x="LMARGIN", new_y="NEXT")
        for number in range(boxes):
            pdf.rect(141.5 + 16 * number, y + 0.5, 5, 5)
        y = max(y + 6, pdf.get_y() + 0.4)
    pdf.text(10, 262, "Người kiểm tra và đại diện hộ được kiểm tra (ký, ghi rõ họ tên)")
    pdf.text(10, 285, foot_line(sheet))


def _fpdf2_qr(pdf: Any, sheet: ChecklistSheet) -> None:
    rows = modules(sheet.link)
    step = 25 / len(rows)
    for y, row in enumerate(rows):
        for x, dark in enumerate(row):
            if dark:
                pdf.rect(175 + x * step, 10 + y * step, step, step, style="F")
    pdf.text(175, 39, sheet.short_code)
