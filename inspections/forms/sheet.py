"""How a sheet is wanted: the choices in words, and reading them from an address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Choices = Sequence[tuple[str, str | Promise]]

# The ordinary one first; what is not sent is as usual.
SIZES: Choices = (("normal", _("Chữ thường")), ("large", _("Chữ lớn")))
PAPERS: Choices = (("a4", _("Khổ A4")), ("a5", _("Khổ A5")))
SCOPES: Choices = (
    ("round", _("Như đợt kiểm tra hỏi")),
    ("core", _("Mục thiết yếu")),
    ("full", _("Đủ các mục")),
)
# What else than the ordinary sheet can be had, by the option's name.
UNUSUAL: Mapping[str, Choices] = {"size": SIZES[1:], "paper": PAPERS[1:], "scope": SCOPES[1:]}
# A choice of the reader's: no rule was found that names one day for every place.
YEAR_STARTS: Choices = (("01-01", "01/01"), ("11-15", "15/11"))


def option_field(label: Any, choices: Choices) -> forms.ChoiceField:
    """One of ``choices``, or nothing."""
    invalid = _("Xin chọn một trong các cách trong danh sách.")
    return forms.ChoiceField(
        label=label, choices=choices, required=False, error_messages={"invalid_choice": invalid}
    )


class SheetOptionsForm(forms.Form):
    """The options of an address such as ``?size=large``; ``chosen`` holds only what was sent."""

    size = option_field(_("Cỡ chữ"), SIZES)
    paper = option_field(_("Khổ giấy"), PAPERS)
    scope = option_field(_("Câu hỏi trên phiếu"), SCOPES)
    year_start = option_field(_("Năm báo cáo bắt đầu từ"), YEAR_STARTS)

    def chosen(self) -> dict[str, str]:
        return {name: value for name, value in self.cleaned_data.items() if value}
