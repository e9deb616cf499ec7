"""Arguments that several commands share, read with a clear message when they are not right."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils.translation import gettext as _

from firesafety.months import Month
from households.models import Area, Team
from households.queries.area import find_ward
from households.queries.reform import teams_of_ward_on, ward_on


def read_month(text: str) -> Month:
    """A month like 2026-12; raises CommandError."""
    try:
        return Month.parse(text)
    except ValueError:
        raise CommandError(
            _("Tháng phải ghi như 2026-12, không phải “%(text)s”.") % {"text": text}
        ) from None


def read_day(text: str) -> date:
    """A day like 2026-12-20; raises CommandError."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CommandError(
            _("Ngày phải ghi như 2026-12-20, không phải “%(text)s”.") % {"text": text}
        ) from None


def read_ward(code: str) -> Area:
    """The current ward of an official code; raises CommandError."""
    ward = find_ward(code)
    if ward is None:
        raise CommandError(
            _("Không có phường, xã nào mã “%(code)s”. Xem lại mã, hoặc chạy load_areas trước.")
            % {"code": code}
        )
    return ward


def read_teams(month: Month, *, ward: str | None, team: int | None) -> list[Team]:
    """The teams with a round in a month, of a ward or just one; raises CommandError for none."""
    day = month.first_day
    if ward is None:
        found = Team.objects.filter(pk=team or 0)
    else:
        # A month of before a reform is printed for the ward that there was.
        found = teams_of_ward_on(ward_on(ward, day=day) or read_ward(ward), day=day)
    teams = list(found.filter(rounds__month=day).order_by("ward", "number"))
    if not teams:
        raise CommandError(
            _("Tháng %(month)s chưa mở đợt nào ở đây. Chạy open_rounds trước rồi in.")
            % {"month": f"{month.month:02}/{month.year}"}
        )
    return teams


def add_print_arguments(parser: ArgumentParser) -> None:
    """What both printing commands take."""
    parser.add_argument("--month", required=True, help="2026-12")
    whose = parser.add_mutually_exclusive_group(required=True)
    whose.add_argument("--ward", help="official code of a ward")
    whose.add_argument("--team", type=int, help="id of a team")
    parser.add_argument("--out", required=True, type=Path, help="file to write")
    parser.add_argument("--language", choices=["vi", "en"], default="vi")
    add_json_argument(parser)


def add_json_argument(parser: ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON as the last line")


def tell(command: BaseCommand, words: str, result: Any, *, as_json: bool) -> None:
    """People's words to standard error; with ``--json`` the result to standard output."""
    command.stderr.write(words, style_func=str)
    if as_json:
        command.stdout.write(json.dumps(result, ensure_ascii=False))
