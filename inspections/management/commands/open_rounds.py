"""Open a month's rounds, through the queue or here."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from firesafety.months import Month
from households.models import Area
from inspections.management.arguments import add_json_argument, read_month, read_ward, tell
from inspections.models import WardOpening
from inspections.queries.opening import MonthFigures, month_figures
from inspections.services.opening import open_ward, request_opening


class Command(BaseCommand):
    help = "Open every active team's round of a month: one task a ward, or with --now here."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--month", required=True, help="2026-12")
        parser.add_argument("--ward", help="official code; all wards without it")
        parser.add_argument("--now", action="store_true", help="do the work in this process")
        add_json_argument(parser)

    def handle(
        self, *, month: str, ward: str | None, now: bool, json: bool, **options: Any
    ) -> None:
        wanted = read_month(month)
        wards = None if ward is None else [read_ward(ward)]
        at, started = timezone.now(), time.perf_counter()
        before = month_figures(wanted, on=timezone.localdate(at), wards=wards)
        if not before.teams:
            raise CommandError(_("Chưa có tổ nào đang hoạt động ở đây. Chạy form_teams trước."))
        self._open(wanted, wards, at=at, now=now)
        after = month_figures(wanted, on=timezone.localdate(at), wards=wards)
        seconds = round(time.perf_counter() - started, 2)
        result = _result(before, after) | {"seconds": seconds}
        tell(self, _words(wanted, result), result, as_json=json)

    def _open(self, month: Month, wards: list[Area] | None, *, at: datetime, now: bool) -> None:
        opening = request_opening(month, at=at, wards=wards, revive=True, enqueue=not now)
        if not now:
            return
        jobs = opening.wards.filter(state=WardOpening.State.QUEUED).order_by("pk")
        if wards is not None:
            jobs = jobs.filter(ward__in=wards)
        for key in list(jobs.values_list("pk", flat=True)):
            open_ward(key, at=at)


def _result(before: MonthFigures, after: MonthFigures) -> dict[str, int]:
    return {
        "teams": after.teams,
        "opened": after.rounds - before.rounds,
        "already_open": before.rounds,
        "queued": after.teams_waiting,
        "assignments": after.assignments,
        "shortages": after.shortages,
    }


def _words(month: Month, result: dict[str, Any]) -> str:
    words = result | {"month": f"{month.month:02}/{month.year}"}
    told = _(
        "Tháng %(month)s: mở %(opened)d đợt, có sẵn %(already_open)d, trên %(teams)d tổ; "
        "%(assignments)d lượt kiểm tra, %(shortages)d hộ chưa đủ người."
    )
    waiting = _("Còn %(queued)d tổ chờ hàng đợi mở; cần manage.py work đang chạy.")
    return (f"{told} {waiting}" if result["queued"] else told) % words
