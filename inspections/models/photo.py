"""A photo that belongs to an inspection: a fault, the paper sheet, or the fault mended."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .inspection import Inspection, Submission


class Photo(models.Model):
    """One photo, made clean before it was kept (``inspections.imaging``).

    ``client_id`` makes sending twice store once. ``slot`` counts the photos of one kind and item,
    so that the database itself holds the limit. Once forgotten, the file is gone and the row says
    only that there was one.
    """

    MOST = 3  # of one kind for one item

    class Kind(models.TextChoices):
        FOUND = "found", _("chỗ chưa đạt")
        SHEET = "sheet", _("tờ phiếu giấy")
        FIXED = "fixed", _("chỗ đã sửa")

    class Reason(models.TextChoices):
        EXPIRED = "expired", _("hết thời gian giữ")
        REMOVED = "removed", _("người gửi bỏ đi")
        ERASED = "erased", _("xóa theo yêu cầu")

    client_id = models.UUIDField(unique=True)
    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="photos")
    submission = models.ForeignKey(Submission, models.PROTECT, null=True, related_name="photos")
    kind = models.CharField(_("loại"), max_length=5, choices=Kind, default=Kind.FOUND)
    code = models.CharField(_("mã mục"), max_length=12, blank=True)
    slot = models.PositiveSmallIntegerField()
    receipt = models.CharField(_("mã biên nhận"), max_length=12, unique=True)
    # Where the file lies in the storage called "photos"; empty once it is gone.
    name = models.CharField(max_length=100, blank=True)
    size = models.PositiveIntegerField()
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64, blank=True)
    # Alike for the same picture sent again for another month or home.
    perceptual_hash = models.CharField(max_length=16, blank=True)
    taken_at = models.DateTimeField(_("chụp lúc"), null=True, blank=True)
    received_at = models.DateTimeField(_("nhận lúc"))
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    expires_on = models.DateField(_("xóa ngày"))
    forgotten_at = models.DateTimeField(_("đã xóa lúc"), null=True, blank=True)
    forgotten_because = models.CharField(max_length=7, choices=Reason, blank=True)

    class Meta:
        ordering = ("code", "slot", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["inspection", "kind", "code", "slot"],
                condition=Q(forgotten_at=None),
                name="photo_slot_once",
            ),
            models.CheckConstraint(condition=Q(slot__gte=1, slot__lte=3), name="photo_slots"),
            models.CheckConstraint(
                condition=(Q(forgotten_at=None, forgotten_because="") & ~Q(name="") & ~Q(digest=""))
                | (
                    Q(forgotten_at__isnull=False, name="", digest="", perceptual_hash="")
                    & ~Q(forgotten_because="")
                ),
                name="photo_kept_or_forgotten",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["expires_on"], condition=Q(forgotten_at=None), name="photo_to_expire"
            ),
        ]

    def __str__(self) -> str:
        return self.receipt
