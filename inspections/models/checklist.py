"""The checklist, versioned: a record keeps the wording that it was answered on."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Severity(models.TextChoices):
    """How much a failed item can hurt. Our own proposal, not an official scale."""

    CRITICAL = "critical", _("nguy hiểm")
    MAJOR = "major", _("quan trọng")
    MINOR = "minor", _("nhắc nhở")


class Checklist(models.Model):
    """One published version. Never edited: new wording is a new version."""

    number = models.PositiveIntegerField(_("phiên bản"), unique=True)
    digest = models.CharField(max_length=64, unique=True)
    published_on = models.DateField(_("ban hành ngày"))
    note = models.CharField(_("ghi chú"), max_length=200, blank=True)

    class Meta:
        ordering = ("-number",)

    def __str__(self) -> str:
        return str(self.number)


class ChecklistItem(models.Model):
    """One line of a version; ``premises`` lists the kinds of household it is asked of."""

    checklist = models.ForeignKey(Checklist, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(_("mã"), max_length=12)
    category_vi = models.CharField(max_length=60)
    category_en = models.CharField(max_length=60)
    text_vi = models.CharField(max_length=200)
    text_en = models.CharField(max_length=200)
    severity = models.CharField(_("mức"), max_length=8, choices=Severity)
    premises = models.JSONField(default=list)

    class Meta:
        ordering = ("checklist", "position")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["checklist", "code"], name="checklist_item_code"),
            models.UniqueConstraint(
                fields=["checklist", "position"], name="checklist_item_position"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.text}"

    @property
    def text(self) -> str:
        return self.text_en if get_language() == "en" else self.text_vi

    @property
    def category(self) -> str:
        return self.category_en if get_language() == "en" else self.category_vi
