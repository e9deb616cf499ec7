"""The same household twice in one file: the later row is merged into the earlier one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from firesafety.vietnamese import nfc

from .drafts import Draft
from .keys import address_key, name_key, neighbourhood_key
from .values import Doubt

_SAME_POINT_DEGREES = 0.0003  # about 30 m
_FILLED = ("phone", "note", "neighbourhood", "ward", "house_number", "street")


@dataclass(frozen=True)
class _Identity:
    neighbourhood: str
    address: str
    name: str


def merge_duplicates(drafts: Iterable[Draft], *, column: str) -> None:
    """Mark later rows of a household as merged and let the first row take what it lacks.

    One household is one person at one address in one neighbourhood; where a row gives no
    neighbourhood, the address decides. *column* is the heading that duplicates are reported under.
    """
    seen: dict[tuple[str, str], list[tuple[_Identity, Draft]]] = {}
    for draft in drafts:
        if draft.rejected:
            continue
        identity = _identity(draft)
        earlier = seen.setdefault((identity.address, identity.name), [])
        for its, first in earlier:
            if identity.neighbourhood and its.neighbourhood not in ("", identity.neighbourhood):
                _mention(draft, first, column=column)
                continue
            if not draft.house_number and _differ(draft, first):
                _refuse(draft, first, column=column)
            else:
                _merge(draft, first, column=column)
            break
        else:
            earlier.append((identity, draft))


def _identity(draft: Draft) -> _Identity:
    address = address_key(
        draft.house_number, draft.street, latitude=draft.latitude, longitude=draft.longitude
    )
    return _Identity(neighbourhood_key(draft.neighbourhood), address, name_key(draft.holder_name))


def _differ(one: Draft, other: Draft) -> bool:
    """Whether two people of one name without house numbers are plainly two households."""
    if one.phone and other.phone and one.phone != other.phone:
        return True
    here, there = (one.latitude, one.longitude), (other.latitude, other.longitude)
    steps = [
        abs(a - b) for a, b in zip(here, there, strict=True) if a is not None and b is not None
    ]
    return max(steps, default=0.0) > _SAME_POINT_DEGREES


def _merge(draft: Draft, first: Draft, *, column: str) -> None:
    draft.merged_into = first.number
    unlike = [
        text
        for differs, text in (
            (nfc(draft.holder_name).lower() != nfc(first.holder_name).lower(), draft.holder_name),
            (bool(draft.phone and first.phone) and draft.phone != first.phone, draft.phone),
            (draft.kind != first.kind, draft.kind),
        )
        if differs
    ]
    for name in _FILLED:
        if not getattr(first, name):
            setattr(first, name, getattr(draft, name))
    if first.latitude is None:
        first.latitude, first.longitude = draft.latitude, draft.longitude
    for name in ("occupants", "need_help"):
        if getattr(first, name) is None:
            setattr(first, name, getattr(draft, name))
    if unlike:
        message = format_lazy(
            _(
                "Trùng với dòng {row} (cùng tên, cùng địa chỉ) nhưng khác: {unlike}. Đã gộp, giữ"
                " theo dòng {row}; nếu là hai hộ, hãy ghi số nhà khác nhau."
            ),
            row=first.number,
            unlike=", ".join(unlike),
        )
    else:
        message = format_lazy(_("Trùng với dòng {row}, đã gộp vào dòng đó."), row=first.number)
    draft.doubts.append(
        Doubt(
            column,
            "duplicate_differs" if unlike else "duplicate",
            message,
            draft.holder_name,
            str(first.number),
            "warning" if unlike else "info",
        )
    )


def _mention(draft: Draft, first: Draft, *, column: str) -> None:
    if not (draft.house_number and draft.street):
        return  # "12" in another hamlet is another house
    message = format_lazy(
        _("Cùng tên, cùng địa chỉ với dòng {row} nhưng khác khu vực; hãy xem có phải một hộ."),
        row=first.number,
    )
    draft.doubts.append(
        Doubt(column, "duplicate_elsewhere", message, draft.holder_name, str(first.number))
    )


def _refuse(draft: Draft, first: Draft, *, column: str) -> None:
    message = format_lazy(
        _(
            "Cùng tên với dòng {row}, không có số nhà nhưng khác điện thoại hoặc vị trí: không phân"
            " biệt được hai hộ. Hãy thêm số nhà hoặc ghi rõ hơn địa chỉ."
        ),
        row=first.number,
    )
    draft.doubts.append(
        Doubt(column, "not_distinguishable", message, draft.holder_name, "", "error")
    )
