"""One photo as the phone sends it from its queue."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_naive, make_aware
from django.utils.translation import gettext_lazy as _

STALE = _("Ảnh gửi thiếu thông tin. Xin tải lại trang rồi chọn lại ảnh.")
MISSING = _("Chưa có ảnh nào được chọn. Xin chọn ảnh rồi gửi lại.")


class PhotoForm(forms.Form):
    """``photo_id`` is the phone's own; ``submission_id`` the client id of the result."""

    photo_id = forms.UUIDField(error_messages={"required": STALE, "invalid": STALE})
    submission_id = forms.UUIDField(error_messages={"required": STALE, "invalid": STALE})
    item = forms.CharField(max_length=12, error_messages={"required": STALE, "max_length": STALE})
    photo = forms.FileField(
        error_messages={"required": MISSING, "invalid": MISSING, "missing": MISSING}
        | {"empty": _("Ảnh bị hỏng hoặc tải lên chưa trọn. Xin chọn lại, hoặc chụp ảnh khác.")},
    )
    taken_at = forms.CharField(required=False)

    def clean_taken_at(self) -> datetime | None:
        """When the phone says it was taken; a clock that cannot be read keeps no photo back."""
        try:
            moment = parse_datetime(self.cleaned_data["taken_at"])
        except ValueError:
            return None
        return make_aware(moment) if moment is not None and is_naive(moment) else moment

    @property
    def first_error(self) -> str:
        errors: list[Any] = [message for messages in self.errors.values() for message in messages]
        return str(errors[0])
