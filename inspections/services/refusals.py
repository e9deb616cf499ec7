"""Why something about a visit cannot be written, in sentences for the person who tried."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from households.models import User
from inspections.models import Round
from inspections.queries.closing import is_open, late_until, takes_late_paper
from inspections.queries.version import is_paper


class RoundClosed(Exception):
    """The round takes no more results. ``str()`` is the sentence for the person."""


class Superseded(Exception):
    """Another result came in after the one that the sender had seen. ``str()`` is the sentence.

    ``revision``: of the result that stands now.
    """

    def __init__(self, revision: int) -> None:
        super().__init__(
            _(
                "Phiếu này đã có kết quả khác, do máy khác hoặc phiếu giấy gửi trước. Xin xem kết "
                "quả đang có rồi chọn: gửi bản này thành bản sửa, hay bỏ bản này."
            )
        )
        self.revision = revision


class InvalidResult(Exception):
    """The result cannot be stored as it is.

    ``errors``: sentence per field. An item's sentence (its note's too) stands under the item's
    code; others under ``obstacle``, ``done_on``, ``revisit_on``, ``remark`` or ``answers``.
    """

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{name}: {text}" for name, text in errors.items()))
        self.errors = dict(errors)


class Refused(ValueError):
    """Something that the person can put right. ``str()`` is the sentence that says how."""


def refuse_closed(round: Round, *, on: date) -> None:
    """Raises RoundClosed for a round (loaded with its team) that is over on a day."""
    if not is_open(round, on=on):
        raise RoundClosed(
            _(
                "Đợt kiểm tra tháng %(month)s đã chốt nên không sửa được nữa. "
                "Xin báo tổ trưởng nếu có điều cần bổ sung."
            )
            % {"month": f"{round.month:%m/%Y}"}
        )


def refuse_arrival(round: Round, *, source: str, entered_by: User | None, on: date) -> None:
    """Raises RoundClosed for a result that the round (loaded with its team) does not take.

    After it has closed it takes paper, typed in by somebody with a name, for LATE_ENTRY_DAYS; a
    phone closes with the round.
    """
    if is_open(round, on=on):
        return
    if not is_paper(source) or entered_by is None:
        refuse_closed(round, on=on)
    if takes_late_paper(round, on=on):
        return
    last = late_until(round)
    words = {"month": f"{round.month:%m/%Y}"}
    if last is None:
        raise RoundClosed(
            _("Đợt kiểm tra tháng %(month)s đã chốt nên không nhập thêm phiếu giấy nữa.") % words
        )
    raise RoundClosed(
        _(
            "Đợt kiểm tra tháng %(month)s đã chốt; phiếu giấy chỉ nhập muộn được đến hết ngày"
            " %(day)s. Xin giữ phiếu lại, tháng sau người kiểm tra mới sẽ xem."
        )
        % {**words, "day": show_day(last)}
    )


def show_day(day: date) -> str:
    return date_format(day, "d/m/Y")
