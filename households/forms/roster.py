"""Handing in a roster file."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from .base import PlainForm


class UploadForm(PlainForm):
    """One file; what is in it is judged by the reader of rosters."""

    file = forms.FileField(
        label=_("Tệp danh sách hộ"),
        help_text=_("Tệp .xlsx hoặc .csv, như phường vẫn dùng."),
        error_messages={
            "required": _("Xin chọn tệp danh sách hộ."),
            "empty": _("Tệp trống, không có dòng nào. Hãy kiểm tra lại tệp rồi gửi lại."),
            "missing": _("Xin chọn tệp danh sách hộ."),
            "invalid": _("Chưa nhận được tệp. Xin chọn lại."),
        },
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv,.txt"}),
    )
