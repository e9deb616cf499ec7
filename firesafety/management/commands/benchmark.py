"""Our figures beside the peers', from the same run. Timing lives here and never in a test."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from firesafety.benchmarks.console import measure_console
from firesafety.benchmarks.machine import describe_machine
from firesafety.benchmarks.overdue import measure_overdue
from firesafety.benchmarks.requests import measure_requests
from firesafety.benchmarks.ward import measure_ward
from firesafety.demo.ward import WARD_CODE
from households.grouping.benchmark import compare as compare_grouping
from households.grouping.benchmark import fuzz as fuzz_grouping
from inspections.planning.integrity_benchmark import compare as compare_integrity
from inspections.planning.rotation_benchmark import compare as compare_rotation
from inspections.printing.benchmark import compare as compare_printing

CITY_CODE = "92"
Measured = dict[str, Any]


class Command(BaseCommand):
    help = "Measure one subject and print the figures as JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("subject", choices=sorted(self._subjects()))
        parser.add_argument("--size", type=int, help="households, teams or pages")
        parser.add_argument("--roster", default="", help="ward: a roster file instead of a sample")
        parser.add_argument("--ward", default=WARD_CODE, help="ward, requests: official code")
        parser.add_argument("--city", default=CITY_CODE, help="console: official code")
        parser.add_argument("--json", action="store_true", help="one line, for programs")

    def handle(self, *, subject: str, json: bool, **options: Any) -> None:
        try:
            measured = self._subjects()[subject](options)
        except (LookupError, RuntimeError, ValueError) as error:
            raise CommandError(str(error)) from error
        day = timezone.localdate()
        result = {"subject": subject, "on": f"{day}", **describe_machine(), **measured}
        self.stdout.write(_write(result, indent=None if json else 2))

    def _subjects(self) -> dict[str, Callable[[dict[str, Any]], Measured]]:
        return {
            "grouping": lambda o: compare_grouping(o["size"] or 10_000),
            "grouping-fuzz": lambda o: fuzz_grouping(o["size"] or 10_000),
            "integrity": lambda o: compare_integrity(o["size"] or 100),
            "rotation": lambda o: compare_rotation(o["size"] or 10_000),
            "printing": lambda o: compare_printing(o["size"] or 600, long=12_000),
            "requests": lambda o: measure_requests(ward=o["ward"], on=timezone.localdate()),
            "console": lambda o: measure_console(city=o["city"], on=timezone.localdate()),
            "overdue": lambda o: measure_overdue(o["size"] or 83_334, on=timezone.localdate()),
            "ward": lambda o: measure_ward(o["size"] or 600, roster=o["roster"], ward=o["ward"]),
        }


def _write(result: Measured, *, indent: int | None) -> str:
    return json.dumps(result, ensure_ascii=False, indent=indent, default=str)
