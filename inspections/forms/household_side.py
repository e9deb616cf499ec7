"""What a household says on its own page, and the day that is agreed for a visit."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from inspections.forms.visit import DayField
from inspections.models import Confirmation
from inspections.services.confirmation import SENTENCE_LENGTH
from inspections.services.owner_report import NOTE_LENGTH as REPORT_LENGTH
from inspections.services.reschedule import NOTE_LENGTH

TOO_LONG = _("Xin viết ngắn, nhiều nhất %(limit_value)d chữ cái.")


class PlainForm(forms.Form):
    """Labels without colons, ids as the pages expect them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "id_%s")
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)


class ReplyForm(PlainForm):
    """Agree, or disagree with a sentence. ``revision`` names the version that was shown."""

    verdict = forms.ChoiceField(
        label=_("Kết quả này có đúng không?"),
        choices=[
            (Confirmation.Verdict.AGREED.value, _("Đúng, tôi đồng ý")),
            (Confirmation.Verdict.DISPUTED.value, _("Có chỗ chưa đúng")),
        ],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Xin chọn đồng ý hoặc chưa đồng ý."),
            "invalid_choice": _("Xin chọn đồng ý hoặc chưa đồng ý."),
        },
    )
    sentence = forms.CharField(
        label=_("Nếu chưa đúng: chỗ nào, vì sao?"),
        help_text=_("Tổ trưởng đọc và trao đổi với hai bên. Điều đã ghi không bị xóa."),
        required=False,
        max_length=SENTENCE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": TOO_LONG},
    )
    revision = forms.IntegerField(widget=forms.HiddenInput(attrs={"autocomplete": "off"}))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        disputed = cleaned.get("verdict") == Confirmation.Verdict.DISPUTED
        if disputed and not cleaned.get("sentence") and "sentence" not in self.errors:
            self.add_error("sentence", _("Xin viết một câu: chỗ nào chưa đúng."))
        return cleaned


class VisitDayForm(PlainForm):
    """Another day for a visit."""

    visit_on = DayField(label=_("Ngày hẹn"), missing=_("Xin ghi ngày hẹn."), ahead=True)
    note = forms.CharField(
        label=_("Ghi chú (không bắt buộc)"),
        help_text=_("Ví dụ: buổi tối, sau 18 giờ"),
        required=False,
        max_length=NOTE_LENGTH,
        error_messages={"max_length": TOO_LONG},
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["visit_on"]
        assert isinstance(field, DayField)  # noqa: S101 - Declared above.
        field.on = on


class FixedForm(PlainForm):
    """The household has put something right."""

    note = forms.CharField(
        label=_("Đã làm gì? (không bắt buộc)"),
        help_text=_("Ví dụ: đã thay ổ cắm mới"),
        required=False,
        max_length=REPORT_LENGTH,
        error_messages={"max_length": TOO_LONG},
    )
