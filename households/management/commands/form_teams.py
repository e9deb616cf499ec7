"""``form_teams``: teams for the households of a ward that have none."""

from __future__ import annotations

import json
from time import perf_counter
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from households.queries.area import find_ward
from households.services.team import TeamPlan, form_teams_in_ward, preview_teams, summarize


class Command(BaseCommand):
    help = "Group the households of a ward that have no team, inside each neighbourhood."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--ward", required=True, help="official five-digit ward code")
        parser.add_argument("--size", type=int, default=settings.TEAM_SIZE)
        parser.add_argument("--minimum", type=int, default=settings.TEAM_MINIMUM)
        parser.add_argument("--maximum", type=int, default=settings.TEAM_MAXIMUM)
        parser.add_argument("--seed", type=int, default=0, help="choose among equal groupings")
        parser.add_argument("--dry-run", action="store_true", help="plan, but found nothing")
        parser.add_argument("--json", action="store_true", help="print one JSON object last")

    def handle(self, *, ward: str, dry_run: bool, **options: Any) -> None:
        sizes = {name: options[name] for name in ("size", "minimum", "maximum", "seed")}
        if not 1 <= sizes["minimum"] <= sizes["size"] <= sizes["maximum"]:
            raise CommandError(_("Cần: số hộ ít nhất ≤ số hộ thường ≤ số hộ nhiều nhất."))
        area = find_ward(ward)
        if area is None:
            raise CommandError(
                _("Không có phường, xã nào mang mã %(code)s. Hãy chạy load_areas trước.")
                % {"code": ward}
            )
        started = perf_counter()
        if dry_run:
            plan = preview_teams(area, **sizes)
        else:
            plan = form_teams_in_ward(area, on=timezone.localdate(), **sizes).plan
        figures = summarize(plan) | {"seconds": round(perf_counter() - started, 3)}
        self._tell(plan)
        if options["json"]:
            self.stdout.write(json.dumps(figures, ensure_ascii=False))
        else:
            self.stdout.write(
                _("%(teams)d tổ từ %(households)d hộ chưa có tổ; còn lại %(unplaced)d hộ.")
                % figures
            )

    def _tell(self, plan: TeamPlan) -> None:
        for remark in plan.remarks:
            self.stderr.write(remark)
        for leftover in plan.leftovers:
            self.stderr.write(f"{leftover.neighbourhood}: {leftover.household}. {leftover.reason}")
