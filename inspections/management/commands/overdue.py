"""The officer's list as JSON or as words."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from django.core.management import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from households.models import Area
from inspections.management.arguments import add_json_argument, read_day, read_ward, tell
from inspections.printing.reasons import part_words
from inspections.queries.overdue import OverdueLine, overdue_list


class Command(BaseCommand):
    help = "The overdue teams, worst first, each with its cause, what is missing, and its score."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--on", help="2026-12-20; today without it")
        parser.add_argument("--ward", help="official code; the whole country without it")
        add_json_argument(parser)

    def handle(self, *, on: str | None, ward: str | None, json: bool, **options: Any) -> None:
        day = timezone.localdate() if on is None else read_day(on)
        cities = Area.objects.filter(level=Area.Level.CITY)
        areas: Iterable[Area] = cities if ward is None else [read_ward(ward)]
        found = {line.team.pk: line for area in areas for line in overdue_list(area, on=day)}
        lines = sorted(found.values(), key=lambda line: (-line.weight, line.team.pk))
        told = [_words(line) for line in lines] or [_("Không có tổ nào quá hạn.")]
        tell(self, "\n".join(told), [_as_json(line) for line in lines], as_json=json)


def _words(line: OverdueLine) -> str:
    place = f"{line.team}, {line.team.neighbourhood}, {line.team.ward}"
    parts = (f"{part.points:6.1f}  {part_words(part)}" for part in line.parts)
    return "\n        ".join((f"{line.score:6.1f}  {place}: {_why(line)}", *parts))


def _why(line: OverdueLine) -> str:
    """What a team is listed for; a team whose round is in time is called late by no days."""
    words = {
        "days": line.days_late,
        "missing": len(line.missing),
        "planned": line.planned,
        "critical": line.critical,
        "overdue": line.hazards_overdue,
    }
    told = []
    if line.days_late:
        told.append(_("trễ %(days)d ngày, thiếu %(missing)d/%(planned)d hộ") % words)
    if line.hazards_overdue:
        told.append(_("%(overdue)d chỗ quá hạn sửa") % words)
    if not told:
        told.append(_("lâu không có kết quả"))
    if line.critical:
        told.append(_("%(critical)d chỗ nguy hiểm chưa sửa") % words)
    return ", ".join(told)


def _as_json(line: OverdueLine) -> dict[str, Any]:
    team = line.team
    return {
        "team": team.pk,
        "number": team.number,
        "ward": team.ward.code,
        "neighbourhood": team.neighbourhood.name,
        "month": str(line.month),
        "state": line.state.value,
        "days_late": line.days_late,
        "cause": line.cause,
        "missing": [
            {
                "household": missing.household.pk,
                "name": missing.household.holder_name,
                "inspectors": [inspector.pk for inspector in missing.inspectors],
                "cause": missing.cause.value,
            }
            for missing in line.missing
        ],
        "planned": line.planned,
        "critical": line.critical,
        "score": line.score,
        "parts": [asdict(part) | {"words": part_words(part)} for part in line.parts],
    }
