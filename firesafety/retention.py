"""What is kept how long, as one table. ``manage.py retention --dry-run`` prints it with counts.

No law names these times for self-kept records of neighbours; they are settings (KEEP_…_DAYS) with
careful defaults. A photo carries its own last day, counted by PHOTO_DAYS when it came.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from households.services import retention as households
from inspections.services.message_forgetting import forget_messages
from inspections.services.photo_forgetting import expire_photos
from inspections.services.print_job import prune_prints, sweep_prints


@dataclass(frozen=True, slots=True)
class Rule:
    """``name`` is the key in KEEP_DAYS; without one there, a thing goes as soon as it ended.

    ``forget`` takes ``before`` and ``at`` (moments) and ``dry_run``, and says how many.
    """

    name: str
    words: str | Promise
    forget: Callable[..., int]

    @property
    def days(self) -> int | None:
        """For how many days; None: until somebody asks."""
        days: int = settings.KEEP_DAYS.get(self.name, 0)
        return None if self.name in settings.KEEP_DAYS and days == 0 else days


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What one rule found too old."""

    rule: Rule
    count: int


def _prints(*, before: datetime, at: datetime, dry_run: bool) -> int:
    return prune_prints(on=localdate(at), kept=at - before, dry_run=dry_run)


def _photos(*, before: datetime, at: datetime, dry_run: bool) -> int:
    return expire_photos(on=localdate(at), at=at, dry_run=dry_run)


def _strays(*, before: datetime, at: datetime, dry_run: bool) -> int:
    return households.sweep_rosters(at=at, dry_run=dry_run) + sweep_prints(at=at, dry_run=dry_run)


def _plain(forget: Callable[..., int]) -> Callable[..., int]:
    """A rule that does not ask what time it is."""
    return lambda *, before, at, dry_run: forget(before=before, dry_run=dry_run)


RULES = (
    Rule("record_views", _("Ai đã xem hồ sơ hộ"), _plain(households.forget_record_views)),
    Rule(
        "waiting_rosters",
        _("Danh sách hộ đã nộp mà không áp dụng"),
        _plain(households.forget_waiting_rosters),
    ),
    Rule("roster_files", _("Tệp danh sách hộ đã áp dụng"), _plain(households.forget_roster_files)),
    Rule(
        "roster_reports",
        _("Kết quả từng dòng của danh sách đã áp dụng"),
        _plain(households.forget_roster_reports),
    ),
    Rule("printed_files", _("Tệp phiếu in của phường, xã"), _prints),
    Rule("sessions", _("Phiên đăng nhập đã hết hạn"), _plain(households.forget_sessions)),
    Rule(
        "departed_households",
        _("Tên, điện thoại, ghi chú của hộ đã rời đi"),
        households.erase_departed_households,
    ),
    Rule("messages", _("Tin đã nhắc và nơi gửi tới"), _plain(forget_messages)),
    Rule("stray_files", _("Tệp còn sót khi máy dừng giữa chừng"), _strays),
    # Last: it waits for the storage of photos, which may be another machine that is down.
    Rule("photos", _("Ảnh kèm phiếu"), _photos),
)


def apply_retention(*, at: datetime, dry_run: bool = False) -> list[Forgotten]:
    """Let every rule forget what is too old at a moment, each in its own transaction.

    What one rule has forgotten stays so even if a later one fails; a second time finds nothing.
    """
    return [
        Forgotten(rule, rule.forget(before=at - timedelta(days=rule.days), at=at, dry_run=dry_run))
        for rule in RULES
        if rule.days is not None
    ]
