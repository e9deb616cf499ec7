"""Forgetting what people were told, and where it was sent."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate

from households.models import Household, User
from inspections.models import Delivery, Message

UNSENT = (Delivery.State.WAITING, Delivery.State.SENDING)


@transaction.atomic
def forget_messages(*, before: datetime, dry_run: bool = False) -> int:
    """Messages of days before, with their lines and ways out; how many. A dry run only counts."""
    rows = Message.objects.filter(on__lt=localdate(before))
    count = rows.count()
    if not dry_run:
        rows.delete()
    return count


@transaction.atomic
def blank_messages(household: Household) -> int:
    """Blank what was written to a household and where it was sent; how many messages.

    To a household without account, and to the accounts that were closed with it. Which concern
    was told to which rung on which day stays: the ladder climbs by it. What waits is not sent.
    """
    closed = User.objects.filter(appointments__household=household, is_active=False)
    mine = Message.objects.filter(Q(household=household) | Q(user__in=closed))
    ways = Delivery.objects.filter(message__in=mine)
    ways.filter(state__in=UNSENT).update(state=Delivery.State.DROPPED)
    ways.update(address="", reference="", error="")
    return mine.exclude(text="").update(subject="", text="", brief="")
