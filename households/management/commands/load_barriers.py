"""``load_barriers``: rivers, railways and wide roads that no team of a ward may lie across."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from households.queries.area import find_ward
from households.services.barrier import BarrierError, keep_barriers, read_barriers


class Command(BaseCommand):
    help = "Keep the lines of a GeoJSON file as the barriers of a ward, instead of those before."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="GeoJSON, WGS 84 degrees")
        parser.add_argument("--ward", required=True, help="official five-digit ward code")

    def handle(self, *, file: Path, ward: str, **options: Any) -> None:
        area = find_ward(ward)
        if area is None:
            raise CommandError(
                _("Không có phường, xã nào mang mã %(code)s. Hãy chạy load_areas trước.")
                % {"code": ward}
            )
        try:
            count = keep_barriers(area, read_barriers(json.loads(file.read_text("utf-8-sig"))))
        except OSError as error:
            raise CommandError(_("Không mở được tệp %(file)s.") % {"file": file}) from error
        except BarrierError as error:
            raise CommandError(str(error)) from error
        except ValueError as error:
            raise CommandError(_("Tệp %(file)s không phải GeoJSON.") % {"file": file}) from error
        self.stdout.write(
            _("%(ward)s có %(count)d đường ngăn cách. Lần chia tổ sau sẽ không vượt qua chúng.")
            % {"ward": area, "count": count}
        )
