"""Building teams and changing who belongs to them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from households.models import Appointment, Area, Household, Team, User

from .base import CleanCharField, OnDayForm, PlainForm

SMALLEST, LARGEST = 3, 15  # what planning is made for; the same bounds as the settings


def _size_field(label: Any, initial: int) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=SMALLEST,
        max_value=LARGEST,
        initial=initial,
        error_messages={
            "required": _("Xin ghi số hộ."),
            "invalid": _("Số hộ phải là một số, như 12."),
            "min_value": _("Ít nhất %(limit_value)s hộ một tổ."),
            "max_value": _("Nhiều nhất %(limit_value)s hộ một tổ."),
        },
    )


class TeamSizesForm(PlainForm):
    """Which neighbourhood to cut into teams, or all of them, and how large teams may be."""

    neighbourhood = forms.ModelChoiceField(
        Area.objects.none(),
        label=_("Khu vực"),
        required=False,
        error_messages={"invalid_choice": _("Xin chọn một khu vực trong danh sách.")},
    )
    size = _size_field(_("Số hộ thường có"), settings.TEAM_SIZE)
    minimum = _size_field(_("Ít nhất"), settings.TEAM_MINIMUM)
    maximum = _size_field(_("Nhiều nhất"), settings.TEAM_MAXIMUM)

    def __init__(self, *args: Any, areas: list[Area], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["neighbourhood"], areas)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        sizes = [cleaned.get(name) for name in ("minimum", "size", "maximum")]
        if None not in sizes and sizes != sorted(sizes):  # type: ignore[type-var]
            self.add_error("size", _("Số hộ thường có phải nằm giữa “ít nhất” và “nhiều nhất”."))
        return cleaned


class RepairForm(PlainForm):
    """Where to keep the teams in order, and how much people may be moved for shorter walks."""

    neighbourhood = forms.ModelChoiceField(
        Area.objects.none(),
        label=_("Khu vực"),
        required=False,
        error_messages={"invalid_choice": _("Xin chọn một khu vực trong danh sách.")},
    )
    patience = forms.ChoiceField(
        label=_("Giữ tổ cũ"),
        choices=[
            ("keep", _("Giữ nguyên tối đa")),
            ("balanced", _("Cân bằng")),
            ("tight", _("Gọn nhất")),
        ],
        error_messages={"invalid_choice": _("Xin chọn một cách trong danh sách.")},
    )

    def __init__(self, *args: Any, areas: list[Area], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["neighbourhood"], areas)


def _offer(field: forms.Field, areas: list[Area]) -> None:
    """Let one of ``areas`` be chosen, or all."""
    assert isinstance(field, forms.ModelChoiceField)  # noqa: S101
    field.queryset = Area.objects.filter(pk__in=[area.pk for area in areas])
    field.choices = [("", _("Tất cả khu vực"))] + [(area.pk, area.name) for area in areas]


class MoveForm(OnDayForm):
    """Out of the team: to another one of the neighbourhood, or to none."""

    field_order = ("team", "on")

    team = forms.ModelChoiceField(
        Team.objects.none(),
        label=_("Chuyển sang"),
        required=False,
        empty_label=_("Không vào tổ nào"),
        error_messages={"invalid_choice": _("Xin chọn một tổ trong danh sách.")},
    )

    def __init__(self, *args: Any, teams: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, today=today, **kwargs)
        self.fields["team"].queryset = teams  # type: ignore[attr-defined]


class AdmitForm(OnDayForm):
    """Into the team: a household of the neighbourhood that has none."""

    field_order = ("household", "on")

    household = forms.ModelChoiceField(
        Household.objects.none(),
        label=_("Hộ chưa có tổ"),
        empty_label=_("Chọn hộ"),
        error_messages={
            "required": _("Xin chọn hộ."),
            "invalid_choice": _("Hộ này đã có tổ hoặc không ở khu vực này; xin chọn lại."),
        },
    )

    def __init__(self, *args: Any, households: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, today=today, **kwargs)
        self.fields["household"].queryset = households  # type: ignore[attr-defined]


class AppointForm(OnDayForm):
    """An office for a member, with an account where the leader uses one."""

    field_order = ("role", "username", "on")

    role = forms.ChoiceField(
        label=_("Vai trò"),
        choices=Appointment.Role.choices,
        error_messages={"invalid_choice": _("Xin chọn tổ trưởng hoặc tổ phó.")},
    )
    username = CleanCharField(
        label=_("Tên đăng nhập"),
        max_length=150,
        required=False,
        help_text=_("Để trống nếu chỉ dùng phiếu giấy."),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "off"}),
    )

    def clean_username(self) -> str:
        username = str(self.cleaned_data["username"])
        if username and not User.objects.filter(username=username, is_active=True).exists():
            raise forms.ValidationError(
                _("Không có tài khoản nào tên như vậy. Xin hỏi người quản trị hoặc để trống.")
            )
        return username

    def account(self) -> User | None:
        """The account named, once the form is valid."""
        return User.objects.filter(username=self.cleaned_data["username"]).first()


class DismissForm(OnDayForm):
    """Relieve whoever holds an office."""


class AvailabilityForm(PlainForm):
    """Whether a household is there, and whether somebody there can walk round."""

    away = forms.BooleanField(label=_("Đang vắng nhà dài ngày"), required=False)
    can_inspect = forms.BooleanField(label=_("Đi kiểm tra được"), required=False)


class DisbandForm(OnDayForm):
    """The end of a team."""
