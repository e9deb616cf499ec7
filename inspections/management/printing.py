"""What the two printing commands do."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from inspections.management.arguments import read_month, read_teams, tell
from inspections.printing.catalogue import TEAM_SHEETS
from inspections.printing.options import Options


def print_to_file(
    command: BaseCommand,
    what: str,
    *,
    month: str,
    ward: str | None,
    team: int | None,
    out: Path | str,
    language: str,
    json: bool,
    **options: Any,
) -> None:
    """Print a ward's or a team's month; the file appears whole or not at all."""
    wanted = read_month(month)
    teams = read_teams(wanted, ward=ward, team=team)
    started, path = time.perf_counter(), Path(out)
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as file:
            printed = TEAM_SHEETS[what].write(
                file, teams, wanted, Options(language), on=timezone.localdate()
            )
        part.replace(path)
    except OSError as error:
        raise CommandError(
            _("Không ghi được tệp %(path)s: %(error)s")
            % {"path": path, "error": error.strerror or error}
        ) from error
    finally:
        part.unlink(missing_ok=True)
    result = {
        "teams": len(teams),
        "pages": printed.pages,
        "seconds": round(time.perf_counter() - started, 2),
    }
    words = _("In %(pages)d trang cho %(teams)d tổ trong %(seconds).1f giây: %(path)s")
    tell(command, words % {**result, "path": path}, result, as_json=json)
