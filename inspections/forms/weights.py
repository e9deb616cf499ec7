"""The numbers behind the order of calls, as the city's officer sees and changes them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from households.models import Household
from inspections.planning.weights import KIND, Weights, read_weights, write_weights

MOST = 1000
POINTS: dict[str, Any] = {
    "critical_hazard": gettext_lazy("Mỗi chỗ nguy hiểm chưa sửa"),
    "major_hazard": gettext_lazy("Mỗi chỗ quan trọng chưa sửa"),
    "minor_hazard": gettext_lazy("Mỗi chỗ cần nhắc"),
    "month_silent": gettext_lazy("Mỗi tháng liền không có kết quả"),
    "all_missing": gettext_lazy("Cả tổ chưa được kiểm tra"),
    "day_late": gettext_lazy("Mỗi ngày trễ"),
    "person_at_risk": gettext_lazy("Mỗi người ở trọ, nằm viện hoặc cần giúp khi có cháy"),
}
COUNTS: dict[str, Any] = {
    "age_cap_days": gettext_lazy("Sau bao nhiêu ngày thì một chỗ chưa sửa nặng gấp đôi"),
    "silent_cap": gettext_lazy("Tính nhiều nhất mấy tháng im lặng"),
    "listed_after_silent": gettext_lazy("Im lặng từ mấy tháng thì phải gọi"),
    "late_cap_days": gettext_lazy("Tính nhiều nhất mấy ngày trễ"),
    "people_cap": gettext_lazy("Tính nhiều nhất mấy người như vậy"),
}
WRONG = {
    "required": gettext_lazy("Xin ghi một số."),
    "invalid": gettext_lazy("Xin ghi một số, ví dụ 40 hoặc 0,5."),
    "min_value": gettext_lazy("Số phải từ %(limit_value)s trở lên."),
    "max_value": gettext_lazy("Số phải từ %(limit_value)s trở xuống."),
}


class WeightsForm(forms.Form):
    """Every weight by its name in ``Weights``, each kind of premises as ``kind_…``."""

    note = forms.CharField(
        label=gettext_lazy("Lý do thay đổi"),
        max_length=200,
        error_messages={
            "required": gettext_lazy("Xin ghi lý do, để người sau hiểu."),
            "max_length": gettext_lazy("Xin viết ngắn, nhiều nhất %(limit_value)d chữ."),
        },
    )

    def __init__(self, *args: Any, standing: Weights, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        values = write_weights(standing)
        for name, label in POINTS.items():
            self.fields[name] = _points(label, values[name])
        for kind, factor in values["kind_factors"].items():
            self.fields[KIND + kind] = _points(Household.Kind(kind).label, factor)
        for name, label in COUNTS.items():
            self.fields[name] = forms.IntegerField(
                label=label,
                initial=values[name],
                min_value=1,
                max_value=MOST,
                error_messages=WRONG,
            )
        self.order_fields([*(name for name in self.fields if name != "note"), "note"])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        worst = [given.get(name) for name in ("critical_hazard", "major_hazard", "minor_hazard")]
        known = [each for each in worst if each is not None]
        if known != sorted(known, reverse=True):
            raise forms.ValidationError(
                _("Chỗ nặng hơn không được ít điểm hơn chỗ nhẹ hơn. Xin xem lại ba số đầu.")
            )
        return given

    def weights(self) -> Weights:
        """What was given; only of a valid form."""
        given = self.cleaned_data
        kinds = {name: given[KIND + name] for name in Household.Kind.values}
        numbers = {name: given[name] for name in (*POINTS, *COUNTS)}
        return read_weights(numbers | {"kind_factors": kinds})


def label_of(name: str) -> str:
    """What the page calls a weight, by its name in ``planning.weights.Change``."""
    if name.startswith(KIND):
        return str(Household.Kind(name.removeprefix(KIND)).label)
    return str((POINTS | COUNTS)[name])


def plain(value: float) -> float:
    """A number without a fraction that says nothing, as 40 and not 40,0."""
    return int(value) if value == int(value) else value


def _points(label: Any, value: float) -> forms.FloatField:
    """A number with a comma, as people write it; with a point too."""
    return forms.FloatField(
        label=label,
        initial=plain(value),
        min_value=0,
        max_value=MOST,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        error_messages=WRONG,
    )
