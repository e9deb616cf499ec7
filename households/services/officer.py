"""Accounts of officers and what they answer for. Given from above, dated, never from oneself."""

from __future__ import annotations

from datetime import date, timedelta

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.formats import date_format
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _

from households.models import Area, Duty, User
from households.services.account import end_sessions


class OfficerError(ValueError):
    """A change was refused; ``str()`` says in the reader's language what to do."""


@transaction.atomic
def create_officer(
    username: str,
    area: Area,
    *,
    full_name: str,
    phone: str = "",
    starts_on: date,
    ends_on: date | None = None,
    by: User | None = None,
) -> User:
    """An account with a duty, which opens once its owner has followed ``invitation_link``.

    Raises OfficerError for a name that is taken, in whatever letters, or is no name.
    """
    user = User(username=User.normalize_username(username), full_name=full_name, phone=phone)
    user.set_unusable_password()
    try:
        user.full_clean(exclude=["password"], validate_unique=False)
    except ValidationError as error:
        raise OfficerError(
            _("Tên đăng nhập chỉ gồm chữ, số và các dấu @ . + - _, ví dụ: hanh.ck")
        ) from error
    if User.objects.filter(username__iexact=user.username).exists():
        raise OfficerError(
            _("Tên đăng nhập %(username)s đã có người dùng. Hãy chọn tên khác.")
            % {"username": user.username}
        )
    user.save()
    give_duty(user, area, starts_on=starts_on, ends_on=ends_on, by=by)
    return user


@transaction.atomic
def give_duty(
    user: User, area: Area, *, starts_on: date, ends_on: date | None = None, by: User | None = None
) -> Duty:
    """Let ``user`` answer for ``area`` from a day on, up to and with ``ends_on``.

    The same again is the duty that is there. Raises OfficerError for days upside down, for an
    ended area, and for days that another duty over the same area covers already.
    """
    if ends_on is not None and ends_on < starts_on:
        raise OfficerError(_("Ngày cuối phải từ ngày đầu trở đi."))
    if not area.is_current:
        raise OfficerError(
            _("%(area)s không còn là địa bàn hiện hành; hãy chọn địa bàn mới.") % {"area": area}
        )
    # Two officers who press at once wait for each other here.
    User.objects.select_for_update().get(pk=user.pk)
    held = Duty.objects.filter(Q(ends_on=None) | Q(ends_on__gte=starts_on), user=user, area=area)
    if ends_on is not None:
        held = held.filter(starts_on__lte=ends_on)
    clash = held.first()
    if clash is None:
        return Duty.objects.create(
            user=user, area=area, starts_on=starts_on, ends_on=ends_on, given_by=by
        )
    if (clash.starts_on, clash.ends_on) == (starts_on, ends_on):
        return clash
    raise OfficerError(
        _("%(user)s đã phụ trách %(area)s từ ngày %(day)s. Hãy cho thôi trước, rồi giao lại.")
        % {
            "user": user,
            "area": area,
            "day": date_format(clash.starts_on, "SHORT_DATE_FORMAT"),
        }
    )


@transaction.atomic
def end_duty(duty: Duty, *, on: date, by: User | None = None) -> None:
    """From ``on`` on the duty no longer holds: its last day is the one before. Again is nothing.

    One that would have begun on that day or later goes altogether: it never was in force.
    """
    duty = Duty.objects.select_for_update().filter(pk=duty.pk).first() or duty
    if duty.pk is None or (duty.ends_on is not None and duty.ends_on < on):
        return
    if duty.starts_on >= on:
        duty.delete()
        return
    duty.ends_on, duty.ended_by = on - timedelta(days=1), by
    duty.save(update_fields=["ends_on", "ended_by"])


def invitation_link(user: User) -> str:
    """A one-time address at which the account's owner sets a password.

    Derived from the site's secret and the account's present password, so nothing is stored; it
    dies when a password is set, when the owner signs in, and after INVITATION_HOURS.
    """
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    path = reverse("choose_password", args=[uid, default_token_generator.make_token(user)])
    return f"{settings.SITE_URL}{path}"


@transaction.atomic
def remove_second_factor(user: User) -> int:
    """Forget every app, key and recovery code of someone who lost them; how many there were.

    All machines are signed out: what was lost may be the telephone on which they were signed in.
    """
    end_sessions(user)
    return int(Authenticator.objects.filter(user=user).delete()[0])
