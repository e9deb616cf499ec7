"""System checks: configuration speaks up before a household does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.apps import AppConfig
from django.conf import settings
from django.core import checks
from django.core.files.storage import InvalidStorageError, storages
from django.utils import timezone

from inspections.planning.holidays import TET
from inspections.planning.ladder import TOLD_AT_HOUR, send_after
from inspections.queries.holidays import holidays
from inspections.rules import deadline_params, ladder_params

LOOPBACK = ("127.0.0.1", "::1", "localhost")


@checks.register
def check_team_sizes(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[checks.Error]:
    """The three sizes of a team must be in order."""
    if settings.TEAM_MINIMUM <= settings.TEAM_SIZE <= settings.TEAM_MAXIMUM:
        return []
    return [
        checks.Error(
            "TEAM_MINIMUM <= TEAM_SIZE <= TEAM_MAXIMUM does not hold.",
            hint="Set the three so that the usual size lies between the limits.",
            id="firesafety.E001",
        )
    ]


@checks.register
def check_planned_sizes(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[checks.Error]:
    """The sizes that new teams get must not be upside down."""
    if settings.TEAM_PLAN_MINIMUM <= settings.TEAM_PLAN_MAXIMUM:
        return []
    return [
        checks.Error(
            "TEAM_PLAN_MINIMUM <= TEAM_PLAN_MAXIMUM does not hold.",
            hint="Set both, for example TEAM_PLAN_MINIMUM=11 and TEAM_PLAN_MAXIMUM=13.",
            id="firesafety.E005",
        )
    ]


@checks.register
def check_full_months(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[checks.Error]:
    """The months of the full checklist are months."""
    if all(1 <= month <= 12 for month in settings.CHECKLIST_FULL_MONTHS):
        return []
    return [
        checks.Error(
            "CHECKLIST_FULL_MONTHS holds a number that is not a month.",
            hint="Give months as numbers, for example CHECKLIST_FULL_MONTHS=3,6,9,12",
            id="firesafety.E002",
        )
    ]


@checks.register
def check_holidays(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[checks.Error]:
    """The public holidays are days."""
    try:
        holidays()
    except ValueError as error:
        return [
            checks.Error(
                f"PUBLIC_HOLIDAYS: {error}.",
                hint="Give days as PUBLIC_HOLIDAYS=01-01,04-30,05-01,09-02,2027-04-16",
                id="firesafety.E012",
            )
        ]
    return []


@checks.register
def check_tet(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[checks.CheckMessage]:
    """The table of Tết reaches further than any day that is promised now."""
    last = max(TET)
    left = last - timezone.localdate().year
    if left > 1:
        return []
    # A hazard may be given a year to be fixed, so the next year's Tết has to be known in this one.
    kind = checks.Warning if left == 1 else checks.Error
    return [
        kind(
            f"The table of Tết ends with {last}: after it due days would fall into Tết.",
            hint="Add the years that follow to TET in inspections/planning/holidays.py;"
            " its test works each of them out from the moon.",
            id="firesafety.W001" if left == 1 else "firesafety.E015",
        )
    ]


@checks.register
def check_queue(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[checks.Error]:
    """A task must not be delivered again while it may still be running."""
    if settings.Q_CLUSTER["retry"] > settings.Q_CLUSTER["timeout"]:
        return []
    return [
        checks.Error(
            "Q_CLUSTER retry must be longer than timeout.",
            hint="Otherwise a slow task is started a second time while the first still runs.",
            id="firesafety.E003",
        )
    ]


@checks.register
def check_days(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[checks.Error]:
    """The days of a round and of a hazard must be in order."""
    try:
        deadline_params()
    except ValueError as error:
        return [
            checks.Error(
                f"The days of rounds and hazards do not fit together: {error}.",
                hint="HAZARD_DAYS_CRITICAL <= HAZARD_DAYS_MAJOR <= HAZARD_DAYS_MINOR <= 366",
                id="firesafety.E004",
            )
        ]
    return []


@checks.register
def check_ladder(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[checks.Error]:
    """Leader, ward and city are told in this order."""
    try:
        ladder_params()
    except ValueError as error:
        return [
            checks.Error(
                f"The days of reminders do not fit together: {error}.",
                hint="For example LADDER_ROUND_DAYS=-3,3,14 and LADDER_HAZARD_DAYS=0,7,21; "
                "LADDER_AGAIN_DAYS and SNOOZE_DAYS from 1",
                id="firesafety.E006",
            )
        ]
    return []


@checks.register
def check_provider(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[checks.Error]:
    """Messages by HTTP need somebody to hand them to, and nobody who reads along."""
    if "http" not in settings.MESSAGE_CHANNELS:
        return []
    address = urlsplit(settings.PROVIDER_URL)
    if address.scheme == "https" and address.hostname:
        return []
    if address.scheme == "http" and address.hostname in LOOPBACK:
        return []
    return [
        checks.Error(
            "MESSAGE_CHANNELS has http, and PROVIDER_URL is not an https address.",
            hint="Set PROVIDER_URL (docs/messaging.md), or take http out of MESSAGE_CHANNELS. "
            "Without TLS only a program on this machine may be called.",
            id="firesafety.E007",
        )
    ]


@checks.register
def check_email(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[checks.Error]:
    """Messages by e-mail need a server on a real site."""
    printed = settings.EMAIL_BACKEND == "django.core.mail.backends.console.EmailBackend"
    if "email" not in settings.MESSAGE_CHANNELS or settings.DEBUG or not printed:
        return []
    return [
        checks.Error(
            "MESSAGE_CHANNELS has email, and EMAIL_URL names no server.",
            hint="For example EMAIL_URL=smtp+tls://name:password@mail.example.vn:587",
            id="firesafety.E013",
        )
    ]


@checks.register
def check_quiet_hours(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[checks.Error]:
    """What is written in the morning must be able to leave on the same day."""
    morning = datetime(2026, 1, 1, TOLD_AT_HOUR, tzinfo=ZoneInfo(settings.TIME_ZONE))
    try:
        leaves = send_after(morning, ladder_params())
    except ValueError:  # The ladder itself is wrong, which its own check says.
        return []
    if leaves.date() == morning.date():
        return []
    return [
        checks.Error(
            "QUIET_FROM and QUIET_UNTIL leave no hour of the day to send anything in.",
            hint="For example QUIET_FROM=20:00 and QUIET_UNTIL=07:00",
            id="firesafety.E014",
        )
    ]


@checks.register
def check_photo_storage(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[checks.Error]:
    """The library behind the photos' storage must be there."""
    try:
        storages["photos"]
    except InvalidStorageError as error:
        return [
            checks.Error(
                f"Photos cannot be kept: {error}",
                hint="PHOTO_STORAGE_URL needs: pip install -r requirements-server.txt",
                id="firesafety.E008",
            )
        ]
    return []
