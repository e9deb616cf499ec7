"""The address that opens a household's own page for one month."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from households.models import Household


class HouseholdLink(models.Model):
    """What the inspected household itself holds: confirm, dispute, tell that a hazard is fixed.

    Derived from the site's secret and ``public_id`` like an assignment's link, and kept only as
    hashes. A household has one link a month that is not revoked; revoked ones stay, so that their
    holder is told so and it is known who revoked them.
    """

    class State(models.TextChoices):
        OPEN = "open", _("đang mở")
        EXPIRED = "expired", _("hết hạn")
        REVOKED = "revoked", _("đã thu hồi")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    household = models.ForeignKey(Household, models.PROTECT, related_name="links")
    month = models.DateField(_("tháng"))
    link_hash = models.CharField(max_length=64, unique=True)
    short_code_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField(_("hết hạn lúc"))
    revoked_at = models.DateTimeField(_("thu hồi lúc"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ("id",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["household", "month"],
                condition=Q(revoked_at=None),
                name="household_link_once",
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="household_link_month_first"),
        ]

    def __str__(self) -> str:
        return f"{self.household_id} · {self.month:%m/%Y}"

    def state(self, at: datetime) -> str:
        """What became of the link at a moment; one of ``State``."""
        if self.revoked_at is not None:
            return self.State.REVOKED
        return self.State.OPEN if at < self.expires_at else self.State.EXPIRED
