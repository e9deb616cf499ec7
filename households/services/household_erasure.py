"""Make the personal data of a household that has left unreadable, for good.

The row stays, so that what others did and the figures of past months remain true; what says who
lived there goes.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime

from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from django.dispatch import Signal
from django.utils.translation import gettext as _

from households.models import Erasure, Household, RosterImport, User
from households.queries.household_record import roster_rows, wards_of

from .account import end_sessions
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
    """Blank the household's rows in the reports of files, and delete the files of its wards.

    A file holds the whole ward in the clear, under whatever name the household had then, and has
    served once it is applied. One that still waits would enter the household anew: it goes with
    its preview.
    """
    # Rather a namesake's words of an old file too many than these too few.
    found = roster_rows(household, namesakes=True)
    for received, places in found:
        if received.state == RosterImport.State.PREVIEWED:
            continue
        for place in places:
            row, outcome, key, *_words = received.outcomes[place]
            received.outcomes[place] = [row, outcome, key, [], ""]
        received.save(update_fields=["outcomes"])
    told = [received.pk for received, _places in found]
    files = RosterImport.objects.filter(ward__in=wards_of(household))
    files = files.filter(Q(state=RosterImport.State.APPLIED) | Q(pk__in=told)).exclude(file="")
    names = set(files.values_list("file", flat=True))
    files.update(file="")
    RosterImport.objects.filter(pk__in=told, state=RosterImport.State.PREVIEWED).delete()
    names -= set(RosterImport.objects.filter(file__in=names).values_list("file", flat=True))
    for name in names:
        transaction.on_commit(lambda name=name: default_storage.delete(name))  # type: ignore[misc]
    return len(found)


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
    # What the admin's own log calls them.
    LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(User),
        object_id__in=[str(user.pk) for user in closed],
    ).update(object_repr="")
    for user in closed:
        _close_account(user)
    return len(closed)


def _close_account(user: User) -> None:
    Authenticator.objects.filter(user=user).delete()
    end_sessions(user)
    user.username, user.full_name, user.phone = f"da-xoa-{user.pk}", "", ""
    user.email = user.first_name = user.last_name = ""
    user.is_active = False
    user.set_unusable_password()
    user.save()
