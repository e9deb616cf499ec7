"""Making, showing and re-issuing the link that opens one assignment."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction

from households.models import User
from inspections.models import Assignment, LinkRevocation
from inspections.queries.link import derive, link_keys, stored_hash

LINK_FIELDS = ("link_issue", "link_hash", "short_code_hash")


class LinkLost(Exception):
    """The key that this link was made with is no longer in the settings: issue it anew."""


def set_link(assignment: Assignment) -> Assignment:
    """Set both hashes for the current issue, under the current key. Does not save."""
    key = link_keys()[0]
    token, code = derive(key, assignment.public_id, issue=assignment.link_issue)
    assignment.link_hash = stored_hash(key, token)
    assignment.short_code_hash = stored_hash(key, code)
    return assignment


def link_secrets(assignment: Assignment) -> tuple[str, str]:
    """Token and bare short code as they were issued; raises LinkLost when their key is gone.

    The key is found by comparing with the stored hash: after the secret changed, a sheet that is
    printed again must carry the link that already hangs on the wall, not one that opens nothing.
    """
    for key in link_keys():
        token, code = derive(key, assignment.public_id, issue=assignment.link_issue)
        if stored_hash(key, token) == assignment.link_hash:
            return token, code
    raise LinkLost(str(assignment.pk))


def link_token(assignment: Assignment) -> str:
    """The 26 letters of the assignment's link; raises LinkLost."""
    return link_secrets(assignment)[0]


def short_code(assignment: Assignment) -> str:
    """The code that a person types, as ``ABCDE-FGHJK``; raises LinkLost."""
    code = link_secrets(assignment)[1]
    return f"{code[:5]}-{code[5:]}"


def link_url(assignment: Assignment) -> str:
    """The address of the assignment's page; raises LinkLost."""
    return f"{settings.SITE_URL}/k/{link_token(assignment)}"


def reissue_link(assignment: Assignment, *, issue: int, by: User | None, at: datetime) -> bool:
    """Make a new link in place of ``issue``, and keep who took the old one back and when.

    The old one opens nothing from now on. Whether it was this call that did it: asked twice for
    the same issue, the link that was made first stands.
    """
    with transaction.atomic():
        locked = _lock(assignment)
        asked_first = locked.link_issue == issue
        if asked_first:
            LinkRevocation.objects.create(
                assignment=locked,
                issue=issue,
                link_hash=locked.link_hash,
                short_code_hash=locked.short_code_hash,
                revoked_at=at,
                revoked_by=by,
            )
            _renew(locked)
    _take_over(assignment, locked)
    return asked_first


def restore_links(assignments: Iterable[Assignment]) -> int:
    """Issue anew every link whose key is gone, so that no dead link is printed. How many.

    Nothing is revoked by that: without its key the old link was dead already.
    """
    restored = 0
    for assignment in assignments:
        try:
            link_secrets(assignment)
        except LinkLost:
            with transaction.atomic():
                locked = _lock(assignment)
                _renew(locked)
            _take_over(assignment, locked)
            restored += 1
    return restored


def _lock(assignment: Assignment) -> Assignment:
    return Assignment.objects.select_for_update().get(pk=assignment.pk)


def _renew(locked: Assignment) -> None:
    locked.link_issue += 1
    set_link(locked).save(update_fields=LINK_FIELDS)


def _take_over(assignment: Assignment, stored: Assignment) -> None:
    for field in LINK_FIELDS:
        setattr(assignment, field, getattr(stored, field))
