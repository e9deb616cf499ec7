"""How a team's months are planned."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from firesafety.vietnamese import clean_text
from households.models import Team
from inspections.planning.rotation import Mode
from inspections.queries.rotation import RotationSettings

Names = dict[int, str]


class RotationForm(forms.Form):
    """The mode, who is seen by two, which pairs stay apart, and one pair more.

    ``names`` are the members by household id; ``settings`` is what holds now.
    """

    mode = forms.ChoiceField(
        label=_("Cách phân công"),
        choices=Team.Mode,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Xin chọn một cách phân công."),
            "invalid_choice": _("Xin chọn một trong các cách trong danh sách."),
        },
    )
    crew_size = forms.TypedChoiceField(
        label=_("Khi đi theo nhóm: số hộ cùng đi"),
        choices=[(2, _("2 hộ")), (3, _("3 hộ"))],
        coerce=int,
        required=False,
        empty_value=None,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Xin chọn 2 hoặc 3 hộ.")},
    )
    seen_by_two = forms.TypedMultipleChoiceField(
        label=_("Hộ cần hai nhà sang xem"),
        help_text=_("Dành cho nơi dễ cháy hoặc đông người: mỗi tháng hai hộ khác nhau sang xem."),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Xin chọn hộ trong danh sách.")},
    )
    keep_apart = forms.MultipleChoiceField(
        label=_("Các đôi không xếp sang nhau"),
        help_text=_("Bỏ dấu để cho hai hộ sang nhau trở lại."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Danh sách đã đổi, xin chọn lại.")},
    )
    first = forms.TypedChoiceField(
        label=_("Thêm một đôi: hộ này"), coerce=int, required=False, empty_value=None
    )
    second = forms.TypedChoiceField(
        label=_("và hộ này"), coerce=int, required=False, empty_value=None
    )
    note = forms.CharField(
        label=_("Ghi chú (không bắt buộc)"),
        help_text=_("Một từ trung tính là đủ. Không cần nói lý do; đó là chuyện riêng của hai hộ."),
        max_length=60,
        required=False,
        error_messages={"max_length": _("Xin viết ngắn, nhiều nhất %(limit_value)d chữ.")},
    )

    def __init__(self, *args: Any, names: Names, settings: RotationSettings, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        members = [(str(key), name) for key, name in names.items()]
        pairs = sorted(pair_key(pair) for pair in settings.excluded)
        self._choose("seen_by_two", members)
        self._choose("keep_apart", [(pair, pair_words(pair, names)) for pair in pairs])
        for name in ("first", "second"):
            self._choose(name, [("", _("Chọn hộ")), *members])
        self.held_crew_size = settings.crew_size
        self.initial.update(
            mode=settings.mode.value,
            crew_size=settings.crew_size,
            seen_by_two=sorted(settings.seen_by_two),
            keep_apart=pairs,
        )
        if not pairs:
            del self.fields["keep_apart"]

    def _choose(self, name: str, choices: Iterable[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - Declared above.
        field.choices = list(choices)

    def clean_note(self) -> str:
        return clean_text(str(self.cleaned_data["note"]))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        first, second = cleaned.get("first"), cleaned.get("second")
        if (first is None) != (second is None) and not {"first", "second"} & self.errors.keys():
            self.add_error("second", _("Xin chọn cả hai hộ, hoặc để trống cả hai."))
        elif first is not None and first == second:
            self.add_error("second", _("Xin chọn hai hộ khác nhau."))
        return cleaned

    def chosen(self) -> RotationSettings:
        """What was asked for, once the form is valid."""
        data = self.cleaned_data
        pairs = {read_pair(text) for text in data.get("keep_apart", ())}
        if data["first"] is not None:
            pairs.add(frozenset((data["first"], data["second"])))
        return RotationSettings(
            Mode(data["mode"]),
            frozenset(data["seen_by_two"]),
            frozenset(pairs),
            data["crew_size"] or self.held_crew_size,
        )


def pair_key(pair: frozenset[int]) -> str:
    return "-".join(map(str, sorted(pair)))


def read_pair(text: str) -> frozenset[int]:
    return frozenset(map(int, text.split("-")))


def pair_words(text: str, names: Names) -> str:
    return " – ".join(names[key] for key in sorted(read_pair(text)))
