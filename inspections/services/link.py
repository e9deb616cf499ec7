"""Making, showing and re-issuing the link that opens one assignment."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db import transaction

from inspections.models import Assignment
from inspections.queries.link import derive, link_keys, stored_hash


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


def reissue_link(assignment: Assignment) -> Assignment:
    """Make a new link; the old one opens nothing from now on."""
    with transaction.atomic():
        locked = Assignment.objects.select_for_update().get(pk=assignment.pk)
        locked.link_issue += 1
        set_link(locked).save(update_fields=["link_issue", "link_hash", "short_code_hash"])
    for field in ("link_issue", "link_hash", "short_code_hash"):
        setattr(assignment, field, getattr(locked, field))
    return assignment


def restore_links(assignments: Iterable[Assignment]) -> int:
    """Issue anew every link whose key is gone, so that no dead link is printed. How many."""
    restored = 0
    for assignment in assignments:
        try:
            link_secrets(assignment)
        except LinkLost:
            reissue_link(assignment)
            restored += 1
    return restored
