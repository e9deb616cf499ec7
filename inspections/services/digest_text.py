"""A day's digest in words: what waits in which team, how long, and where to look.

No household is named. A text may lie open on a shared phone, and a short one goes through a
provider; names and addresses stand on the page, behind the door.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from households.models import Team
from inspections.planning.ladder import RUNGS, Digest, Line, Rung, Skipped, Subject

# Letters in two text messages, of which each carries 67 where there are Vietnamese ones.
BRIEF_LENGTH = 134
TEAMS_NAMED = 20  # the most pressing; nobody calls more in a day, and the page has them all


@dataclass(frozen=True, slots=True)
class DigestText:
    """``brief`` fits two text messages."""

    subject: str
    text: str
    brief: str


def teams_named(digest: Digest) -> list[int]:
    """The teams that its words name, the most pressing first."""
    return list(dict.fromkeys(line.concern.team for line in digest.lines))[:TEAMS_NAMED]


def write_digest(digest: Digest, teams: Mapping[int, Team], *, has_account: bool) -> DigestText:
    """The words of a digest in the active language. ``teams``: ``teams_named``, by key."""
    by_team: dict[int, list[Line]] = defaultdict(list)
    for line in digest.lines:
        by_team[line.concern.team].append(line)
    many = len(by_team)
    subject = ngettext(
        "Việc cần nhắc ngày %(day)s: %(count)s tổ", "Việc cần nhắc ngày %(day)s: %(count)s tổ", many
    ) % {"day": _show(digest.on), "count": many}
    parts = [_about_team(teams[team], by_team[team]) for team in teams_named(digest)]
    if many > TEAMS_NAMED:
        parts.append(_about_others(many - TEAMS_NAMED))
    closing = _("Nếu đã làm rồi mà chưa ghi, xin ghi kết quả; tin này sẽ tự dừng.")
    emergency = _("Cháy: gọi %(number)s") % {"number": settings.EMERGENCY_NUMBER}
    text = "\n\n".join([*parts, closing, emergency])
    only = teams[next(iter(by_team))] if many == 1 else None
    said = _brief_matter(only, digest.lines) if only else _brief_teams(many)
    return DigestText(subject, text, _brief(said, emergency, has_account=has_account))


def _about_team(team: Team, lines: Iterable[Line]) -> str:
    mine = list(lines)
    place = _("%(team)s, %(place)s") % {"team": team, "place": team.neighbourhood.name}
    said = [
        f"{place}:",
        *_about_rounds(mine),
        *_about_hazards(mine),
        *_about_put_off(mine),
        *_about_skipped(mine),
    ]
    return "\n".join([*said, settings.SITE_URL + reverse("team", args=[team.pk])])


def _about_others(count: int) -> str:
    words = ngettext(
        "Và %(count)s tổ khác, xem danh sách: %(url)s",
        "Và %(count)s tổ khác, xem danh sách: %(url)s",
        count,
    )
    return words % {"count": count, "url": settings.SITE_URL + reverse("home")}


def _about_rounds(lines: Iterable[Line]) -> list[str]:
    said = []
    for line in lines:
        if line.concern.subject is not Subject.ROUND:
            continue
        said.append(_about_due(line))
        if line.concern.on_paper and line.concern.paper_since is None:
            said.append(
                ngettext(
                    "  Trong đó %(count)s hộ đã làm trên giấy, chỉ còn nhập phiếu.",
                    "  Trong đó %(count)s hộ đã làm trên giấy, chỉ còn nhập phiếu.",
                    line.concern.on_paper,
                )
                % {"count": line.concern.on_paper}
            )
    return said


def _about_due(line: Line) -> str:
    due = _show(line.concern.due_on)
    if line.concern.paper_since is not None:
        return ngettext(
            "– %(count)s hộ đã làm trên giấy, chỉ còn nhập phiếu, hạn %(due)s.",
            "– %(count)s hộ đã làm trên giấy, chỉ còn nhập phiếu, hạn %(due)s.",
            line.concern.on_paper,
        ) % {"count": line.concern.on_paper, "due": due}
    if line.days <= 0:
        return _("– Còn hộ chưa kiểm tra, hạn %(due)s.") % {"due": due}
    return ngettext(
        "– Còn hộ chưa kiểm tra, đã quá hạn %(due)s %(days)s ngày.",
        "– Còn hộ chưa kiểm tra, đã quá hạn %(due)s %(days)s ngày.",
        line.days,
    ) % {"due": due, "days": line.days}


def _about_hazards(lines: Iterable[Line]) -> list[str]:
    hazards = [line for line in lines if line.concern.subject is Subject.HAZARD]
    if not hazards:
        return []
    oldest = min(line.concern.due_on for line in hazards)
    awaiting = sum(line.concern.awaiting for line in hazards)
    looked_after = [
        ngettext(
            "  %(count)s chỗ chủ hộ báo đã sửa, chờ hàng xóm xem.",
            "  %(count)s chỗ chủ hộ báo đã sửa, chờ hàng xóm xem.",
            awaiting,
        )
        % {"count": awaiting}
    ]
    return [
        ngettext(
            "– %(count)s chỗ chưa sửa đã tới ngày, sớm nhất %(due)s.",
            "– %(count)s chỗ chưa sửa đã tới ngày, sớm nhất %(due)s.",
            len(hazards),
        )
        % {"count": len(hazards), "due": _show(oldest)},
        *(looked_after if awaiting else ()),
    ]


def _about_put_off(lines: Iterable[Line]) -> list[str]:
    """That somebody below asked for time. Why is free text, and stands on the page alone."""
    until = [
        each.until
        for line in lines
        for each in line.concern.snoozes
        if RUNGS.index(each.rung) < RUNGS.index(line.rungs[0])
    ]
    if not until:
        return []
    words = _("– Người phụ trách ở dưới xin hoãn tới %(day)s; lý do ghi ở trang của tổ.")
    return [words % {"day": _show(max(until))}]


def _about_skipped(lines: Iterable[Line]) -> list[str]:
    """Why this comes to someone before their own day."""
    reasons = {(line.skipped, line.rungs[-1]) for line in lines}
    if any(reason is Skipped.UNREACHABLE for reason, _rung in reasons):
        return [_("– Gửi tới đây vì không liên lạc được người phụ trách ở dưới.")]
    if (Skipped.NOBODY, Rung.CITY) in reasons:
        return [_("– Gửi tới đây vì phường, xã chưa có cán bộ phụ trách.")]
    if (Skipped.NOBODY, Rung.WARD) in reasons:
        return [_("– Gửi tới đây vì tổ chưa có tổ trưởng nhận được tin.")]
    return []


def _brief_teams(count: int) -> str:
    return ngettext(
        "Tổ 12/1: có việc cần nhắc ở %(count)s tổ.",
        "Tổ 12/1: có việc cần nhắc ở %(count)s tổ.",
        count,
    ) % {"count": count}


def _brief_matter(team: Team, lines: Iterable[Line]) -> str:
    """What it is about, where it is one team's alone: its leader may have nothing but this text."""
    mine = list(lines)
    said = []
    rounds = [line.concern for line in mine if line.concern.subject is Subject.ROUND]
    hazards = len(mine) - len(rounds)
    if rounds and rounds[0].paper_since is not None:
        said.append(_("còn phiếu giấy chưa nhập"))
    elif rounds:
        said.append(_("còn hộ chưa kiểm tra, hạn %(due)s") % {"due": _show(rounds[0].due_on)})
    if hazards:
        said.append(
            ngettext("%(count)s chỗ chưa sửa", "%(count)s chỗ chưa sửa", hazards)
            % {"count": hazards}
        )
    return f"{team}: {'; '.join(said)}."


def _brief(said: str, emergency: str, *, has_account: bool) -> str:
    """As much as fits, the emergency number always."""
    where = (
        _("Xem %(url)s") % {"url": settings.SITE_URL + reverse("home")}
        if has_account
        else _("Xin xem phiếu tháng này và thu kết quả.")
    )
    parts = [said, where, emergency]
    if len(" ".join(parts)) > BRIEF_LENGTH:
        parts = [said, emergency]
    return " ".join(parts)


def _show(day: date) -> str:
    return date_format(day, "d/m/Y")
