"""What a household said and was told, what officers noted of it, and the photos of its home."""

from __future__ import annotations

from django.utils.translation import gettext as _

from households.models import Household
from households.queries.household_record import Section
from inspections.models import (
    Confirmation,
    Delivery,
    HouseholdLink,
    OwnerReport,
    Photo,
    Reschedule,
    SpotCheck,
)
from inspections.queries.photo import kept_photos, photo_content


def correspondence_sections(household: Household) -> list[Section]:
    """Replies, reports, agreed days, messages, links, spot checks and photos. Seven queries."""
    return [
        _replies(household),
        _reports(household),
        _days(household),
        _messages(household),
        _links(household),
        _spot_checks(household),
        _photos(household),
    ]


def _replies(household: Household) -> Section:
    rows = Confirmation.objects.filter(inspection__assignment__inspected=household)
    rows = rows.select_related("inspection__assignment__round").order_by("at", "pk")
    return Section(
        "replies",
        _("Chủ nhà trả lời về kết quả"),
        (
            ("month", _("Tháng")),
            ("at", _("Lúc")),
            ("verdict", _("Trả lời")),
            ("way", _("Cách trả lời")),
            ("sentence", _("Ý kiến")),
            ("settlement", _("Hai bên đã trao đổi")),
        ),
        tuple(
            (
                f"{row.inspection.assignment.round.month:%Y-%m}",
                row.at,
                row.get_verdict_display(),
                row.get_way_display(),
                row.sentence,
                row.settlement,
            )
            for row in rows
        ),
    )


def _reports(household: Household) -> Section:
    rows = OwnerReport.objects.filter(hazard__household=household).select_related("hazard__item")
    return Section(
        "owner_reports",
        _("Chủ hộ báo đã sửa"),
        (("reported_on", _("Ngày")), ("item", _("Mục")), ("note", _("Đã làm gì"))),
        tuple(
            (row.reported_on, row.hazard.item.text, row.note)
            for row in rows.order_by("received_at", "pk")
        ),
    )


def _days(household: Household) -> Section:
    rows = Reschedule.objects.filter(assignment__inspected=household).order_by("at", "pk")
    return Section(
        "reschedules",
        _("Các ngày đã hẹn"),
        (
            ("at", _("Lúc")),
            ("visit_on", _("Ngày hẹn")),
            ("asker", _("Ai hẹn")),
            ("note", _("Ghi chú")),
        ),
        tuple((row.at, row.visit_on, row.get_asker_display(), row.note) for row in rows),
    )


def _messages(household: Household) -> Section:
    """Each way out of what was written to a household without account."""
    rows = Delivery.objects.filter(message__household=household).select_related("message")
    return Section(
        "messages",
        _("Tin đã nhắc hộ"),
        (
            ("on", _("Ngày")),
            ("address", _("Gửi tới")),
            ("state", _("Tình trạng")),
            ("text", _("Nội dung")),
        ),
        tuple(
            (row.message.on, row.address, row.get_state_display(), row.message.text)
            for row in rows.order_by("message__on", "pk")
        ),
    )


def _links(household: Household) -> Section:
    rows = HouseholdLink.objects.filter(household=household).order_by("month", "pk")
    return Section(
        "links",
        _("Đường dẫn riêng của hộ"),
        (
            ("month", _("Tháng")),
            ("expires_at", _("Hết hạn lúc")),
            ("revoked_at", _("Thu hồi lúc")),
        ),
        tuple((f"{row.month:%Y-%m}", row.expires_at, row.revoked_at) for row in rows),
    )


def _spot_checks(household: Household) -> Section:
    rows = SpotCheck.objects.filter(household=household).order_by("done_on", "pk")
    return Section(
        "spot_checks",
        _("Cán bộ đến xem"),
        (("done_on", _("Ngày")), ("remark", _("Ghi chú"))),
        tuple((row.done_on, row.remark) for row in rows),
    )


def _photos(household: Household) -> Section:
    """A paper sheet bears its inspector's name, so that it is told of, not handed out."""
    photos = kept_photos().filter(inspection__assignment__inspected=household)
    photos = photos.order_by("received_at", "pk")
    files = tuple(
        (_file_name(photo), content)
        for photo in photos
        if photo.kind != Photo.Kind.SHEET and (content := _content(photo)) is not None
    )
    named = {name for name, _content in files}
    return Section(
        "photos",
        _("Ảnh chụp ở nhà"),
        (
            ("received_at", _("Nhận lúc")),
            ("kind", _("Ảnh của")),
            ("code", _("Mã mục")),
            ("expires_on", _("Xóa ngày")),
            ("file", _("Tệp kèm theo")),
        ),
        tuple(
            (
                photo.received_at,
                photo.get_kind_display(),
                photo.code,
                photo.expires_on,
                _file_name(photo) if _file_name(photo) in named else None,
            )
            for photo in photos
        ),
        files,
    )


def _file_name(photo: Photo) -> str:
    return f"{photo.receipt}.jpg"


def _content(photo: Photo) -> bytes | None:
    """None where the storage has lost it."""
    try:
        return photo_content(photo)
    except FileNotFoundError:
        return None
