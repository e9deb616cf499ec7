"""What the registry does when allauth tells of a change of an account."""

from __future__ import annotations

from typing import Any

from allauth.mfa.signals import authenticator_added
from django.dispatch import receiver
from django.http import HttpRequest

from households.models import User
from households.services.account import end_sessions


@receiver(authenticator_added)
def sign_other_machines_out(
    sender: type, *, request: HttpRequest, user: User, **kwargs: Any
) -> None:
    """A session begun with the password alone must not go on as if it had proved the factor.

    Whoever knew the password could otherwise wait, signed in, until the owner sets one up.
    """
    end_sessions(user, but=request.session.session_key)
