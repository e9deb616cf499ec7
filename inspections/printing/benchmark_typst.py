"""The same checklist as typst would have it: a template, the sheets as its data."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any, BinaryIO

import segno

from inspections.printing.benchmark_peers import ANSWERS, foot_line, head_lines, item_rows
from inspections.printing.fonts import FOLDER
from inspections.printing.values import ChecklistSheet

TEMPLATE = """
#set page(paper: "a4", margin: 10mm)
#set text(font: "Be Vietnam Pro", size: 9.5pt, lang: "vi")
#set par(leading: 0.4em, spacing: 0.5em)
#let tick = rect(width: 5mm, height: 5mm, stroke: 0.8pt)
#for (number, sheet) in json(bytes(sys.inputs.sheets)).enumerate() {
  if number > 0 { pagebreak() }
  grid(columns: (1fr, 35mm),
    [#text(size: 18pt, weight: "bold", sheet.title) \\ #sheet.head.join(linebreak())],
    align(right)[#image(bytes(sheet.qr), format: "svg", width: 25mm) *#sheet.code*])
  table(columns: (16mm, 1fr, 16mm, 16mm, 16mm, 16mm), stroke: (bottom: 0.3pt), inset: 0.6mm,
    align: horizon,
    [], [], ..sheet.answers.map(name => text(size: 8pt, weight: "bold", name)),
    ..sheet.rows.map(row => (
      [#row.at(0)],
      if row.at(2) == 0 { strong(row.at(1)) } else { [#row.at(1)] },
      ..range(4).map(place => if place < row.at(2) { tick } else { [] }),
    )).flatten())
  v(6mm)
  [*Người kiểm tra và đại diện hộ được kiểm tra (ký, ghi rõ họ tên)*]
  v(12mm)
  sheet.foot
}
"""


def draw_with_typst(sheets: Iterator[ChecklistSheet], out: BinaryIO) -> None:
    """One call for the whole document, as typst has it."""
    import typst  # Of the benchmark group: absent from ordinary installations.

    data = json.dumps([_values(sheet) for sheet in sheets], ensure_ascii=False)
    # Any: its types are known only where it is installed.
    compile_document: Any = typst.compile
    out.write(
        compile_document(
            TEMPLATE.encode(),
            font_paths=[str(FOLDER)],
            ignore_system_fonts=True,
            sys_inputs={"sheets": data},
        )
    )


def _values(sheet: ChecklistSheet) -> dict[str, Any]:
    drawing = io.BytesIO()
    segno.make(sheet.link, error="m", micro=False).save(drawing, kind="svg", border=0)
    return {
        "title": f"Phiếu kiểm tra chéo – {sheet.period}",
        "head": head_lines(sheet),
        "qr": drawing.getvalue().decode(),
        "code": sheet.short_code,
        "answers": ANSWERS,
        "rows": list(item_rows(sheet)),
        "foot": foot_line(sheet),
    }
