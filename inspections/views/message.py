"""Words that the leader pastes into a chat group: no account, no interface of the chat needed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from firesafety.months import Month
from households.models import Household, Team
from inspections.models import Assignment, Round
from inspections.queries.team_month import TeamMonth, team_month
from inspections.services.link import LinkLost, link_url
from inspections.views.door import read_month, team_for
from inspections.views.sentences import day_words

# Letters: chats shorten or refuse longer messages; this many pass in the common ones.
LONGEST = 2000


@dataclass(frozen=True, slots=True)
class PrivateMessage:
    """What goes to one household alone: its link opens the neighbour's page."""

    household: Household
    text: str
    assignment_id: int


@login_required
@require_safe
def team_message(request: HttpRequest, team_id: int, month: str) -> HttpResponse:
    """One text for the whole group, and one with the link for each household that has yet to go."""
    on = timezone.localdate()
    team = team_for(request, team_id, on=on)
    wanted = read_month(month)
    seen = team_month(team, wanted, on=on)
    if seen.round is None:
        raise Http404
    context = {
        "team": team,
        "month": wanted,
        "this_month": seen,
        "group_text": group_text(team, wanted, seen),
        "private": private_messages(seen),
    }
    response = render(request, "inspections/team/message.html", context)
    # The page holds every link of the month.
    response.headers["Cache-Control"] = "no-store, private"
    return response


def group_text(team: Team, month: Month, seen: TeamMonth) -> str:
    """Who goes to whom, without links: whoever reads along opens nobody else's page.

    Addresses are left out where with them the text would be too long for one message; they stand
    on the sheet, whose picture goes along.
    """
    full = _group_text(team, month, seen, addresses=True)
    return full if len(full) <= LONGEST else _group_text(team, month, seen, addresses=False)


def _group_text(team: Team, month: Month, seen: TeamMonth, *, addresses: bool) -> str:
    assert seen.round is not None  # noqa: S101 - The page is not there without a round.
    words = {
        "team": team,
        "month": f"{month.first_day:%m/%Y}",
        "starts": f"{seen.round.starts_on:%d/%m/%Y}",
        "due": day_words(seen.round.due_on),
        "address": settings.SITE_URL + reverse("type_code"),
    }
    lines = [
        _("%(team)s: kiểm tra chéo tháng %(month)s, từ %(starts)s đến hết %(due)s.") % words,
        "",
        *_pairs((row.assignment for row in seen.rows), addresses=addresses),
        "",
        _("Ghi vào phiếu giấy, hoặc gõ mã in trên phiếu tại %(address)s") % words,
        _emergency(),
    ]
    return "\n".join(lines)


def private_messages(seen: TeamMonth) -> list[PrivateMessage]:
    """For each household that has yet to go, in the order of the sheet."""
    assert seen.round is not None  # noqa: S101 - The page is not there without a round.
    waiting = [row.assignment for row in seen.rows if row.state != "done"]
    return [
        PrivateMessage(assignment.inspector, _private_text(assignment, seen.round), assignment.pk)
        for assignment in waiting
    ]


def _pairs(assignments: Iterable[Assignment], *, addresses: bool) -> list[str]:
    return [
        f"{number}. {assignment.inspector.holder_name} → "
        + (_whom(assignment) if addresses else assignment.inspected.holder_name)
        for number, assignment in enumerate(assignments, start=1)
    ]


def _whom(assignment: Assignment) -> str:
    inspected = assignment.inspected
    return (
        f"{inspected.holder_name} ({inspected.address})"
        if inspected.address
        else inspected.holder_name
    )


def _private_text(assignment: Assignment, round: Round) -> str:
    words = {
        "inspector": assignment.inspector.holder_name,
        "inspected": _whom(assignment),
        "due": day_words(round.due_on),
    }
    lines = [
        _("Hộ %(inspector)s xem giúp hộ %(inspected)s, hạn chót %(due)s.") % words,
        _link_line(assignment),
        _emergency(),
    ]
    return "\n".join(lines)


def _link_line(assignment: Assignment) -> str:
    try:
        return _("Mở trang ghi kết quả: %(link)s") % {"link": link_url(assignment)}
    except LinkLost:
        # A GET may not issue it anew; printing does.
        return _("Đường dẫn cũ không còn dùng được, xin in lại phiếu để có mã mới.")


def _emergency() -> str:
    return _("Cháy: gọi %(number)s") % {"number": settings.EMERGENCY_NUMBER}
