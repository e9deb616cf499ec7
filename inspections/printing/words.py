"""Short pieces of wording that several sheets share."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from inspections.printing.values import Party, Severity, State, TeamHead


def day(value: date) -> str:
    """A date as it is read aloud here: 05/12/2026."""
    return value.strftime("%d/%m/%Y")


def address(party: Party) -> str:
    """House number and street; a household with neither says so, as paper must be findable."""
    return " ".join(part for part in (party.house_number, party.street) if part.strip()) or _(
        "(chưa có địa chỉ)"
    )


def contact(party: Party) -> str:
    """Phone and premises kind, whichever are known."""
    phone = party.phone.strip() or _("(chưa có số điện thoại)")
    return " · ".join(part for part in (phone, party.kind) if part.strip())


def place(head: TeamHead) -> str:
    """The team and where it is, from small to large."""
    parts = (head.team, head.neighbourhood, head.ward, head.city)
    return " · ".join(part for part in parts if part.strip())


def leader(head: TeamHead) -> str:
    """Whom to call about the sheet."""
    name = head.leader_name.strip() or _("(chưa có)")
    known = " · ".join(part for part in (name, head.leader_phone) if part.strip())
    return _("Tổ trưởng: %(leader)s") % {"leader": known}


def between(starts: date, due: date) -> str:
    """The days in which the visit should happen."""
    return _("Kiểm tra từ %(starts)s đến hết %(due)s") % {"starts": day(starts), "due": day(due)}


def emergency(number: str) -> str:
    """The call that comes before any sheet."""
    return _("Cháy: gọi %(number)s") % {"number": number}


def page_of(page: int, pages: int) -> str:
    """Which page of its sheet this is."""
    return _("Trang %(page)s/%(pages)s") % {"page": page, "pages": pages}


def sheet_code(reference: str) -> str:
    """The code by which the sheet is found again."""
    return _("Mã phiếu %(reference)s") % {"reference": reference}


def checklist_version(version: str) -> str:
    """Which wording the sheet goes by; nothing where it asks nothing."""
    return _("mẫu %(version)s") % {"version": version} if version else ""


def own_affair() -> str:
    """What these sheets are, and what they are not."""
    return _(
        "Phiếu này là việc tự quản giữa hàng xóm với nhau để cùng khắc phục, "
        "không phải biên bản của cơ quan nhà nước."
    )


def severity(level: Severity) -> str:
    """How much a fault matters."""
    return {
        "critical": _("Nguy hiểm"),
        "major": _("Quan trọng"),
        "minor": _("Nhắc nhở"),
    }[level]


def state(reached: State) -> str:
    """How a household's month ended."""
    return {
        "all_met": _("Đạt"),
        "some_not_met": _("Có mục chưa đạt"),
        "could_not_check": _("Không kiểm tra được"),
        "not_done": _("Chưa kiểm tra"),
    }[reached]
