"""Compile the planning kernels once after installing, so that no page has to wait for it."""

from __future__ import annotations

from typing import Any

from django.core.management import BaseCommand

from households.grouping import compile_ahead as compile_grouping
from inspections.planning.rotation import compile_ahead as compile_rotation


class Command(BaseCommand):
    help = "Compile the grouping and rotation kernels and keep them on disk."

    def handle(self, **options: Any) -> None:
        compile_grouping()
        compile_rotation()
        self.stdout.write("Compiled; later starts read it from disk.")
