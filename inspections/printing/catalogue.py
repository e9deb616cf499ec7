"""Every sheet there is: what it is called, what it is made for, how it is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, BinaryIO, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from firesafety.months import Month
from inspections.planning.periods import PeriodKind
from inspections.printing.area_packs import area_summaries
from inspections.printing.area_summary import draw_area_summary
from inspections.printing.assignment import draw_assignment_sheet
from inspections.printing.cards import draw_link_cards
from inspections.printing.checklist_packs import assignment_sheets, checklist_packs
from inspections.printing.follow_up import draw_follow_ups
from inspections.printing.matrix import draw_matrix
from inspections.printing.notice import draw_notices
from inspections.printing.options import Options
from inspections.printing.parts import Progress, no_progress
from inspections.printing.roster import draw_roster
from inspections.printing.roster_packs import roster_sheets
from inspections.printing.self_check import draw_self_check
from inspections.printing.summary import draw_summary
from inspections.printing.summary_packs import self_check_sheets, summary_sheets
from inspections.printing.team_packs import (
    follow_up_sheets,
    link_cards,
    matrix_sheets,
    notice_packs,
)
from inspections.printing.values import PaperName, PrintedDocument, Size
from inspections.printing.writers import Draw, draw_pack, write_document

# (subject, month, options, *, on, progress) → the frozen values, one sheet each, made lazily.
Values = Callable[..., Iterable[Any]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One kind of sheet, for teams or for an area.

    ``sizes`` and ``papers`` are what it comes in, the ordinary one first; ``scoped`` tells whether
    the choice of questions means anything to it, ``turned`` whether the paper lies on its side.
    ``has_codes``: writing it issues links anew whose key is gone. ``teams_per_part`` make some 300
    pages at most.
    """

    name: str
    title: Promise
    per: Literal["team", "area"]
    values: Values
    draw: Draw
    sizes: tuple[Size, ...] = ("normal",)
    papers: tuple[PaperName, ...] = ("a4",)
    scoped: bool = False
    turned: bool = False
    has_codes: bool = False
    teams_per_part: int = 100

    @property
    def choices(self) -> frozenset[str]:
        """The names of the options that change its pages."""
        offered = {
            "size": len(self.sizes) > 1,
            "paper": len(self.papers) > 1,
            "scope": self.scoped,
            "year_start": self.per == "area",
        }
        return frozenset(name for name, is_offered in offered.items() if is_offered)

    def fitting(self, options: Options) -> Options:
        """The options that this sheet comes in, as near to those asked for as there are."""
        return replace(
            options,
            size=options.size if options.size in self.sizes else self.sizes[0],
            paper=options.paper if options.paper in self.papers else self.papers[0],
            scope=options.scope if self.scoped else "round",
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


AREA_SUMMARIES = (
    (PeriodKind.MONTH, _("Tổng hợp tháng của địa bàn")),
    (PeriodKind.QUARTER, _("Tổng hợp quý của địa bàn")),
    (PeriodKind.HALF_YEAR, _("Sơ kết nửa năm")),
    (PeriodKind.YEAR, _("Tổng kết năm")),
)

SHEETS: dict[str, Sheet] = {
    sheet.name: sheet
    for sheet in (
        Sheet(
            "checklists",
            _("Phân công và phiếu kiểm tra"),
            "team",
            checklist_packs,
            draw_pack,
            sizes=("normal", "large"),
            papers=("a4", "a5"),
            scoped=True,
            has_codes=True,
            teams_per_part=8,
        ),
        Sheet(
            "assignments",
            _("Phân công kiểm tra chéo"),
            "team",
            assignment_sheets,
            draw_assignment_sheet,
            sizes=("normal", "large"),
            papers=("a4", "a5"),
        ),
        Sheet(
            "matrix",
            _("Bảng kiểm tra cả tổ"),
            "team",
            matrix_sheets,
            draw_matrix,
            scoped=True,
            turned=True,
        ),
        Sheet(
            "notices",
            _("Giấy báo cho từng hộ"),
            "team",
            notice_packs,
            draw_notices,
            papers=("a4", "a5"),
            turned=True,
            teams_per_part=30,
        ),
        Sheet(
            "follow_ups",
            _("Phiếu theo dõi tồn tại"),
            "team",
            follow_up_sheets,
            draw_follow_ups,
            sizes=("normal", "large"),
            has_codes=True,
            teams_per_part=12,
        ),
        Sheet(
            "link_cards",
            _("Thẻ mã cho người kiểm tra"),
            "team",
            link_cards,
            draw_link_cards,
            has_codes=True,
        ),
        Sheet("rosters", _("Danh sách tổ"), "team", roster_sheets, draw_roster),
        Sheet("summaries", _("Tổng hợp tháng"), "team", summary_sheets, draw_summary),
        Sheet("self_checks", _("Ghi nhận tự kiểm tra"), "team", self_check_sheets, draw_self_check),
        *(
            Sheet(f"area_{kind}", title, "area", area_summaries(kind), draw_area_summary)
            for kind, title in AREA_SUMMARIES
        ),
    )
}
