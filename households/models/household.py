"""A household: a premises with a responsible person."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .area import Area


class Household(models.Model):
    """A premises and the person who answers for it. Several may share an address or a point."""

    class Kind(models.TextChoices):
        HOUSE = "house", _("Nhà ở")
        HOUSE_BUSINESS = "house_business", _("Nhà ở kết hợp kinh doanh")
        BOARDING_HOUSE = "boarding_house", _("Nhà trọ")
        MARKET_STALL = "market_stall", _("Sạp chợ")
        SHOP = "shop", _("Cửa hàng")
        HOSPITAL_WARD = "hospital_ward", _("Khoa, phòng bệnh viện")

    neighbourhood = models.ForeignKey(
        Area, models.PROTECT, related_name="households", verbose_name=_("khu vực")
    )
    holder_name = models.CharField(_("chủ hộ"), max_length=120)
    house_number = models.CharField(_("số nhà"), max_length=60, blank=True)
    street = models.CharField(_("đường, hẻm"), max_length=120, blank=True)
    phone = models.CharField(_("điện thoại"), max_length=20, blank=True)
    kind = models.CharField(_("loại hình"), max_length=14, choices=Kind, default=Kind.HOUSE)
    occupants = models.PositiveSmallIntegerField(_("số người"), null=True, blank=True)
    # The old, the small and the disabled, as a number alone: who they are is nobody's business.
    need_help = models.PositiveSmallIntegerField(
        _("số người cần giúp khi có cháy"), null=True, blank=True
    )
    latitude = models.FloatField(
        _("vĩ độ"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.FloatField(
        _("kinh độ"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    note = models.CharField(_("ghi chú"), max_length=300, blank=True)
    # What the roster's own matching and the search box compare: folded, without marks.
    address_key = models.CharField(max_length=200, editable=False)
    name_key = models.CharField(max_length=120, editable=False)
    entered_on = models.DateField(_("vào sổ ngày"))
    left_on = models.DateField(_("rời đi ngày"), null=True, blank=True)
    # Its personal data were erased; the row stays for the figures and for others' history.
    erased_on = models.DateField(_("xóa dữ liệu ngày"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ("id",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["neighbourhood", "address_key", "name_key"],
                condition=Q(left_on=None),
                name="household_once",
            ),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None)
                | Q(latitude__isnull=False, longitude__isnull=False),
                name="household_point_whole",
            ),
            models.CheckConstraint(
                condition=Q(erased_on=None) | Q(left_on__isnull=False, phone="", note=""),
                name="household_erased_has_left",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["neighbourhood", "left_on"]),
        ]

    def __str__(self) -> str:
        return f"{self.holder_name}, {self.address}" if self.address else self.holder_name

    @property
    def address(self) -> str:
        return " ".join(part for part in (self.house_number, self.street) if part)
