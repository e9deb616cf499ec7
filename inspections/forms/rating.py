"""What only people know of a team's year, and how a city weighs the parts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from households.forms.base import CleanCharField, PlainForm
from inspections.models import TeamYearEntry
from inspections.planning.rating import Criteria, RatingPart
from inspections.services.rating import Told

PART_NAMES = {
    RatingPart.PAPERS: _("Giấy tờ thành lập, danh sách hộ"),
    RatingPart.ROUNDS_ON_TIME: _("Tháng kiểm tra đủ hộ đúng hạn"),
    RatingPart.COVERAGE: _("Số hộ được xem thật"),
    RatingPart.CRITICAL_FIXED: _("Chỗ nguy hiểm sửa kịp"),
    RatingPart.EQUIPMENT: _("Phương tiện chữa cháy đạt"),
    RatingPart.MEETINGS: _("Họp tổ, tuyên truyền"),
    RatingPart.DRILL: _("Diễn tập trong năm"),
    RatingPart.REPORTS: _("Báo cáo đúng hạn"),
    RatingPart.NO_FIRE: _("Không để cháy từ chỗ đã biết mà chưa sửa"),
}
UNKNOWN, YES, NO = "", "yes", "no"
ANSWERS = ((UNKNOWN, _("chưa rõ")), (YES, _("có")), (NO, _("không")))
WHOLE = {
    "invalid": _("Xin ghi một số nguyên."),
    "min_value": _("Xin ghi một số từ 0."),
    "max_value": _("Xin ghi một số không quá %(limit_value)s."),
}


class KnownField(forms.ChoiceField):
    """Yes, no, or nobody said."""

    widget = forms.RadioSelect

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=ANSWERS, required=False, **kwargs)

    def clean(self, value: Any) -> Any:
        return {YES: True, NO: False}.get(super().clean(value))

    def prepare_value(self, value: Any) -> Any:
        return {True: YES, False: NO, None: UNKNOWN}.get(value, value)


def count_field(label: Any, *, most: int) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=0, max_value=most, required=False, error_messages=WHOLE
    )


class TeamYearForm(PlainForm):
    """Empty stands for "nobody said": then the part is not counted."""

    roster_confirmed = KnownField(label=_("Đã đối chiếu danh sách hộ trong năm"))
    meetings = count_field(_("Số buổi họp, tuyên truyền của tổ"), most=366)
    drill = KnownField(label=_("Có diễn tập trong năm"))
    reports_due = count_field(_("Số báo cáo phải gửi"), most=366)
    reports_on_time = count_field(_("Trong đó gửi đúng hạn"), most=366)
    fire_from_known_fault = KnownField(label=_("Có cháy gây hậu quả từ chỗ đã biết mà chưa sửa"))

    @classmethod
    def of(cls, entry: TeamYearEntry | None) -> TeamYearForm:
        names = Told.__slots__
        return cls(initial={name: getattr(entry, name) for name in names} if entry else {})

    def told(self) -> Told:
        return Told(**self.cleaned_data)


def points_field(label: Any, *, least: int = 0) -> forms.FloatField:
    """A number from ``least`` to 100, with the comma or the point of whoever writes it."""
    return forms.FloatField(label=label, min_value=least, max_value=100, localize=True)


class CriteriaForm(PlainForm):
    """Points of each part, 100 in all; cut-offs; who is rated at all."""

    good = points_field(_("Tốt từ (điểm)"))
    fair = points_field(_("Khá từ (điểm)"))
    average = points_field(_("Trung bình từ (điểm)"))
    months = forms.IntegerField(label=_("Tổ phải hoạt động từ (tháng)"), min_value=0, max_value=12)
    known_points = points_field(_("Phải biết ít nhất (điểm trên 100)"), least=1)
    expected_meetings = forms.IntegerField(
        label=_("Số buổi họp mong đợi một năm"), min_value=1, max_value=366
    )
    note = CleanCharField(
        label=_("Vì sao đổi"),
        max_length=200,
        error_messages={"required": _("Xin ghi vì sao đổi cách tính.")},
    )

    def __init__(self, *args: Any, criteria: Criteria, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for part in RatingPart:
            self.fields[part.value] = points_field(PART_NAMES[part])
        for name, field in self.fields.items():
            if name != "note":
                field.error_messages |= {
                    "required": _("Xin ghi một số."),
                    "invalid": _("Xin ghi một số."),
                    "min_value": _("Xin ghi một số không dưới %(limit_value)s."),
                    "max_value": _("Xin ghi một số không quá %(limit_value)s."),
                }
        self.order_fields([part.value for part in RatingPart])
        self.initial = {**_values(criteria), **self.initial}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = self.cleaned_data
        points = [cleaned.get(part.value) for part in RatingPart]
        known = [each for each in points if each is not None]
        if len(known) == len(points) and round(sum(known), 6) != 100:
            self.add_error(
                None,
                forms.ValidationError(
                    _("Điểm các phần cộng lại là %(sum)s, xin sửa cho đủ 100."),
                    params={"sum": number_format(f"{sum(known):g}")},
                ),
            )
        levels = [cleaned.get(name) for name in ("good", "fair", "average")]
        if None not in levels and not levels[0] > levels[1] > levels[2] > 0:  # type: ignore[operator]
            self.add_error(None, _("Mức tốt phải cao hơn khá, khá cao hơn trung bình, đều trên 0."))
        return cleaned

    def criteria(self) -> Criteria:
        """Raises ValueError for what ``clean`` has already refused."""
        given: Mapping[str, Any] = self.cleaned_data
        return Criteria(
            points={part: given[part.value] for part in RatingPart},
            cut_offs=(given["good"], given["fair"], given["average"]),
            months=given["months"],
            known_points=given["known_points"],
            meetings=given["expected_meetings"],
        )


def _values(criteria: Criteria) -> dict[str, Any]:
    good, fair, average = criteria.cut_offs
    values = {
        **{part.value: points for part, points in criteria.points.items()},
        "good": good,
        "fair": fair,
        "average": average,
        "months": criteria.months,
        "known_points": criteria.known_points,
        "expected_meetings": criteria.meetings,
    }
    # 25 and not 25.0, as it was written.
    return {name: int(each) if each == int(each) else each for name, each in values.items()}
