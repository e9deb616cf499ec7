"""Make the personal data of a household that has left unreadable, for good.

The row stays, so that what others did and the figures of past months remain true; what says who
lived there goes.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.files.storage import default_storage
from django.db import transaction
from django.dispatch import Signal
from django.utils.translation import gettext as _

from households.models import Erasure, Household, RosterImport, User
from households.queries.household_record import roster_rows

from .household import HouseholdError

# Both are given ``household``. The first returns a list of reasons, in words, why its data cannot
# be erased yet; the second, given the moment ``at`` too, erases what the receiver keeps and
# returns {what: how many}.
asking_for_objections = Signal()
erasing = Signal()


def objections(household: Household) -> list[str]:
    """Why this household cannot be erased yet, in words that say what to do; empty: it can."""
    if household.left_on is None:
        return [_("Hộ vẫn đang ở địa bàn. Hãy ghi hộ đã chuyển đi trước, rồi mới xóa dữ liệu.")]
    answers = asking_for_objections.send(Household, household=household)
    return [reason for _receiver, reasons in answers for reason in reasons or ()]


@transaction.atomic
def erase_household(
    household: Household, *, reason: str, by: User | None, at: datetime, on: date
) -> Erasure:
    """Erase names, telephone, address, point, notes and what receivers keep; log that it was done.

    A second time changes nothing and gives the first log row. Raises HouseholdError with the
    objections.
    """
    household = (
        Household.objects.select_for_update(of=("self",))
        .select_related("neighbourhood")
        .get(pk=household.pk)
    )
    done = Erasure.objects.filter(household=household).first()
    if done is not None:
        return done
    refused = objections(household)
    if refused:
        raise HouseholdError(" ".join(refused))
    counts = Counter({"rosters": _forget_in_rosters(household), "accounts": _close(household)})
    for _receiver, erased in erasing.send(Household, household=household, at=at):
        counts.update(erased or {})
    _blank(household, on=on)
    return Erasure.objects.create(
        household=household, at=at, by=by, reason=reason, counts=dict(counts)
    )


def _blank(household: Household, *, on: date) -> None:
    values = {
        # One language in the database, as all names are; the number tells two of them apart.
        "holder_name": f"Hộ đã xóa dữ liệu số {household.pk}",
        "name_key": f"ho da xoa du lieu so {household.pk}",
        "address_key": "",
        "house_number": "",
        "street": "",
        "phone": "",
        "note": "",
        "need_help": None,
        "latitude": None,
        "longitude": None,
        "erased_on": on,
    }
    for name, value in values.items():
        setattr(household, name, value)
    household.save(update_fields=list(values))


def _forget_in_rosters(household: Household) -> int:
    """Blank the household's rows in the reports of files, and delete those files.

    A file holds the whole ward in the clear and has served once it is applied.
    """
    # Rather a namesake's words of an old file too many than these too few.
    found = roster_rows(household, namesakes=True)
    for received, places in found:
        for place in places:
            row, outcome, key, *_words = received.outcomes[place]
            received.outcomes[place] = [row, outcome, key, [], ""]
        received.save(update_fields=["outcomes"])
        if received.state == RosterImport.State.APPLIED and received.file:
            _delete_file(received)
    return len(found)


def _delete_file(received: RosterImport) -> None:
    name = received.file.name
    RosterImport.objects.filter(pk=received.pk).update(file="")
    if not RosterImport.objects.filter(file=name).exists():
        transaction.on_commit(lambda: default_storage.delete(name))


def _close(household: Household) -> int:
    """Close the accounts that were this household's only: a leader's, who left with it."""
    users = User.objects.filter(
        appointments__household=household, duties=None, is_staff=False
    ).distinct()
    own = users.exclude(
        pk__in=User.objects.filter(appointments__isnull=False)
        .exclude(appointments__household=household)
        .values("pk")
    )
    closed = list(own)
    for user in closed:
        _close_account(user)
    return len(closed)


def _close_account(user: User) -> None:
    Authenticator.objects.filter(user=user).delete()
    for session in UserSession.objects.filter(user=user):
        session.end()
    user.username, user.full_name, user.phone = f"da-xoa-{user.pk}", "", ""
    user.email = user.first_name = user.last_name = ""
    user.is_active = False
    user.set_unusable_password()
    user.save()
