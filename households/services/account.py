"""What people decide about their own account."""

from __future__ import annotations

from households.models import User


def choose_language(user: User, language: str) -> None:
    """Write to somebody in one of the site's languages from now on; what was written stays."""
    User.objects.filter(pk=user.pk).update(language=language)
