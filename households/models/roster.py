"""A roster file that someone handed in, and what became of each of its rows."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .area import Area


class RosterImport(models.Model):
    """One uploaded file for one ward: previewed first, applied at most once."""

    class State(models.TextChoices):
        PREVIEWED = "previewed", _("Chờ áp dụng")
        APPLIED = "applied", _("Đã áp dụng")

    ward = models.ForeignKey(Area, models.PROTECT, related_name="roster_imports")
    file = models.FileField(upload_to="rosters/")
    file_name = models.CharField(_("tên tệp"), max_length=200)
    digest = models.CharField(max_length=64)
    state = models.CharField(_("trạng thái"), max_length=9, choices=State, default=State.PREVIEWED)
    counts = models.JSONField(default=dict)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    uploaded_at = models.DateTimeField(_("nhận lúc"))
    applied_at = models.DateTimeField(_("áp dụng lúc"), null=True)
    # What the apply did, row by row, kept so that the report can be downloaded later: a list of
    # [row, outcome, household id or null, [[column, code, message, value, proposed, severity]],
    # the household in words]. A message is kept in each language: the reader may switch.
    outcomes = models.JSONField(default=list)

    class Meta:
        ordering = ("-id",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # The same file waiting twice for the same ward is one preview.
            models.UniqueConstraint(
                fields=["ward", "digest"],
                condition=Q(state="previewed"),
                name="roster_import_waiting_once",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name
