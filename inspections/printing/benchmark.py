"""Our checklists beside the usual ways of making them: same content, same machine, one run."""

from __future__ import annotations

import random
import resource
import time
from collections.abc import Callable, Iterator
from functools import partial
from importlib.util import find_spec
from itertools import islice
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO, cast

import django
from django.utils.translation import override

from inspections.printing.benchmark_peers import draw_with_fpdf2, draw_with_platypus
from inspections.printing.benchmark_typst import draw_with_typst
from inspections.printing.checklist import draw_checklist
from inspections.printing.document import Document
from inspections.printing.joining import OpenPart, join_documents
from inspections.printing.samples import sample_checklists
from inspections.printing.values import ChecklistSheet

Draw = Callable[[Iterator[ChecklistSheet], BinaryIO], None]
MEGABYTE = 1024 * 1024
PART = 300  # pages


def compare(pages: int, *, seed: int = 0, long: int = 0) -> dict[str, Any]:
    """Print ``pages`` one-page checklists with each engine, each in a process of its own.

    For each: seconds on the clock and of the processor (drawing and writing, without the start of
    Python), pages per second on the clock, memory of the whole process in MB before the first page
    and at its peak, KB per page. "faster_than_platypus" is the ratio of processor seconds,
    reportlab's own tables of paragraphs over ours: on a machine with other work the clock says
    more about that. With ``long`` the same for ours alone at that many pages, under "long".
    """
    engines = {name: _measure(name, pages, seed) for name in ENGINES}
    ours, platypus = engines["ours"], engines["platypus"]
    result = {
        "pages": pages,
        "seed": seed,
        "engines": engines,
        "faster_than_platypus": round(platypus["processor_seconds"] / ours["processor_seconds"], 1),
    }
    if long:
        measured = {name: _measure(name, long, seed) for name in OURS}
        result["long"] = {"pages": long, "engines": measured}
    return result


def draw_ours(sheets: Iterator[ChecklistSheet], out: BinaryIO) -> None:
    """As the catalogue has it written, but for assignment sheets, which the others lack."""
    with override("vi"):
        document = Document(out, language="vi")
        document.describe("Phiếu kiểm tra chéo", "")
        for sheet in sheets:
            draw_checklist(document, sheet)
        document.finish()


def draw_ours_in_parts(sheets: Iterator[ChecklistSheet], out: BinaryIO) -> None:
    """As the queue does for a ward: parts of ``PART`` pages in files, joined at the end."""
    with TemporaryDirectory() as folder:
        names: list[Path] = []
        while part := list(islice(sheets, PART)):
            names.append(Path(folder) / f"{len(names)}.pdf")
            with names[-1].open("wb") as file:
                draw_ours(iter(part), file)
        join_documents(out, [cast(OpenPart, partial(name.open, "rb")) for name in names])


OURS: dict[str, Draw] = {"ours": draw_ours, "ours in parts": draw_ours_in_parts}
ENGINES: dict[str, Draw] = {
    **OURS,
    "platypus": draw_with_platypus,
    "fpdf2": draw_with_fpdf2,
    "typst": draw_with_typst,
}
MODULES = {"fpdf2": "fpdf", "typst": "typst"}


def _measure(name: str, pages: int, seed: int) -> dict[str, Any]:
    if name in MODULES and find_spec(MODULES[name]) is None:
        return {"missing": f"{name} is not installed (dependency group benchmark)"}
    # Memory given back by one engine would still count for the next in the same process.
    context = get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=(sender, name, pages, seed))
    process.start()
    sender.close()
    try:
        result: dict[str, Any] = receiver.recv()
    finally:
        process.join()
    return result


def _run(sender: Connection, name: str, pages: int, seed: int) -> None:
    # Gettext asks for it. All engines start from the same process, so their peaks compare.
    django.setup()
    start = _peak_bytes()
    sheets = sample_checklists(pages, random.Random(seed))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "sheets.pdf"
        started, worked_before = time.perf_counter(), time.process_time()
        with path.open("wb") as out:
            ENGINES[name](sheets, out)
        seconds = time.perf_counter() - started
        worked = time.process_time() - worked_before
        sender.send(
            {
                "seconds": round(seconds, 2),
                "processor_seconds": round(worked, 3),
                "pages_per_second": round(pages / seconds, 1),
                "start_mb": round(start / MEGABYTE, 1),
                "peak_mb": round(_peak_bytes() / MEGABYTE, 1),
                "kb_per_page": round(path.stat().st_size / 1024 / pages, 2),
            }
        )
    sender.close()


def _peak_bytes() -> int:
    """The most memory this process has held.

    From the kernel's file on the process, as the usual call also counts what the parent held when
    it started us; where there is no such file, the usual call it is.
    """
    status = Path("/proc/self/status")
    if status.exists():
        for line in status.read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
