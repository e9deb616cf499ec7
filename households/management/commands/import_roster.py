"""``import_roster``: a ward's roster file into the register."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from households.queries.area import find_ward
from households.rosters import RosterFileError, RowOutcome, write_report
from households.services.roster import apply_import, read_for_ward
from households.services.roster_plan import ImportPlan, preview_import


class Command(BaseCommand):
    help = "Read a csv or xlsx roster, tell every doubtful row, and save the households."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--ward", required=True, help="official five-digit ward code")
        parser.add_argument("--dry-run", action="store_true", help="tell, but save nothing")
        parser.add_argument("--report", type=Path, help="csv or xlsx file to write the report to")
        parser.add_argument("--json", action="store_true", help="print one JSON object last")

    def handle(self, *, file: Path, ward: str, dry_run: bool, **options: Any) -> None:
        area = find_ward(ward)
        if area is None:
            raise CommandError(
                _("Không có phường, xã nào mang mã %(code)s. Hãy chạy load_areas trước.")
                % {"code": ward}
            )
        try:
            roster = read_for_ward(area, file.read_bytes(), name=file.name)
        except OSError as error:
            raise CommandError(_("Không mở được tệp %(path)s.") % {"path": file}) from error
        except RosterFileError as error:
            raise CommandError(str(error)) from error
        for notice in roster.notices:
            self.stderr.write(str(notice))
        if dry_run:
            plan = preview_import(area, roster)
        else:
            plan = apply_import(area, roster, on=timezone.localdate())
        self._tell(plan)
        if options["report"]:
            self._write_report(plan, options["report"])
        self._print(plan.counts(), as_json=options["json"])

    def _tell(self, plan: ImportPlan) -> None:
        for line in plan.rows:
            for doubt in line.doubts:
                if doubt.severity != "info":
                    place = _("Dòng %(row)d, cột %(column)s") % {
                        "row": line.row.number,
                        "column": doubt.column,
                    }
                    self.stderr.write(f"{place}: {doubt.message}")
        if plan.missing:
            self.stderr.write(
                _("%(count)d hộ trong sổ không có trong tệp; giữ nguyên.")
                % {"count": len(plan.missing)}
            )

    def _write_report(self, plan: ImportPlan, path: Path) -> None:
        rows = [RowOutcome(line.row.number, line.outcome, line.doubts) for line in plan.rows]
        try:
            write_report(rows, out=path)
        except OSError as error:
            raise CommandError(_("Không ghi được tệp %(path)s.") % {"path": path}) from error

    def _print(self, counts: dict[str, int], *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(counts))
        else:
            self.stdout.write(
                _(
                    "%(rows)d dòng: thêm %(created)d, sửa %(updated)d, giữ nguyên %(unchanged)d, "
                    "gộp %(merged)d, không nhận %(rejected)d; cần xem lại %(warned)d."
                )
                % counts
            )
