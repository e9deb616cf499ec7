"""``reorganise_areas``: rename, merge and split wards as a reform says."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from households.reform_map import MapError, read_map
from households.rosters import RosterFileError
from households.services.reform import ReformTooEarly, Reorganised, reorganise_areas


class Command(BaseCommand):
    help = (
        "Let the wards of a map (csv: old_code, new_code, new_name, neighbourhoods) take over on a "
        "day that has come. All or nothing; a second time changes nothing. See docs/areas.md."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="MAP.csv")
        parser.add_argument("--on", required=True, metavar="DATE", help="2027-01-01")
        parser.add_argument("--dry-run", action="store_true", help="change nothing, only tell")
        parser.add_argument("--json", action="store_true", help="print JSON as the last line")

    def handle(self, *, file: Path, on: str, dry_run: bool, **options: Any) -> None:
        day = self._day(on)
        try:
            rows = read_map(file.read_bytes())
            done = reorganise_areas(rows, on=day, today=timezone.localdate(), dry_run=dry_run)
        except OSError as error:
            raise CommandError(_("Không mở được tệp %(file)s.") % {"file": file}) from error
        except (RosterFileError, ReformTooEarly) as error:
            raise CommandError(str(error)) from error
        except MapError as error:
            raise CommandError(
                _("Chưa đổi gì. Bảng sắp xếp có chỗ cần sửa:") + f"\n{error}"
            ) from error
        self._tell(done, dry_run=dry_run)
        if options["json"]:
            self.stdout.write(json.dumps(done.figures(), ensure_ascii=False))

    def _day(self, on: str) -> date:
        try:
            return date.fromisoformat(on)
        except ValueError:
            raise CommandError(
                _("Ngày phải ghi như 2026-12-20, không phải “%(text)s”.") % {"text": on}
            ) from None

    def _tell(self, done: Reorganised, *, dry_run: bool) -> None:
        if done.already_done:
            self.stderr.write(_("Bảng này đã áp dụng rồi, không có gì phải đổi."), style_func=str)
            return
        for notice in done.notices:
            self.stderr.write(notice, style_func=str)
        said = _(
            "Kết thúc %(wards_ended)d phường, xã; lập %(wards_created)d; chuyển %(neighbourhoods)d "
            "khu vực, %(teams)d tổ, %(households)d hộ, %(duties)d phần việc của cán bộ."
        )
        self.stderr.write(said % done.figures(), style_func=str)
        if dry_run:
            self.stderr.write(_("Chạy thử: chưa đổi gì."), style_func=str)
