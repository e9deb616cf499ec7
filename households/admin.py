"""The registry for whoever runs the site: accounts, duties and the tree of areas.

Teams, members and households are changed on their own pages, which keep dates and keys right;
here they are looked up.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UserChangeForm
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from firesafety.back_office import Inline, LookOnly, Page
from firesafety.vietnamese import fold
from households.forms.base import PhoneField
from households.models import (
    Appointment,
    Area,
    AreaSuccession,
    Barrier,
    Duty,
    Grouping,
    Household,
    Membership,
    RosterImport,
    Team,
    User,
)
from households.services.record_view import note_record_view


class LogsLooks(Page):
    """Pages that show one household's record: whoever keeps the site leaves a trace too."""

    def household_of(self, row: Any) -> Household:
        """Whose record a row is."""
        raise NotImplementedError

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        answer = super().change_view(request, object_id, form_url, extra_context)
        row = self.get_object(request, object_id)
        if answer.status_code == 200 and row is not None and isinstance(request.user, User):
            note_record_view(
                request.user,
                self.household_of(row),
                page=f"admin:{self.opts.model_name}",
                at=timezone.now(),
                on=timezone.localdate(),
            )
        return answer


class DutyInline(Inline):
    model = Duty
    fk_name = "user"
    extra = 0
    autocomplete_fields = ("area",)


class AccountForm(UserChangeForm):  # type: ignore[type-arg]
    """As Django's own; the number as every other page keeps it."""

    phone = PhoneField()


@admin.register(User)
class AccountAdmin(UserAdmin):  # type: ignore[type-arg]
    """An officer is an account with a duty; a leader's account is named when appointing."""

    form = AccountForm
    inlines = (DutyInline,)
    list_display = ("username", "full_name", "phone", "is_active", "is_staff")
    search_fields = ("username", "full_name", "phone")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Người dùng"), {"fields": ("full_name", "phone", "email")}),
        (_("Quyền"), {"fields": ("is_active", "is_staff", "is_superuser")}),
    )


class SuccessorInline(LookOnly, Inline):
    model = AreaSuccession
    fk_name = "predecessor"
    verbose_name_plural = _("đơn vị kế tục")
    extra = 0


@admin.register(Area)
class AreaAdmin(Page):
    """Codes and dates are the identity of an area and stay; a name may be corrected."""

    list_display = ("name", "level", "code", "parent", "valid_from", "valid_to")
    list_filter = ("level", ("valid_to", admin.EmptyFieldListFilter))
    list_select_related = ("parent",)
    search_fields = ("code", "name", "folded_name")
    readonly_fields = ("level", "code", "parent", "valid_from", "valid_to")
    fields = ("name", *readonly_fields, "latitude", "longitude")
    inlines = (SuccessorInline,)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Area, form: Any, change: bool) -> None:
        obj.folded_name = fold(obj.name)
        super().save_model(request, obj, form, change)


@admin.register(Household)
class HouseholdAdmin(LookOnly, LogsLooks):
    list_display = ("holder_name", "address", "neighbourhood", "kind", "left_on")
    list_filter = ("kind",)
    list_select_related = ("neighbourhood",)
    search_fields = ("name_key", "address_key", "phone")

    def household_of(self, row: Household) -> Household:
        return row


class MembershipInline(LookOnly, Inline):
    model = Membership
    extra = 0


class AppointmentInline(LookOnly, Inline):
    model = Appointment
    extra = 0


@admin.register(Team)
class TeamAdmin(Page):
    """How a team works and what it is called may be set here; who belongs to it may not."""

    list_display = ("__str__", "ward", "neighbourhood", "mode", "founded_on", "disbanded_on")
    list_filter = ("mode",)
    list_select_related = ("ward", "neighbourhood")
    search_fields = ("=number", "ward__folded_name", "neighbourhood__folded_name")
    fields = ("mode", "labels", "founding_document", "founded_on", "disbanded_on")
    # The mode is set on the team's own page, where it is previewed and written down.
    readonly_fields = ("mode", "founded_on", "disbanded_on")
    inlines = (AppointmentInline, MembershipInline)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(RosterImport)
class RosterImportAdmin(LookOnly, Page):
    list_display = ("file_name", "ward", "state", "uploaded_by", "uploaded_at", "applied_at")
    list_filter = ("state",)
    list_select_related = ("ward", "uploaded_by")
    exclude = ("outcomes", "file", "digest")


@admin.register(Grouping)
class GroupingAdmin(LookOnly, Page):
    list_display = ("kind", "ward", "applied_on", "by", "undone_on")
    list_filter = ("kind",)
    list_select_related = ("ward", "by")


@admin.register(Barrier)
class BarrierAdmin(LookOnly, Page):
    """Barriers come as a file (``load_barriers``), which replaces a ward's lines as a whole."""

    list_display = ("__str__", "kind", "ward")
    list_filter = ("kind",)
    list_select_related = ("ward",)
