"""What is kept how long, and forgetting what is too old."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from firesafety.retention import RULES, apply_retention


class Command(BaseCommand):
    help = "Forget what has been kept long enough; the queue does it each night."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say how many")
        parser.add_argument("--json", action="store_true", help="print JSON as the last line")

    def handle(self, *, dry_run: bool, **options: Any) -> None:
        done = apply_retention(at=timezone.now(), dry_run=dry_run)
        counts = {each.rule.name: each.count for each in done}
        for rule in RULES:
            kept = _("đến khi được yêu cầu") if rule.days is None else self._days(rule.days)
            found = "" if rule.days is None else f" · {counts[rule.name]}"
            self.stderr.write(f"{rule.words}: {kept}{found}", style_func=str)
        self.stderr.write(
            _("Chạy thử: chưa đổi gì.") if dry_run else _("Đã bỏ những gì quá hạn."),
            style_func=str,
        )
        if options["json"]:
            self.stdout.write(json.dumps(counts))

    def _days(self, days: int) -> str:
        return _("%(days)d ngày") % {"days": days}
