"""Signals in words: questions to the officer, advice to the leader. Nobody is named."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from inspections.planning.integrity import SignalKind


def questions(kinds: Iterable[str]) -> list[str]:
    """Why a home is on the list, as what one goes to find out."""
    asked = {
        SignalKind.BURST: _("Cả tổ xong phiếu gần như cùng lúc: đã đi từng nhà chưa?"),
        SignalKind.TOO_FAST: _("Phiếu xong nhanh hơn thời gian đọc và đi: có xem đủ mục không?"),
        SignalKind.SAME_ANSWERS: _("Nhiều nhà được ghi y hệt nhau: nhà này có đúng như vậy không?"),
        SignalKind.NEVER_FINDS: _("Người xem lâu nay chưa thấy gì: nhà này có thật ổn không?"),
        SignalKind.PAIR_PASSES: _("Hai nhà luôn ghi đạt cho nhau: nhà này có thật ổn không?"),
        SignalKind.REUSED_PHOTO: _("Ảnh giống ảnh trên phiếu khác: ảnh này chụp ở đâu?"),
    }
    return [words for kind, words in asked.items() if kind.value in set(kinds)]


def advice(kinds: Iterable[str]) -> list[str]:
    """What a leader may tell the whole team next month."""
    given = {
        SignalKind.BURST: _(
            "Có tháng nhiều phiếu xong cùng lúc. Nhắc bà con ghi ngay khi vừa xem xong từng nhà."
        ),
        SignalKind.TOO_FAST: _(
            "Có phiếu ghi rất nhanh. Nhắc bà con đọc từng mục, đứng tận nơi mà xem."
        ),
        SignalKind.SAME_ANSWERS: _(
            "Có những nhà được ghi giống hệt nhau. Nhắc bà con ghi đúng từng nhà một."
        ),
        SignalKind.NEVER_FINDS: _(
            "Nhà nào cũng có thể có chỗ cần sửa. Rủ nhau đi hai người một tháng để cùng học xem."
        ),
        SignalKind.PAIR_PASSES: _(
            "Xem nhà quen cũng kỹ như nhà lạ. Ghi chưa đạt là giúp nhau, không phải chê nhau."
        ),
        SignalKind.REUSED_PHOTO: _(
            "Có ảnh dùng lại. Nhắc bà con chụp mới tại chỗ, chụp xong gửi luôn."
        ),
    }
    return [words for kind, words in given.items() if kind.value in set(kinds)]
