"""What the inspected household says of a result. Saying nothing is no agreement."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .inspection import Inspection


class Confirmation(models.Model):
    """One answer of the inspected household to one version of a result; the last one counts.

    ``revision`` is the number of the submission that was answered: a result that changes
    afterwards has not been answered yet. A dispute takes nothing away from what was found; it
    goes to the leader, who may note what the two sides agreed.
    """

    class Verdict(models.TextChoices):
        AGREED = "agreed", _("đồng ý")
        DISPUTED = "disputed", _("chưa đồng ý")
        UNSIGNED = "unsigned", _("bỏ dấu đã ký")

    class Way(models.TextChoices):
        LINK = "link", _("trên điện thoại")
        PAPER = "paper", _("ký trên phiếu")

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="confirmations")
    revision = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    verdict = models.CharField(_("trả lời"), max_length=8, choices=Verdict)
    sentence = models.CharField(_("ý kiến"), max_length=500, blank=True)
    way = models.CharField(_("cách trả lời"), max_length=5, choices=Way)
    at = models.DateTimeField()
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    settlement = models.CharField(_("hai bên đã trao đổi"), max_length=500, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ("inspection", "number")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["inspection", "number"], name="confirmation_once"),
            models.CheckConstraint(
                condition=~Q(verdict="disputed") | ~Q(sentence=""), name="confirmation_sentence"
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None) | Q(verdict="disputed"), name="confirmation_settled"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            # The few that wait, among all that was ever answered.
            models.Index(
                fields=["inspection"],
                condition=Q(verdict="disputed", settled_at=None),
                name="confirmation_open_dispute",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.inspection_id} · {self.verdict}"
