"""The outbox: digests are written once a day, and each way out is claimed, tried and recorded.

Sending itself happens between two transactions of this module, never inside one
(``inspections.tasks.send_messages``): a provider may take its time, and a killed sender must
leave the row claimed, so that it is found again and sent with the same key.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import override
from django_q.tasks import async_task

from households.models import Area, Team
from inspections.models import Delivery, Message, Telling
from inspections.planning.ladder import Digest, Rung, plan_digests, send_after
from inspections.queries.ladder import Contact, concerns_of, recipients_of
from inspections.queries.message import settled_concerns
from inspections.rules import ladder_params
from inspections.services.digest_text import write_digest

MAX_ATTEMPTS = 6
CLAIM_LASTS = timedelta(minutes=15)
BATCH = 50
SEND_TASK = "inspections.tasks.send_messages"
TELL_WARD_TASK = "inspections.tasks.tell_ward"
TELL_CITY_TASK = "inspections.tasks.tell_city"
BY_EMAIL, BY_HTTP, BY_CONSOLE = "email", "http", "console"


def request_telling(*, on: date) -> int:
    """Store one task for each ward with teams and each city above them; how many."""
    with transaction.atomic():
        wards = Area.objects.filter(
            pk__in=Team.objects.filter(founded_on__lte=on, disbanded_on=None).values("ward")
        )
        above = wards.order_by().values_list("parent", flat=True).distinct()
        cities = {key for key in above if key is not None}
        keys = list(wards.order_by("pk").values_list("pk", flat=True))
        for key in keys:
            async_task(TELL_WARD_TASK, key)
        for key in sorted(cities):
            async_task(TELL_CITY_TASK, key)
    return len(keys) + len(cities)


def tell(area: Area, *, rungs: Collection[Rung], on: date, at: datetime) -> int:
    """Write the day's digests about an area's teams for some rungs; how many are new.

    Run again on the same day it writes nothing that is there already: a digest has one key.
    """
    params = ladder_params()
    by_phone = BY_HTTP in settings.MESSAGE_CHANNELS
    recipients, contacts = recipients_of(area, on=on, by_phone=by_phone)
    concerns = concerns_of(area, on=on, params=params)
    digests = [
        digest
        for digest in plan_digests(concerns, recipients, on=on, params=params)
        if digest.rung in rungs
    ]
    wanted = {line.concern.team for digest in digests for line in digest.lines}
    teams = Team.objects.select_related("neighbourhood").in_bulk(wanted)
    with transaction.atomic():
        written = sum(_write(digest, contacts[digest.person], teams, at=at) for digest in digests)
        if written:
            async_task(SEND_TASK)
    return written


def _write(digest: Digest, contact: Contact, teams: dict[int, Team], *, at: datetime) -> bool:
    # A household without an account has chosen none.
    language = contact.user.language if contact.user else settings.LANGUAGE_CODE
    with override(language):
        words = write_digest(digest, teams, has_account=contact.user is not None)
    message, created = Message.objects.get_or_create(
        key=digest.key,
        defaults={
            "user": contact.user,
            "household": contact.household,
            "rung": digest.rung,
            "on": digest.on,
            "language": language,
            "subject": words.subject,
            "text": words.text,
            "brief": words.brief,
            "created_at": at,
        },
    )
    if created:
        Telling.objects.bulk_create(
            Telling(
                message=message,
                team_id=line.concern.team,
                rung=digest.rung,
                concern=line.concern.key,
                on=digest.on,
                skipped=line.skipped or "",
            )
            for line in digest.lines
        )
        Delivery.objects.bulk_create(_deliveries(message, contact, at=at))
    return created


def _deliveries(message: Message, contact: Contact, *, at: datetime) -> Iterable[Delivery]:
    """The ways out that the site has and the person can be reached by; none in quiet hours."""
    when = send_after(localtime(at), ladder_params())
    for channel in settings.MESSAGE_CHANNELS:
        address = _address(channel, contact)
        if address:
            yield Delivery(message=message, channel=channel, address=address, send_after=when)


def _address(channel: str, contact: Contact) -> str:
    if contact.user is not None:
        user = contact.user
        return {BY_EMAIL: user.email, BY_HTTP: user.phone, BY_CONSOLE: user.username}[channel]
    assert contact.household is not None  # noqa: S101 - a contact is the one or the other
    return contact.household.phone if channel == BY_HTTP else ""


def claim_deliveries(*, at: datetime, limit: int = BATCH) -> list[Delivery]:
    """Take what may be sent now; of two senders at once each gets different rows.

    What was settled since it was written is dropped instead: nobody is chased for what is done.
    """
    waiting = Delivery.objects.filter(state=Delivery.State.WAITING, send_after__lte=at)
    claimed = []
    for delivery in waiting.select_related("message").order_by("send_after", "pk")[:limit]:
        if _is_settled(delivery.message):
            _move(delivery, Delivery.State.WAITING, Delivery.State.DROPPED)
        elif _move(
            delivery,
            Delivery.State.WAITING,
            Delivery.State.SENDING,
            attempts=delivery.attempts + 1,
            claimed_at=at,
        ):
            claimed.append(delivery)
    return claimed


def _is_settled(message: Message) -> bool:
    concerns = set(message.tellings.values_list("concern", flat=True))
    return concerns <= settled_concerns(concerns)


def _move(delivery: Delivery, old: str, new: str, **changes: object) -> bool:
    """Compare and set."""
    rows = Delivery.objects.filter(pk=delivery.pk, state=old)
    moved = bool(rows.update(state=new, **changes))
    if moved:
        delivery.refresh_from_db()
    return moved


def record_sent(delivery: Delivery, *, reference: str, at: datetime) -> None:
    """The provider took it. A receipt that came before this answer is not taken back."""
    _move(
        delivery,
        Delivery.State.SENDING,
        Delivery.State.SENT,
        sent_at=at,
        reference=reference[:120],
        error="",
    )


def record_failed(delivery: Delivery, *, error: str, again: bool, at: datetime) -> None:
    """It did not go. ``again`` tries later, twice as late each time, until attempts are used up."""
    if again and delivery.attempts < MAX_ATTEMPTS:
        wait = timedelta(minutes=5 * 2 ** (delivery.attempts - 1))
        later = send_after(localtime(at + wait), ladder_params())
        changes = {"send_after": later, "error": error[:300]}
        _move(delivery, Delivery.State.SENDING, Delivery.State.WAITING, **changes)
    else:
        _move(delivery, Delivery.State.SENDING, Delivery.State.DEAD, error=error[:300])


def record_delivered(key: str, *, delivered: bool, error: str = "") -> bool:
    """What the provider reports afterwards of the delivery with this idempotency key.

    Told twice, or before our own note that it was sent, it comes to the same. False when no such
    delivery was ever sent.
    """
    message_key, _, channel = key.rpartition(":")
    rows = Delivery.objects.filter(message__key=message_key, channel=channel, attempts__gt=0)
    if not rows.exists():
        return False
    if delivered:
        rows.update(state=Delivery.State.DELIVERED, error="")
    else:
        open_ones = rows.filter(state__in=[Delivery.State.SENDING, Delivery.State.SENT])
        open_ones.update(state=Delivery.State.DEAD, error=error[:300])
    return True


def rearm(delivery: Delivery, *, at: datetime) -> bool:
    """Give a dead delivery its attempts back; False when it is not dead (any more)."""
    with transaction.atomic():
        moved = _move(
            delivery,
            Delivery.State.DEAD,
            Delivery.State.WAITING,
            attempts=0,
            send_after=send_after(localtime(at), ladder_params()),
        )
        if moved:
            async_task(SEND_TASK)
    return moved


def reconcile_messages(*, at: datetime) -> int:
    """Free what a killed sender left claimed, and see that somebody sends; how many wait now."""
    with transaction.atomic():
        stuck = Delivery.objects.filter(
            state=Delivery.State.SENDING, claimed_at__lte=at - CLAIM_LASTS
        )
        stuck.filter(attempts__gte=MAX_ATTEMPTS).update(state=Delivery.State.DEAD)
        stuck.filter(attempts__lt=MAX_ATTEMPTS).update(state=Delivery.State.WAITING)
        waiting = Delivery.objects.filter(state=Delivery.State.WAITING, send_after__lte=at).count()
        if waiting:
            async_task(SEND_TASK)
    return waiting


def mark_read(message: Message, *, at: datetime) -> None:
    """The reader opened it and said so; the first time counts."""
    Message.objects.filter(pk=message.pk, read_at=None).update(read_at=at)
