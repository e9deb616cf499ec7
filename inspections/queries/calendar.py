"""What a team's or a household's calendar holds, and which address opens it."""

from __future__ import annotations

import hmac
from datetime import date
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Max, Q
from django.utils.translation import gettext as _

from firesafety.months import Month
from inspections.models import Assignment, Round, TeamCalendar
from inspections.planning.icalendar import DayEvent
from inspections.queries.link import TOKEN_LENGTH, encode, link_keys, read_typed, stored_hash

MONTHS_BACK = 3  # what is older, nobody looks up in a calendar
YEAR = 12  # months back and ahead in a household's own calendar


def derive_calendar(key: str, public_id: UUID, *, issue: int) -> str:
    """The token of one issue of a team's calendar address under ``key``."""
    message = b"team calendar" + public_id.bytes + issue.to_bytes(4, "big")
    digest = hmac.digest(key.encode(), message, "sha256")
    return encode(int.from_bytes(digest[:16], "big"), length=TOKEN_LENGTH)


def find_calendar(text: str) -> TeamCalendar | None:
    """The calendar that a token opens; None after it was issued anew or taken back. One query."""
    token = read_typed(text)
    if len(token) != TOKEN_LENGTH:
        return None
    hashes = [stored_hash(key, token) for key in link_keys()]
    return TeamCalendar.objects.filter(link_hash__in=hashes).select_related("team").first()


def team_days(calendar: TeamCalendar, *, on: date) -> list[DayEvent]:
    """The due days of the team's months. Nobody's name: calendars travel far. One query.

    An event counts as changed when a result comes in, for its text counts them.
    """
    first = Month.of(on).plus(-MONTHS_BACK).first_day
    done = Count("assignments", filter=Q(assignments__inspection__obstacle=""))
    rounds = Round.objects.filter(team=calendar.team, month__gte=first).annotate(
        planned=Count("assignments"),
        done=done,
        latest=Max("assignments__inspection__received_at"),
    )
    return [
        DayEvent(
            uid=_uid(f"{calendar.public_id}-{Month.of(round.month)}"),
            day=round.due_on,
            summary=_("%(team)s: hạn kiểm tra chéo tháng %(month)s")
            % {"team": calendar.team, "month": f"{round.month:%m/%Y}"},
            description=_("%(done)d trên %(planned)d lượt đã kiểm tra.")
            % {"done": round.done, "planned": round.planned}
            + f"\n{_emergency()}",
            url=f"{settings.SITE_URL}/teams/{calendar.team_id}/?month={Month.of(round.month)}",
            changed_at=max(round.opened_at, round.latest or round.opened_at),
        )
        for round in rounds.order_by("month")
    ]


def household_days(assignment: Assignment, *, on: date, url: str) -> list[DayEvent]:
    """The due days of the year's visits by the household that holds a link. One query.

    Only the visit that the link opens says whose home it is: the link is for that home and that
    month. Of the others, each with a link of its own, there is the day and nothing else.
    """
    since, until = Month.of(on).plus(-YEAR), Month.of(on).plus(YEAR)
    visits = Assignment.objects.filter(
        inspector=assignment.inspector_id,
        round__team=assignment.round.team_id,
        round__month__range=(since.first_day, until.first_day),
    )
    visits = visits.select_related("round", "inspected").order_by("round__month", "pk")
    return [
        _own_day(visit, url=url) if visit.pk == assignment.pk else _other_day(visit)
        for visit in visits
    ]


def _own_day(visit: Assignment, *, url: str) -> DayEvent:
    return DayEvent(
        uid=_uid(str(visit.public_id)),
        day=visit.round.due_on,
        summary=_("Hạn sang xem giúp hộ %(name)s") % {"name": visit.inspected.holder_name},
        description=f"{visit.inspected.address}\n{_emergency()}".strip(),
        url=url,
        changed_at=visit.round.opened_at,
    )


def _other_day(visit: Assignment) -> DayEvent:
    return DayEvent(
        uid=_uid(str(visit.public_id)),
        day=visit.round.due_on,
        summary=_("Hạn sang xem giúp nhà hàng xóm, tháng %(month)s")
        % {"month": f"{visit.round.month:%m/%Y}"},
        description="\n".join((_("Sang nhà nào, xin xem phiếu của tháng đó."), _emergency())),
        url=settings.SITE_URL,
        changed_at=visit.round.opened_at,
    )


def _uid(name: str) -> str:
    return f"{name}@{urlsplit(settings.SITE_URL).hostname}"


def _emergency() -> str:
    return _("Cháy: gọi %(number)s") % {"number": settings.EMERGENCY_NUMBER}
