"""Count the kept figures anew, after an import past the services or when a figure is doubted."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from households.models import Area
from inspections.management.arguments import add_json_argument, read_ward, tell
from inspections.queries.standing import wards_with_teams
from inspections.queries.standing_check import standing_faults
from inspections.services.standing import move_on, recount_ward


class Command(BaseCommand):
    help = "Count the figures of rounds, teams and neighbourhoods anew. Again changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--ward", help="official code; every ward with teams without it")
        parser.add_argument(
            "--check", action="store_true", help="only compare; exit 1 where a figure is wrong"
        )
        add_json_argument(parser)

    def handle(self, *, ward: str | None, check: bool, json: bool, **options: Any) -> None:
        wards = list(wards_with_teams()) if ward is None else [read_ward(ward)]
        if check:
            self._check(wards)
        teams = sum(recount_ward(each) for each in ([] if check else wards))
        if not check:
            move_on(on=timezone.localdate())
        words = _("Đã đếm lại %(teams)d tổ ở %(wards)d phường, xã.")
        if check:
            words = _("Số liệu của %(wards)d phường, xã khớp với sổ.")
        tell(
            self,
            words % {"teams": teams, "wards": len(wards)},
            {"wards": len(wards), "teams": teams},
            as_json=json,
        )

    def _check(self, wards: list[Area]) -> None:
        faults = [f"{each.code}: {fault}" for each in wards for fault in standing_faults(each)]
        if faults:
            raise CommandError(
                _("Số liệu chưa khớp với sổ, hãy chạy recount:") + "\n" + "\n".join(faults)
            )
