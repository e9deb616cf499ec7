"""Who goes instead, or with whom a visit is exchanged."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from households.models import Household
from inspections.forms.household_side import PlainForm
from inspections.models import Assignment

CHOOSE = {
    "required": _("Xin chọn một hộ."),
    "invalid_choice": _("Danh sách đã đổi, xin chọn lại."),
}


class SubstituteForm(PlainForm):
    """One of the team's households, to go in the inspector's place."""

    substitute = forms.TypedChoiceField(
        label=_("Hộ đi thay"), coerce=int, empty_value=None, error_messages=CHOOSE
    )

    def __init__(self, *args: Any, households: Iterable[Household], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["substitute"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - Declared above.
        field.choices = [("", _("Chọn hộ")), *((each.pk, each.holder_name) for each in households)]


class SwapForm(PlainForm):
    """Another visit of the month that is still to be made."""

    other = forms.TypedChoiceField(
        label=_("Đổi với lượt của"), coerce=int, empty_value=None, error_messages=CHOOSE
    )

    def __init__(self, *args: Any, assignments: Iterable[Assignment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["other"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - Declared above.
        field.choices = [
            ("", _("Chọn lượt")),
            *(
                (each.pk, f"{each.inspector.holder_name} → {each.inspected.holder_name}")
                for each in assignments
            ),
        ]
