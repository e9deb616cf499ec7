"""Everything the demo makes, in order; each step finds what an earlier run has made."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.utils.timezone import localdate

from firesafety.months import Month
from households.models import Area
from inspections.models import Assignment
from inspections.services.link import link_token
from inspections.services.opening import request_opening
from inspections.services.review import ensure_reviews
from inspections.services.round import close_rounds

from .month import open_month_here, record_month
from .ward import LOGINS, Login, settle_ward


@dataclass(frozen=True, slots=True)
class Sample:
    """What the demo can show."""

    ward: Area
    logins: tuple[Login, ...]
    links: tuple[str, ...]
    printed: tuple[Path, ...]


def build(
    *, households: int, at: datetime, drain: Callable[[], None], say: Callable[[str], object]
) -> Sample:
    """Make the sample ward, last month and this month, and print this month.

    ``drain`` lets the queue do what this month's opening and the look at last month have put in.
    """
    on = localdate(at)
    month = Month.of(on)
    say("1/4 Lập phường mẫu, chia tổ / sample ward, teams")
    ward = settle_ward(households=households, on=on)
    say("2/4 Tháng trước / last month")
    open_month_here(ward, month.previous(), at=at)
    record_month(ward, month.previous(), until=on)
    close_rounds(on=on)
    # Waits in the queue for the same drain as the opening.
    ensure_reviews(on=on, at=at)
    say("3/4 Tháng này, qua hàng đợi / this month, through the queue")
    request_opening(month, at=at, wards=[ward])
    drain()
    record_month(ward, month, until=on)
    say("4/4 In phiếu / printing")
    printed = tuple(_print(ward, month))
    return Sample(ward=ward, logins=LOGINS, links=_links(ward, month), printed=printed)


def _print(ward: Area, month: Month) -> Iterable[Path]:
    folder = Path(settings.VAR_DIR) / "print"
    folder.mkdir(parents=True, exist_ok=True)
    for command, when in (("print_checklists", month), ("print_summaries", month.previous())):
        path = folder / f"{command.removeprefix('print_')}-{when}.pdf"
        call_command(command, month=str(when), ward=ward.code, out=str(path), verbosity=0)
        yield path


def _links(ward: Area, month: Month) -> tuple[str, ...]:
    """The links of two households whose visit this month is still to be made."""
    waiting = Assignment.objects.filter(
        round__team__ward=ward, round__month=month.first_day, inspection=None
    ).order_by("round__team__number", "position")
    return tuple(link_token(assignment) for assignment in waiting[:2])
