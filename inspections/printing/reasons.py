"""Why a team stands where it stands in the list of calls, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import ngettext, ngettext_lazy

from households.models import Household
from inspections.planning.overdue import Part, PartCode

# Of small matters the number says enough.
AGED = (PartCode.CRITICAL_HAZARDS, PartCode.MAJOR_HAZARDS)
# With "n", the number behind the part.
SENTENCES = {
    PartCode.CRITICAL_HAZARDS: ngettext_lazy(
        "%(n)d chỗ nguy hiểm chưa sửa", "%(n)d chỗ nguy hiểm chưa sửa", "n"
    ),
    PartCode.MAJOR_HAZARDS: ngettext_lazy(
        "%(n)d chỗ quan trọng chưa sửa", "%(n)d chỗ quan trọng chưa sửa", "n"
    ),
    PartCode.MINOR_HAZARDS: ngettext_lazy("%(n)d chỗ cần nhắc", "%(n)d chỗ cần nhắc", "n"),
    PartCode.MONTHS_SILENT: ngettext_lazy(
        "%(n)d tháng liền không có kết quả", "%(n)d tháng liền không có kết quả", "n"
    ),
    PartCode.MISSING: ngettext_lazy(
        "%(n)d hộ chưa được kiểm tra", "%(n)d hộ chưa được kiểm tra", "n"
    ),
    PartCode.DAYS_LATE: ngettext_lazy("trễ %(n)d ngày", "trễ %(n)d ngày", "n"),
    PartCode.PEOPLE_AT_RISK: ngettext_lazy(
        "%(n)d người ở trọ, nằm viện hoặc cần giúp",
        "%(n)d người ở trọ, nằm viện hoặc cần giúp",
        "n",
    ),
}


def part_words(part: Part) -> str:
    """One reason why a team stands where it stands in the list of calls."""
    words = str(SENTENCES[part.code] % {"n": part.value})
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
