"""The link as a QR code, drawn as a few hundred rectangles in the page's own operators."""

from __future__ import annotations

import re
from functools import lru_cache

import segno

# Trying all eight masks takes five times as long as one, and any mask can be read.
MASK = 4
_RUN = re.compile(rb"\x01+")


def modules(link: str) -> tuple[bytes, ...]:
    """The rows of the code, one byte per module, 1 for dark; without the quiet zone.

    As few modules as the link allows, so each is as large as it can be: links in capitals and
    digits only (as hosts and codes may be written) need fewer than others.
    """
    code = segno.make(link, error="m", mask=MASK, micro=False, boost_error=False)
    return tuple(bytes(row) for row in code.matrix)


@lru_cache(maxsize=64)
def qr_operators(link: str, size: float) -> str:
    """PDF operators that fill a square of ``size`` points whose lower left corner is 0, 0.

    Runs of dark modules become one rectangle each, in whole numbers of modules under a layout:
    short to write, exact to print, and small once compressed.
    """
    rows = modules(link)
    module = size / len(rows)
    parts = [f"{module:.4f} 0 0 {module:.4f} 0 0 cm"]
    for y, row in enumerate(reversed(rows)):
        parts.extend(
            f"{run.start()} {y} {run.end() - run.start()} 1 re" for run in _RUN.finditer(row)
        )
    parts.append("f")
    return "\n".join(parts)
