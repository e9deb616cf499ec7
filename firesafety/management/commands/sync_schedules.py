"""Write the table of periodic jobs into the queue's schedules."""

from __future__ import annotations

from typing import Any

from django.core.management import BaseCommand

from firesafety.schedules import JOBS, sync_schedules


class Command(BaseCommand):
    help = "Make the stored schedules equal to the table in firesafety/schedules.py."

    def handle(self, **options: Any) -> None:
        synced = sync_schedules()
        if options["verbosity"] > 0:
            self.stderr.write(
                f"{len(JOBS)} schedules: {synced.created} created, {synced.updated} updated, "
                f"{synced.removed} removed",
                style_func=str,
            )
