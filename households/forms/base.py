"""What the registry's forms share."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from firesafety.vietnamese import clean_text
from households.rosters.phones import clean_number


class CleanCharField(forms.CharField):
    """Text on one line, as the register keeps it."""

    def to_python(self, value: Any) -> str:
        return clean_text(str(super().to_python(value)))


class PhoneField(CleanCharField):
    """One Vietnamese number, kept as rosters have it however it was written; or none."""

    widget = forms.TextInput(attrs={"type": "tel", "autocomplete": "off"})

    def __init__(self, **kwargs: Any) -> None:
        given: dict[str, Any] = {
            "label": _("Điện thoại"),
            "max_length": 40,
            "required": False,
        } | kwargs
        super().__init__(**given)

    def clean(self, value: Any) -> str:
        written = str(super().clean(value))
        number = clean_number(written)[0]
        if written and not number:
            raise forms.ValidationError(
                _(
                    "Không phải số điện thoại Việt Nam đầy đủ, như 0912345678. "
                    "Không có thì để trống."
                )
            )
        return number


class DegreeField(forms.FloatField):
    """Latitude or longitude, with a point or, as people here write, a comma."""

    widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def __init__(self, *, limit: int, example: str, **kwargs: Any) -> None:
        message = format_lazy(
            _("Phải là một số từ -{limit} đến {limit}, như {example}."),
            limit=limit,
            example=example,
        )
        codes = ("invalid", "min_value", "max_value")
        super().__init__(
            required=False,
            min_value=-limit,
            max_value=limit,
            error_messages=dict.fromkeys(codes, message),
            **kwargs,
        )

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.replace(",", ".") if isinstance(value, str) else value)


class DayField(forms.DateField):
    """A day that has come: what is written down has happened."""

    # Not the browser's own date box: on a phone sold with English it shows month before day.
    widget = forms.DateInput(
        format="%d/%m/%Y", attrs={"inputmode": "numeric", "autocomplete": "off"}
    )

    def __init__(self, *, today: date | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("Ngày/tháng/năm, ví dụ 05/12/2026"))
        kwargs["error_messages"] = {
            "required": _("Xin ghi ngày, ví dụ 05/12/2026."),
            "invalid": _("Ngày phải viết như 05/12/2026."),
        }
        super().__init__(**kwargs)
        self.today = today

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and self.today and value > self.today:
            raise forms.ValidationError(_("Ngày này chưa tới; xin ghi hôm nay hoặc ngày đã qua."))


class PlainForm(forms.Form):
    """Labels without a colon, as words on a page."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)


class OnDayForm(PlainForm):
    """A form whose change happens on a day; ``today`` is the latest, and what it starts with."""

    on = DayField(label=_("Từ ngày"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        day = self.fields["on"]
        assert isinstance(day, DayField)  # noqa: S101
        day.today, day.initial = today, today
