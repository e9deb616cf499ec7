"""A returned paper sheet, typed in by the leader."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from inspections.forms.exceptions import Exceptions, read_exceptions
from inspections.forms.visit import AnswersForm, DayField, ResultForm
from inspections.models import Obstacle
from inspections.planning.answers import Answer
from inspections.services.inspection import NOTE_LENGTH, Result


class PaperForm(AnswersForm):
    """The sheet's own grid and, beside it, the short way: seen, all đạt, except these.

    Nothing is taken as đạt unless the leader says to have seen the sheet; and what was wrong last
    time never is: whether that was fixed is said of each by itself.
    """

    seen = forms.BooleanField(
        label=gettext_lazy("Tôi đã xem phiếu: tất cả đạt, trừ các mục ghi dưới đây"),
        required=False,
    )
    exceptions = forms.CharField(
        label=gettext_lazy("Các mục không đạt, gõ theo mã"),
        help_text=gettext_lazy(
            "Mỗi dòng một mục: DIEN-04 F dây hở sau tủ. F: chưa đạt, N: không áp dụng,"
            " U: không kiểm tra được, S: thấy và sửa ngay. Không gõ chữ nào là chưa đạt."
        ),
        required=False,
        max_length=6000,
        widget=forms.Textarea(
            attrs={"rows": 3, "spellcheck": "false", "autocapitalize": "characters"}
        ),
    )
    obstacle = forms.ChoiceField(
        label=gettext_lazy("Hoặc: không vào kiểm tra được, vì"),
        choices=[("", gettext_lazy("đã vào kiểm tra")), *Obstacle.choices],
        required=False,
    )
    revisit_on = DayField(
        label=gettext_lazy("Nếu không vào được: hẹn ngày đến lại"),
        missing="",
        ahead=True,
        required=False,
    )
    signed = forms.BooleanField(
        label=gettext_lazy("Chủ nhà đã ký trên phiếu"),
        required=False,
    )
    beside = ResultForm.beside | {"signed"}

    def __init__(self, *args: Any, is_late: bool = False, **kwargs: Any) -> None:
        """``is_late``: the round has closed, so that nobody can be asked to go there again."""
        super().__init__(*args, required=False, **kwargs)
        self.is_late = is_late
        self.typed = Exceptions({}, {}, ())

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        self.typed = read_exceptions(
            data.get("exceptions", ""), codes={item.code for item in self.items}
        )
        for entry in self.typed.unread:
            self.add_error("exceptions", _("Không rõ mục: %(entry)s") % {"entry": entry})
        for code, note in self.typed.notes.items():
            if len(note) > NOTE_LENGTH:
                self.add_error("exceptions", _("Ghi chú quá dài: %(code)s") % {"code": code})
        if data.get("obstacle"):
            self._check_obstacle()
        else:
            self._check_answers()
        return data

    def _check_obstacle(self) -> None:
        if self.answers() or self.cleaned_data.get("seen"):
            self.add_error(
                "obstacle",
                _(
                    "Đã chọn câu trả lời thì không chọn lý do nữa. Nếu không vào được, xin bỏ các"
                    " câu trả lời đã chọn."
                ),
            )
        needs_day = not self.is_late and "revisit_on" not in self.errors
        if needs_day and not self.cleaned_data.get("revisit_on"):
            self.add_error("revisit_on", _("Xin ghi ngày sẽ đến lại, trước khi đợt chốt."))

    def _check_answers(self) -> None:
        marked = super().answers()
        for code, answer in self.typed.answers.items():
            if marked.get(code, answer) is not answer:
                self.add_error(
                    "exceptions", _("Mục %(code)s ghi hai nơi khác nhau.") % {"code": code}
                )
        missing = [item for item in self.items if item.code not in self.answers()]
        for item in missing:
            if item.code in self.hazards:
                self.add_error(
                    f"a_{item.code}", _("Lần trước chưa đạt: xin chọn riêng cho mục này.")
                )
        if missing and not self.cleaned_data.get("seen"):
            self.add_error("seen", self._missing_sentence(len(missing)))

    def _missing_sentence(self, count: int) -> str:
        return ngettext(
            "Còn %(count)d mục chưa có câu trả lời. Xin chọn nốt, hoặc đánh dấu ô này nếu các mục"
            " còn lại đều đạt.",
            "Còn %(count)d mục chưa có câu trả lời. Xin chọn nốt, hoặc đánh dấu ô này nếu các mục"
            " còn lại đều đạt.",
            count,
        ) % {"count": count}

    def answers(self) -> dict[str, Answer]:
        """The grid and the typed exceptions together; the rest is đạt where that was ticked."""
        rest = {}
        if self.cleaned_data.get("seen"):
            rest = {item.code: Answer.PASS for item in self.items if item.code not in self.hazards}
        return {**rest, **super().answers(), **self.typed.answers}

    def result(self) -> Result:
        if not self.cleaned_data["obstacle"]:
            return self.made_result(self.typed.notes)
        return Result(
            answers={},
            notes={},
            remark=self.cleaned_data["remark"].strip(),
            obstacle=self.cleaned_data["obstacle"],
            done_on=self.cleaned_data["done_on"],
            revisit_on=self.cleaned_data["revisit_on"],
        )
