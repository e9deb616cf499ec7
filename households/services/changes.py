"""What the registry tells of its changes, to whoever keeps figures about its teams.

Both are sent inside the transaction that changes them. The registry itself knows nothing of what
is kept elsewhere, as with ``team_undo.asking_for_work``.
"""

from __future__ import annotations

from collections.abc import Collection

from django.dispatch import Signal

teams_changed = Signal()
"""``teams``: ids of teams that began, ended, or have other members or offices now."""

households_changed = Signal()
"""``households``: ids of households of which the register says something else now."""


def tell_teams(teams: Collection[int]) -> None:
    """Say that these teams have changed; nothing is said of none."""
    if teams:
        teams_changed.send(tell_teams, teams=sorted(teams))


def tell_households(households: Collection[int]) -> None:
    """Say that these households have changed; nothing is said of none."""
    if households:
        households_changed.send(tell_households, households=sorted(households))
