"""``load_areas``: the official units of the country or of one province, and their borders."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from households.areas_data import (
    BoundaryFileError,
    read_boundaries,
    read_successions,
    read_units,
)
from households.services.area import load_boundaries, load_units


class Command(BaseCommand):
    help = "Load cities and wards with their codes, dates, successors and borders."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--province", help="two-digit code of one province, such as 92")
        parser.add_argument("--boundaries", type=Path, help="GeoJSON file with ward borders")

    def handle(self, *, province: str | None, boundaries: Path | None, **options: Any) -> None:
        units = [u for u in read_units() if province in (None, u.code, u.parent_code)]
        if not units:
            raise CommandError(
                _("Không có tỉnh, thành phố nào mang mã %(code)s.") % {"code": province}
            )
        codes = {unit.code for unit in units}
        loaded = load_units(units, [s for s in read_successions() if s.main_code in codes])
        if loaded.held_back:
            self.stderr.write(
                _("Chưa thay các đơn vị đang có dữ liệu bên dưới: %(codes)s.")
                % {"codes": ", ".join(loaded.held_back)}
            )
        drawn = self._draw(boundaries) if boundaries else None
        self.stdout.write(
            _("%(cities)d tỉnh, thành phố và %(wards)d phường, xã; mới thêm %(created)d.")
            % {"cities": loaded.cities, "wards": loaded.wards, "created": loaded.created}
        )
        if drawn is not None:
            self.stdout.write(_("Đã vẽ ranh giới %(count)d đơn vị.") % {"count": drawn})

    def _draw(self, path: Path) -> int:
        try:
            loaded = load_boundaries(read_boundaries(path.read_bytes()))
        except OSError as error:
            raise CommandError(_("Không mở được tệp %(path)s.") % {"path": path}) from error
        except BoundaryFileError as error:
            raise CommandError(str(error)) from error
        if loaded.unknown:
            self.stderr.write(
                _("Bỏ qua ranh giới của các mã chưa có trong sổ: %(codes)s.")
                % {"codes": ", ".join(loaded.unknown)}
            )
        return loaded.matched
