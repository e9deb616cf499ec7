"""The result of one assignment, and every submission that led to it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .round import Assignment


class Source(models.TextChoices):
    """How the result reached us."""

    PHONE = "phone", _("điện thoại")
    PAPER = "paper", _("phiếu giấy")
    LEADER = "leader", _("tổ trưởng nhập")


class Obstacle(models.TextChoices):
    """Why a visit could not take place. Never counted as an inspection done."""

    NOBODY_HOME = "nobody_home", _("Không có ai ở nhà")
    REFUSED = "refused", _("Chủ hộ chưa đồng ý")
    AWAY = "away", _("Hộ đi vắng dài ngày")
    OTHER = "other", _("Lý do khác")


class Inspection(models.Model):
    """What is held true of one assignment now; older wording stands in its submissions.

    ``obstacle`` is empty for a visit that took place. ``answers`` has one letter per item of the
    round's checklist version (``inspections.planning.answers``).
    """

    assignment = models.OneToOneField(Assignment, models.PROTECT, related_name="inspection")
    answers = models.CharField(max_length=200, blank=True)
    notes = models.JSONField(default=dict, blank=True)
    remark = models.CharField(_("ghi chú chung"), max_length=500, blank=True)
    obstacle = models.CharField(_("lý do"), max_length=11, choices=Obstacle, blank=True)
    done_on = models.DateField(_("ngày kiểm tra"))
    revisit_on = models.DateField(_("hẹn đến lại"), null=True, blank=True)
    received_at = models.DateTimeField(_("nhận lúc"))
    source = models.CharField(_("nguồn"), max_length=6, choices=Source)
    # The number of the submission that is held true; a later one may wait beside it.
    revision = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ("id",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(obstacle="") | Q(answers=""), name="inspection_done_or_not"
            ),
            models.CheckConstraint(
                condition=Q(revisit_on=None) | ~Q(obstacle=""), name="inspection_revisit"
            ),
        ]

    def __str__(self) -> str:
        return str(self.assignment_id)

    @property
    def completed(self) -> bool:
        return not self.obstacle


class Submission(models.Model):
    """One arrival of a result, kept as it came. ``client_id`` makes sending twice store once.

    ``revision`` numbers the arrivals of one inspection. What came on paper and differs from what
    came by phone, or the other way round, waits until the leader has compared them.
    ``finished_at``: when "send" was tapped; ``seconds``: from first opening the form to that tap.
    Both None where unknown.
    """

    class Standing(models.TextChoices):
        TAKEN = "taken", _("đã ghi nhận")
        SAME = "same", _("trùng với bản đã có")
        WAITING = "waiting", _("chờ tổ trưởng so lại")
        ASIDE = "aside", _("để sang một bên")

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="submissions")
    client_id = models.UUIDField(unique=True)
    receipt = models.CharField(_("mã biên nhận"), max_length=12, unique=True)
    revision = models.PositiveSmallIntegerField()
    answers = models.CharField(max_length=200, blank=True)
    notes = models.JSONField(default=dict, blank=True)
    remark = models.CharField(max_length=500, blank=True)
    obstacle = models.CharField(max_length=11, choices=Obstacle, blank=True)
    done_on = models.DateField()
    revisit_on = models.DateField(null=True, blank=True)
    received_at = models.DateTimeField()
    # As the sender's clock says, where it can be believed; a reason to look again, and no proof.
    finished_at = models.DateTimeField(null=True, blank=True)
    seconds = models.PositiveIntegerField(null=True, blank=True)
    source = models.CharField(max_length=6, choices=Source)
    standing = models.CharField(max_length=7, choices=Standing, default=Standing.TAKEN)
    compared_at = models.DateTimeField(null=True, blank=True)
    compared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ("id",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["inspection", "revision"], name="submission_revision_once"
            ),
            models.UniqueConstraint(
                fields=["inspection"],
                condition=Q(standing="waiting"),
                name="submission_waiting_once",
            ),
        ]

    def __str__(self) -> str:
        return self.receipt
