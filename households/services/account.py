"""What people decide about their own account, and signing their machines out."""

from __future__ import annotations

from allauth.usersessions.models import UserSession

from households.models import User


def choose_language(user: User, language: str) -> None:
    """Write to somebody in one of the site's languages from now on; what was written stays."""
    User.objects.filter(pk=user.pk).update(language=language)


def end_sessions(user: User, *, but: str | None = None) -> int:
    """Sign somebody out on every machine, except that of the session key ``but``; on how many.

    Again is nothing.
    """
    sessions = list(UserSession.objects.filter(user=user).exclude(session_key=but or ""))
    for session in sessions:
        session.end()
    return len(sessions)
