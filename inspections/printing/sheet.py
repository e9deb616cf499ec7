"""What a kind of sheet is: its name, what it comes in, and how its pages are written."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, BinaryIO, Literal

from django.utils.functional import Promise

from firesafety.months import Month
from inspections.printing.options import ORDINARY, Options
from inspections.printing.parts import Progress, no_progress
from inspections.printing.values import PaperName, PrintedDocument, Size
from inspections.printing.writers import Draw, write_document

Links = Literal["none", "inspectors", "households"]
# (subject, month, options, *, on, progress) → the frozen values, one sheet each, made lazily.
Values = Callable[..., Iterable[Any]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One kind of sheet, for teams or for an area. ``purpose`` says in a sentence what it is for.

    ``sizes`` and ``papers`` are what it comes in, the ordinary one first; ``scoped`` and ``yearly``
    tell whether the choice of questions and of the year's first day mean anything to it, ``turned``
    whether the paper lies on its side. ``links``: whose ways in it shows. Writing ``inspectors``'
    issues those anew whose key is gone; ``households``' must all be there, or LinkLost is raised.
    ``needs_round``: there is none for a team whose month is not open. ``teams_per_part`` make
    some 300 pages at most.
    """

    name: str
    title: Promise
    purpose: Promise
    per: Literal["team", "area"]
    values: Values
    draw: Draw
    sizes: tuple[Size, ...] = ("normal",)
    papers: tuple[PaperName, ...] = ("a4",)
    scoped: bool = False
    yearly: bool = False
    turned: bool = False
    links: Links = "none"
    needs_round: bool = True
    teams_per_part: int = 100

    @property
    def choices(self) -> frozenset[str]:
        """The names of the options that change its pages."""
        offered = {
            "size": len(self.sizes) > 1,
            "paper": len(self.papers) > 1,
            "scope": self.scoped,
            "year_start": self.yearly,
        }
        return frozenset(name for name, is_offered in offered.items() if is_offered)

    def fitting(self, options: Options) -> Options:
        """The options that this sheet comes in, as near to those asked for as there are."""
        return replace(
            options,
            size=options.size if options.size in self.sizes else self.sizes[0],
            paper=options.paper if options.paper in self.papers else self.papers[0],
            scope=options.scope if self.scoped else "round",
            year_start=options.year_start if self.yearly else ORDINARY.year_start,
        )

    def write(
        self,
        out: BinaryIO,
        subject: Any,
        month: Month,
        options: Options,
        *,
        on: date,
        progress: Progress = no_progress,
    ) -> PrintedDocument:
        """Write the month's sheets of ``subject``, a sequence of teams or an area, as one PDF."""
        values = self.values(subject, month, self.fitting(options), on=on, progress=progress)
        return self.write_values(out, values, options, subject=str(month))

    def write_values(
        self, out: BinaryIO, values: Iterable[Any], options: Options, *, subject: str = ""
    ) -> PrintedDocument:
        """Write sheets whose values are at hand; ``subject`` is what a search in files shows."""
        wanted = self.fitting(options)
        return write_document(
            out,
            values,
            self.draw,
            title=self.title,
            subject=subject,
            options=wanted,
            # Two upright A5 lie side by side on a turned A4.
            turned=self.turned and wanted.paper == "a4",
        )
