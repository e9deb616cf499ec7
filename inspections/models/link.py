"""What remains of a link that was revoked: that there was one, who took it back, and when."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .round import Assignment


class LinkRevocation(models.Model):
    """One issue of an assignment's link that opens nothing any more.

    Its hashes stay, so that whoever still holds it is told so instead of being sent away.
    """

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="revocations")
    issue = models.PositiveSmallIntegerField()
    link_hash = models.CharField(max_length=64, unique=True)
    short_code_hash = models.CharField(max_length=64, unique=True)
    revoked_at = models.DateTimeField(_("thu hồi lúc"))
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ("-id",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["assignment", "issue"], name="link_revocation_once"),
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id} · {self.issue}"
