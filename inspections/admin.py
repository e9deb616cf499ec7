"""A window on the month's rows for whoever runs the site. What happened is not edited here.

Results, hazards and rounds follow from each other; changing one by hand would part them. The one
thing to do here is to give a ward another chance whose opening was given up.
"""

from __future__ import annotations

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_q.models import Schedule

from firesafety.back_office import Inline, LookOnly, Page
from firesafety.months import Month
from households.admin import LogsLooks
from households.models import Household
from inspections.models import (
    Assignment,
    Checklist,
    ChecklistItem,
    Delivery,
    Hazard,
    HouseholdLink,
    Inspection,
    LinkRevocation,
    Opening,
    Photo,
    PrintJob,
    Repair,
    Round,
    Sighting,
    SkippedMonth,
    Submission,
    WardOpening,
)


class ItemInline(LookOnly, Inline):
    model = ChecklistItem
    fields = ("position", "code", "text_vi", "severity", "premises")


@admin.register(Checklist)
class ChecklistAdmin(LookOnly, Page):
    list_display = ("number", "published_on", "note")
    inlines = (ItemInline,)


@admin.register(Round)
class RoundAdmin(LookOnly, Page):
    list_display = ("team", "month", "mode", "scope", "due_on", "closed_on")
    list_filter = ("month", "mode", "scope")
    list_select_related = ("team",)
    search_fields = ("=team__number", "=team__ward__code")


@admin.register(Assignment)
class AssignmentAdmin(LookOnly, Page):
    list_display = ("round", "position", "inspector", "inspected")
    list_select_related = ("round__team", "inspector", "inspected")
    search_fields = ("inspector__name_key", "inspected__name_key", "=round__team__ward__code")
    # The hashes help nobody who reads them, and somebody who copies them.
    exclude = ("link_hash", "short_code_hash")


@admin.register(LinkRevocation)
class LinkRevocationAdmin(LookOnly, Page):
    list_display = ("assignment", "issue", "revoked_at", "revoked_by")
    list_select_related = ("assignment__inspector", "assignment__inspected", "revoked_by")
    exclude = ("link_hash", "short_code_hash")


@admin.register(HouseholdLink)
class HouseholdLinkAdmin(LookOnly, Page):
    list_display = ("household", "month", "expires_at", "revoked_at", "revoked_by")
    list_select_related = ("household", "revoked_by")
    search_fields = ("household__name_key",)
    exclude = ("link_hash", "short_code_hash")


@admin.register(Photo)
class PhotoAdmin(LookOnly, Page):
    """That there are photos; looking at them is for those who answer for the home."""

    list_display = ("receipt", "kind", "code", "received_at", "expires_on", "forgotten_because")
    list_filter = ("kind", "forgotten_because")
    search_fields = ("=receipt",)
    exclude = ("name", "digest", "perceptual_hash")


@admin.register(Repair)
class RepairAdmin(LookOnly, Page):
    list_display = ("round", "at", "by")
    list_select_related = ("round__team", "by")


@admin.register(SkippedMonth)
class SkippedMonthAdmin(LookOnly, Page):
    list_display = ("area", "month", "note", "set_by")
    list_select_related = ("area", "set_by")


class SubmissionInline(LookOnly, Inline):
    model = Submission
    fields = ("receipt", "revision", "received_at", "source", "entered_by", "obstacle", "answers")


@admin.register(Inspection)
class InspectionAdmin(LookOnly, LogsLooks):
    list_display = ("assignment", "done_on", "obstacle", "source", "revision")
    list_filter = ("source", "obstacle")
    list_select_related = ("assignment__inspector", "assignment__inspected")
    search_fields = ("submissions__receipt",)
    inlines = (SubmissionInline,)

    def household_of(self, row: Inspection) -> Household:
        return row.assignment.inspected


class SightingInline(LookOnly, Inline):
    model = Sighting


@admin.register(Hazard)
class HazardAdmin(LookOnly, LogsLooks):
    list_display = ("household", "code", "severity", "state", "found_on", "due_on", "closed_on")
    list_filter = ("state", "severity")
    list_select_related = ("household",)
    search_fields = ("household__name_key", "household__address_key", "=code")
    inlines = (SightingInline,)

    def household_of(self, row: Hazard) -> Household:
        return row.household


@admin.register(Opening)
class OpeningAdmin(LookOnly, Page):
    list_display = ("month", "requested_at", "finished_at")


@admin.register(WardOpening)
class WardOpeningAdmin(LookOnly, Page):
    list_display = ("opening", "ward", "state", "attempts", "teams", "opened", "error")
    list_filter = ("state", "opening")
    list_select_related = ("opening", "ward")
    search_fields = ("=ward__code", "ward__folded_name")
    actions = ("revive",)

    @admin.action(description=_("Mở lại cho các phường, xã đã chọn"), permissions=["view"])
    def revive(self, request: HttpRequest, rows: QuerySet[WardOpening]) -> None:
        """Ask once more for what was given up; a ward that is done stays as it is."""
        # Django loads this file for every command, and the planner behind it brings SciPy along.
        from inspections.services.opening import request_opening

        at = timezone.now()
        for row in rows.select_related("opening", "ward"):
            request_opening(Month.of(row.opening.month), at=at, wards=[row.ward], revive=True)


@admin.register(Delivery)
class DeliveryAdmin(LookOnly, Page):
    """What left and what did not, without the number or the address it went to."""

    list_display = ("message", "channel", "state", "attempts", "send_after", "sent_at", "error")
    list_filter = ("state", "channel")
    list_select_related = ("message",)
    search_fields = ("=message__key",)
    exclude = ("address",)
    actions = ("send_again",)

    @admin.action(description=_("Gửi lại những tin đã chọn"), permissions=["view"])
    def send_again(self, request: HttpRequest, rows: QuerySet[Delivery]) -> None:
        """Give what was given up another chance; the rest stays as it is."""
        from inspections.services.message import rearm

        for row in rows.filter(state=Delivery.State.DEAD).select_related("message__user"):
            try:
                rearm(row, at=timezone.now())
            except ValidationError as refused:
                self.message_user(request, f"{row}: {refused.message}", messages.ERROR)


@admin.register(PrintJob)
class PrintJobAdmin(LookOnly, Page):
    list_display = ("ward", "month", "what", "state", "teams_done", "teams", "requested_at")
    list_filter = ("state", "what")
    list_select_related = ("ward",)


class ScheduleAdmin(LookOnly, Page):
    """One schedule whose arguments cannot be read stops all others: they come from code alone."""

    list_display = ("name", "func", "cron", "next_run")


def replace_admin(model: type[Model], by: type[Page]) -> None:
    """Put our own page in the place of another app's."""
    if admin.site.is_registered(model):
        admin.site.unregister(model)
    admin.site.register(model, by)


replace_admin(Schedule, ScheduleAdmin)
