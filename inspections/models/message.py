"""What people are told, the ways it reaches them, and what they asked not to hear for a while."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from households.models import Household, Team
from inspections.planning import ladder


class Rung(models.TextChoices):
    """Who is spoken to, in which charge."""

    LEADER = ladder.Rung.LEADER.value, _("tổ trưởng, tổ phó")
    WARD = ladder.Rung.WARD.value, _("cán bộ phường, xã")
    CITY = ladder.Rung.CITY.value, _("cán bộ thành phố")


class Message(models.Model):
    """One digest of one day for one person: with an account, or a leader's household without one.

    ``key`` makes telling twice tell once. ``rung`` is the highest charge in which they are spoken
    to. The text stands as it was written that day, in the language that its reader had chosen by
    then; only what was settled before it first left is taken out. With an account it is read on
    the site; every other way is a ``Delivery``.
    """

    key = models.CharField(max_length=80, unique=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="messages"
    )
    household = models.ForeignKey(Household, models.PROTECT, null=True, related_name="+")
    rung = models.CharField(_("cấp"), max_length=6, choices=Rung)
    on = models.DateField(_("ngày"))
    language = models.CharField(max_length=5)
    subject = models.CharField(_("tiêu đề"), max_length=160)
    text = models.TextField(_("nội dung"))
    brief = models.CharField(_("tin ngắn"), max_length=300)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(_("đọc lúc"), null=True, blank=True)

    class Meta:
        ordering = ("-on", "-id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(user__isnull=False, household=None)
                | Q(user=None, household__isnull=False),
                name="message_one_person",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["user", "read_at"])]

    def __str__(self) -> str:
        return self.key


class Telling(models.Model):
    """One line of a message: which concern of which team was told to which rung, and why to it.

    ``concern`` is ``round:<id>`` or ``hazard:<id>``, as the ladder names it.
    """

    class Skipped(models.TextChoices):
        NOBODY = ladder.Skipped.NOBODY.value, _("cấp dưới chưa có ai phụ trách")
        UNREACHABLE = ladder.Skipped.UNREACHABLE.value, _("không liên lạc được cấp dưới")

    message = models.ForeignKey(Message, models.CASCADE, related_name="tellings")
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    rung = models.CharField(max_length=6, choices=Rung)
    concern = models.CharField(max_length=32)
    on = models.DateField()
    skipped = models.CharField(max_length=11, choices=Skipped, blank=True)

    class Meta:
        ordering = ("id",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["message", "concern", "rung"], name="telling_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["concern", "rung", "on"]),
            models.Index(fields=["team", "on"]),
        ]

    def __str__(self) -> str:
        return f"{self.concern} · {self.rung} · {self.on}"


class Delivery(models.Model):
    """One way out of one message: an e-mail, a text message. Claimed by a conditional update.

    ``attempts`` is counted before the sending, so that a message which kills its sender is given
    up, and so that a sender thought dead cannot take down what another does by now. A key goes
    along: a provider that honours it sends twice as once. ``series`` counts how often somebody
    asked for it anew after it was given up; each is another key, or such a provider would not send.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("chờ gửi")
        SENDING = "sending", _("đang gửi")
        SENT = "sent", _("đã gửi")
        DELIVERED = "delivered", _("đã tới")
        DEAD = "dead", _("không gửi được")
        DROPPED = "dropped", _("không cần gửi nữa")

    message = models.ForeignKey(Message, models.CASCADE, related_name="deliveries")
    channel = models.CharField(_("cách gửi"), max_length=12)
    address = models.CharField(_("gửi tới"), max_length=254)
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    series = models.PositiveSmallIntegerField(default=0)
    send_after = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    reference = models.CharField(max_length=120, blank=True)
    error = models.CharField(_("lỗi"), max_length=300, blank=True)

    class Meta:
        ordering = ("id",)
        verbose_name_plural = "deliveries"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["message", "channel"], name="delivery_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["state", "send_after"])]

    def __str__(self) -> str:
        return f"{self.message} · {self.channel}"

    @property
    def idempotency_key(self) -> str:
        again = f".{self.series}" if self.series else ""
        return f"{self.message.key}:{self.channel}{again}"


class Snooze(models.Model):
    """Someone asked not to hear of one concern at their rung until a day, and said why.

    The rungs above go on hearing of it, and read the reason.
    """

    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    concern = models.CharField(max_length=32)
    rung = models.CharField(_("cấp"), max_length=6, choices=Rung)
    until = models.DateField(_("nhắc lại từ ngày"))
    reason = models.CharField(_("lý do"), max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-id",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["concern", "rung", "until"], name="snooze_once"),
        ]

    def __str__(self) -> str:
        return f"{self.concern} · {self.until}"
