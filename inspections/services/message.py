"""The outbox: each way out of a digest is claimed, tried and recorded.

Sending itself happens between two transactions of this module, never inside one
(``inspections.tasks.send_messages``): a provider may take its time, and a killed sender must
leave the row claimed, so that it is found again and sent with the same key.
"""

from __future__ import annotations

import logging
from collections.abc import Collection
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _
from django_q.tasks import async_task

from households.models import Household, User
from inspections.models import Delivery, Message
from inspections.planning.ladder import send_after
from inspections.queries.ladder import may_still_act
from inspections.rules import ladder_params
from inspections.services.digest_current import shorten

MAX_ATTEMPTS = 6
CLAIM_LASTS = timedelta(minutes=15)
SEND_TASK = "inspections.tasks.send_messages"
BY_EMAIL, BY_HTTP, BY_CONSOLE = "email", "http", "console"

logger = logging.getLogger(__name__)


def address_of(person: User | Household | None, channel: str) -> str:
    """Where a channel reaches someone; empty where it does not."""
    if isinstance(person, User):
        ways = {BY_EMAIL: person.email, BY_HTTP: person.phone, BY_CONSOLE: person.username}
        return ways[channel]
    return person.phone if person is not None and channel == BY_HTTP else ""


def request_sending() -> None:
    """See that what waits is sent."""
    async_task(SEND_TASK)


def claim_delivery(*, at: datetime, without: Collection[str] = ()) -> Delivery | None:
    """Take the next that may be sent now; of two senders at once each gets another.

    None in the quiet hours, whenever it was meant for, and when nothing waits. One at a time, right
    before it is sent: what was settled meanwhile, or is meant for somebody who cannot act any more,
    is dropped instead. ``without``: channels to leave alone.
    """
    if send_after(localtime(at), ladder_params()) > at:
        return None
    waiting = (
        Delivery.objects.filter(state=Delivery.State.WAITING, send_after__lte=at)
        .exclude(channel__in=without)
        .select_related("message__user")
        .order_by("send_after", "pk")
    )
    while (delivery := waiting.first()) is not None:
        message = delivery.message
        if not (may_still_act(message, on=localdate(at)) and shorten(message)):
            _move(delivery, Delivery.State.DROPPED)
        elif _move(delivery, Delivery.State.SENDING, attempts=delivery.attempts + 1, claimed_at=at):
            return delivery
    return None


def _move(delivery: Delivery, new: str, *, also_from: str = "", **changes: object) -> bool:
    """Compare and set. Nothing is moved that another has taken up since ``delivery`` was read."""
    rows = Delivery.objects.filter(
        pk=delivery.pk,
        state__in=[delivery.state, also_from],
        attempts=delivery.attempts,
        series=delivery.series,
    )
    moved = bool(rows.update(state=new, **changes))
    if moved:
        delivery.refresh_from_db(fields=["state", *changes])
    return moved


def record_sent(delivery: Delivery, *, reference: str, at: datetime) -> None:
    """The provider took it, even if its sender was thought dead by then.

    A receipt that came before this answer is not taken back.
    """
    _move(
        delivery,
        Delivery.State.SENT,
        also_from=Delivery.State.WAITING,
        sent_at=at,
        reference=reference[:120],
        error="",
    )


def record_failed(delivery: Delivery, *, error: str, again: bool, at: datetime) -> None:
    """It did not go. ``again`` tries later, twice as late each time, until attempts are used up."""
    if again and delivery.attempts < MAX_ATTEMPTS:
        wait = timedelta(minutes=5 * 2 ** (delivery.attempts - 1))
        later = send_after(localtime(at + wait), ladder_params())
        _move(delivery, Delivery.State.WAITING, send_after=later, error=error[:300])
    elif _move(delivery, Delivery.State.DEAD, error=error[:300]):
        # Without the answer: it may repeat the number or the text.
        logger.warning("Message %s was given up", delivery.idempotency_key)


def record_delivered(key: str, *, delivered: bool, error: str = "") -> bool:
    """What the provider reports afterwards of the delivery with this idempotency key.

    Told twice, or before our own note that it was sent, it comes to the same. False when no such
    delivery was ever sent.
    """
    message_key, _colon, way = key.rpartition(":")
    channel, _dot, series = way.partition(".")
    rows = Delivery.objects.filter(message__key=message_key, channel=channel, attempts__gt=0)
    # Of a sending that somebody has asked for anew since then nothing is to be learned any more.
    rows = rows.filter(series=int(series) if series.isdecimal() else 0)
    if not rows.exists():
        return False
    if delivered:
        rows.update(state=Delivery.State.DELIVERED, error="")
    else:
        open_ones = rows.filter(state__in=[Delivery.State.SENDING, Delivery.State.SENT])
        open_ones.update(state=Delivery.State.DEAD, error=error[:300])
    return True


def rearm(delivery: Delivery, *, at: datetime) -> bool:
    """Send a dead delivery anew, to where its reader is reached by now; False when it is not dead.

    Its attempts begin again, with another key: by the old one a provider knows that it gave up.
    Raises ValidationError where nobody is reached any more.
    """
    message = delivery.message
    address = address_of(message.user or message.household, delivery.channel)
    if not (address and may_still_act(message, on=localdate(at))):
        raise ValidationError(
            _("Không gửi lại được: người nhận không còn phụ trách hoặc chưa có số, địa chỉ.")
        )
    if delivery.state != Delivery.State.DEAD:
        return False
    with transaction.atomic():
        moved = _move(
            delivery,
            Delivery.State.WAITING,
            attempts=0,
            series=delivery.series + 1,
            address=address,
            send_after=send_after(localtime(at), ladder_params()),
        )
        if moved:
            request_sending()
    return moved


def reconcile_messages(*, at: datetime) -> int:
    """Free what a killed sender left claimed, and see that somebody sends; how many wait now."""
    with transaction.atomic():
        stuck = Delivery.objects.filter(
            state=Delivery.State.SENDING, claimed_at__lte=at - CLAIM_LASTS
        )
        stuck.filter(attempts__gte=MAX_ATTEMPTS).update(
            state=Delivery.State.DEAD, error="the sender was lost each time"
        )
        stuck.filter(attempts__lt=MAX_ATTEMPTS).update(state=Delivery.State.WAITING)
        waiting = Delivery.objects.filter(state=Delivery.State.WAITING, send_after__lte=at).count()
        if waiting:
            request_sending()
    return waiting


def mark_read(message: Message, *, at: datetime) -> None:
    """The reader opened it and said so; the first time counts."""
    Message.objects.filter(pk=message.pk, read_at=None).update(read_at=at)
