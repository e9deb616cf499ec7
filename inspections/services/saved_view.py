"""Keeping and dropping a person's own views of lists."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from firesafety.vietnamese import clean_text, fold
from households.models import Area, User
from inspections.models import SavedView
from inspections.models.saved_view import NAME_LENGTH, QUERY_LENGTH

MOST = 50


class SavedViewRefused(ValueError):
    """Why a view was not kept, in words for whoever asked."""


def save_view(
    user: User, area: Area, *, shown: str, name: str, query: str, at: datetime
) -> SavedView:
    """Keep a list of ``area`` with its filters under a name; saying the same again changes nothing.

    Raises SavedViewRefused for a name that is empty, too long or stands for something else, for
    filters that are too long, and for more than ``MOST`` views.
    """
    name = clean_text(name)
    key = fold(name)[:NAME_LENGTH]
    if not key:
        raise SavedViewRefused(_("Xin đặt một tên cho cách xem này."))
    if len(name) > NAME_LENGTH:
        raise SavedViewRefused(
            _("Tên dài quá %(longest)d chữ, xin đặt tên ngắn hơn.") % {"longest": NAME_LENGTH}
        )
    if len(query) > QUERY_LENGTH:
        raise SavedViewRefused(_("Điều kiện lọc dài quá, xin tìm bằng ít chữ hơn rồi lưu lại."))
    wanted = {"area": area, "shown": shown, "query": query}
    try:
        with transaction.atomic():
            kept = SavedView.objects.filter(user=user)
            if not kept.filter(name_key=key).exists() and kept.count() >= MOST:
                raise SavedViewRefused(
                    _("Đã lưu %(most)d cách xem. Xin xóa bớt một cách xem cũ.") % {"most": MOST}
                )
            view, _created = SavedView.objects.get_or_create(
                user=user, name_key=key, defaults={**wanted, "name": name, "saved_at": at}
            )
    except IntegrityError:  # Somebody pressed twice: the other press has kept it.
        view = SavedView.objects.get(user=user, name_key=key)
    if any(getattr(view, field) != value for field, value in wanted.items()):
        raise SavedViewRefused(
            _(
                "Tên “%(name)s” đã dùng cho một cách xem khác. Xin đặt tên khác"
                " hoặc xóa cách xem cũ."
            )
            % {"name": view.name}
        )
    return view


def delete_view(view: SavedView) -> None:
    """Drop a view; nothing else depends on it, and dropping it again changes nothing."""
    SavedView.objects.filter(pk=view.pk).delete()
