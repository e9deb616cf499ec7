"""Codes of the planning core, put in words that a neighbour would say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from households.models import Household
from inspections.models import Obstacle
from inspections.planning.answers import Answer
from inspections.planning.overdue import Cause, RoundState
from inspections.planning.rotation import Reason, Shortage, WayOut
from inspections.queries.team_month import ShortageLine, TeamMonth


def day_words(day: date) -> str:
    """A day as it is said: "thứ Bảy 05/12/2026"."""
    names = (
        _("thứ Hai"),
        _("thứ Ba"),
        _("thứ Tư"),
        _("thứ Năm"),
        _("thứ Sáu"),
        _("thứ Bảy"),
        _("Chủ nhật"),
    )
    return f"{names[day.weekday()]} {day:%d/%m/%Y}"


def answer_words(answer: Answer | None) -> str:
    """An answer as it is said; a dash where there is none."""
    words = {
        None: "–",
        Answer.PASS: _("Đạt"),
        Answer.FAIL: _("Chưa đạt"),
        Answer.CORRECTED: _("Chưa đạt, đã sửa ngay"),
        Answer.NOT_APPLICABLE: _("Không áp dụng"),
        Answer.UNSEEN: _("Không kiểm tra được"),
    }
    return words[answer]


def headline(seen: TeamMonth, *, on: date) -> str:
    """The one line on top of a team's month: what is left and until when."""
    if seen.round is None or seen.due_on is None:
        return ""
    words = {
        "left": seen.remaining,
        "all": len({row.inspected.pk for row in seen.rows}),
        "done": len({row.inspected.pk for row in seen.rows}) - seen.remaining,
        "due": f"{seen.due_on:%d/%m}",
    }
    if not seen.rows:
        return _("Tháng này tổ chưa có lượt kiểm tra nào; xem lý do ở dưới.")
    if seen.state is RoundState.CLOSED:
        return _("Đợt đã chốt: %(done)d trên %(all)d hộ được kiểm tra.") % words
    if not seen.remaining:
        return _("Xong cả %(all)d hộ. Xin cảm ơn bà con.") % words
    if seen.state is RoundState.PAUSED:
        return _("Tổ đang tạm nghỉ. Còn %(left)d hộ chưa kiểm tra.") % words
    left = ngettext(
        "Còn %(left)d hộ chưa kiểm tra, hạn %(due)s.",
        "Còn %(left)d hộ chưa kiểm tra, hạn %(due)s.",
        seen.remaining,
    )
    late = ngettext(
        "Còn %(left)d hộ chưa kiểm tra, đã quá hạn %(due)s.",
        "Còn %(left)d hộ chưa kiểm tra, đã quá hạn %(due)s.",
        seen.remaining,
    )
    return (late if on > seen.due_on else left) % words


def shortage_sentences(shortages: Sequence[ShortageLine]) -> list[str]:
    """Who gets too few visits this month, why, and what would help. One query, or none."""
    helpers = {line.numbers.get(key) for line in shortages for key in ("helper", "other")} - {None}
    found = Household.objects.filter(pk__in=helpers) if helpers else Household.objects.none()
    names = dict(found.values_list("pk", "holder_name"))
    return [f"{_reason_sentence(line)} {_way_out(line.numbers, names)}" for line in shortages]


def plan_shortage_sentences(shortages: Sequence[Shortage]) -> list[str]:
    """The same of a plan that is not stored. Two queries, or none."""
    if not shortages:
        return []
    households = Household.objects.in_bulk({each.household for each in shortages})
    return shortage_sentences(
        [
            ShortageLine(
                households[each.household],
                each.reason,
                {"way_out": each.way_out, "helper": each.helper, "other": each.other},
            )
            for each in shortages
        ]
    )


def _reason_sentence(line: ShortageLine) -> str:
    sentences = {
        Reason.ALONE: _("Hộ %(name)s chưa có ai sang xem: tháng này các hộ khác đều vắng."),
        Reason.NO_INSPECTOR: _(
            "Hộ %(name)s chưa có ai sang xem: các hộ còn lại đều không đi kiểm tra được."
        ),
        Reason.EXCLUDED: _(
            "Hộ %(name)s chưa có ai sang xem: các hộ đi được đều không xếp sang hộ này."
        ),
        Reason.CAPACITY: _("Hộ %(name)s chưa đủ người sang xem: các hộ đi được đều đủ lượt rồi."),
    }
    return sentences[Reason(line.reason)] % {"name": line.household.holder_name}


def _way_out(numbers: Mapping[str, Any], names: Mapping[int, str]) -> str:
    helper, other = (names.get(numbers[key], "") for key in ("helper", "other"))
    way_out = WayOut(numbers["way_out"])
    if way_out is WayOut.RAISE_CAP and helper:
        return _("Có thể nhờ hộ %(helper)s đi thêm một lượt.") % {"helper": helper}
    if way_out is WayOut.LIFT_EXCLUSION and helper and other:
        words = {"helper": helper, "other": other}
        return (
            _(
                "Nếu hộ %(helper)s và hộ %(other)s đều đồng ý, có thể xếp lại ở trang Cách"
                " phân công."
            )
            % words
        )
    return _("Xin nhờ tổ bên cạnh hoặc phường, xã giúp.")


def cause_words(cause: Cause | str) -> str:
    """Why a household has no inspection yet."""
    words = {
        Cause.NOT_DONE: _("chưa kiểm tra"),
        Cause.ON_PAPER: _("đã ghi giấy, chưa nhập"),
        Cause.PAUSED: _("tổ tạm nghỉ"),
        Cause.NOBODY_HOME: Obstacle.NOBODY_HOME.label,
        Cause.REFUSED: Obstacle.REFUSED.label,
        Cause.AWAY: Obstacle.AWAY.label,
        Cause.OTHER: Obstacle.OTHER.label,
    }
    return str(words[Cause(cause)])
