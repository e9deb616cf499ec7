"""Why a team stands where it stands in the list of calls, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import ngettext

from households.models import Household
from inspections.planning.overdue import Part, PartCode

# Of small matters the number says enough.
AGED = (PartCode.CRITICAL_HAZARDS, PartCode.MAJOR_HAZARDS)


def part_words(part: Part) -> str:
    """One reason why a team stands where it stands in the list of calls."""
    sentences = {
        PartCode.CRITICAL_HAZARDS: ngettext(
            "%(n)d chỗ nguy hiểm chưa sửa", "%(n)d chỗ nguy hiểm chưa sửa", part.value
        ),
        PartCode.MAJOR_HAZARDS: ngettext(
            "%(n)d chỗ quan trọng chưa sửa", "%(n)d chỗ quan trọng chưa sửa", part.value
        ),
        PartCode.MINOR_HAZARDS: ngettext("%(n)d chỗ cần nhắc", "%(n)d chỗ cần nhắc", part.value),
        PartCode.MONTHS_SILENT: ngettext(
            "%(n)d tháng liền không có kết quả", "%(n)d tháng liền không có kết quả", part.value
        ),
        PartCode.MISSING: ngettext(
            "%(n)d hộ chưa được kiểm tra", "%(n)d hộ chưa được kiểm tra", part.value
        ),
        PartCode.DAYS_LATE: ngettext("trễ %(n)d ngày", "trễ %(n)d ngày", part.value),
        PartCode.PEOPLE_AT_RISK: ngettext(
            "%(n)d người ở trọ, nằm viện hoặc cần giúp",
            "%(n)d người ở trọ, nằm viện hoặc cần giúp",
            part.value,
        ),
    }
    words = sentences[part.code] % {"n": part.value}
    details = "; ".join(_details(part))
    return f"{words} ({details})" if details else words


def _details(part: Part) -> Iterator[str]:
    """What made a part weigh more, or less, than its number alone would."""
    if part.oldest_days and part.code in AGED:
        days = ngettext("lâu nhất %(n)d ngày", "lâu nhất %(n)d ngày", part.oldest_days)
        yield days % {"n": part.oldest_days}
    if part.kinds and part.code in AGED:
        labels = (str(Household.Kind(kind).label) for kind in part.kinds)
        yield ", ".join(f"{label[:1].lower()}{label[1:]}" for label in labels)
    if part.on_paper:
        told = ngettext("%(n)d hộ đã ghi giấy", "%(n)d hộ đã ghi giấy", part.on_paper)
        yield told % {"n": part.on_paper}


def reason_sentence(parts: Iterable[Part]) -> str:
    """The parts of a score as one sentence, the heaviest first."""
    ranked = sorted(parts, key=lambda part: -part.points)
    text = ", ".join(part_words(part) for part in ranked)
    return f"{text[:1].upper()}{text[1:]}." if text else ""
