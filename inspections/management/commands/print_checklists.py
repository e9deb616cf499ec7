"""Print a month's checklists into one file."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand

from inspections.management.arguments import add_print_arguments
from inspections.management.printing import print_to_file


class Command(BaseCommand):
    help = "Write the month's checklists of a ward or a team into one PDF file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_print_arguments(parser)

    def handle(self, **options: Any) -> None:
        print_to_file(self, "checklists", **options)
