"""Letting a team rest and begin again. While it rests its clock stands still."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from households.models import Team, User
from inspections.models import TeamPause
from inspections.planning.clock import Pause, shift_dates
from inspections.queries.holidays import holidays
from inspections.queries.pause import dates_of, stopped_rounds
from inspections.services.standing import recount_rounds


class PauseRefused(ValueError):
    """A team cannot rest or begin again on that day; ``str()`` says why and what to do."""


@transaction.atomic
def pause_team(
    team: Team, *, on: date, until: date | None = None, note: str = "", by: User | None = None
) -> Team:
    """Let a team rest from a day on: no new rounds, and its clock stands still.

    ``until``: the first day of work again, where that is known; ``end_due_pauses`` ends it then.
    A team that rests already goes on as it was. Raises PauseRefused for a day inside an earlier
    rest, for a team that is disbanded, or where it would end before it begins.
    """
    locked = Team.objects.select_for_update().get(pk=team.pk)
    if locked.disbanded_on is not None:
        raise PauseRefused(_("%(team)s đã giải thể nên không cần tạm nghỉ.") % {"team": locked})
    if until is not None and until <= on:
        raise PauseRefused(_("Ngày làm lại phải sau ngày bắt đầu nghỉ."))
    if locked.paused_on is None:
        last = TeamPause.objects.filter(team=locked).order_by("-starts_on").first()
        if last is not None and last.ends_on is not None and on < last.ends_on:
            raise PauseRefused(
                _("Tổ đã nghỉ đến hết ngày trước %(day)s; hãy chọn ngày từ đó trở đi.")
                % {"day": date_format(last.ends_on, "SHORT_DATE_FORMAT")}
            )
        TeamPause.objects.create(
            team=locked, starts_on=on, until=until, note=note.strip(), set_by=by
        )
        Team.objects.filter(pk=team.pk).update(paused_on=on)
        recount_rounds(list(stopped_rounds(team, Pause(on)).values_list("pk", flat=True)))
    team.refresh_from_db(fields=["paused_on"])
    return team


@transaction.atomic
def resume_team(team: Team, *, on: date, by: User | None = None) -> Team:
    """Let a team work again from a day on; the next daily job opens its month.

    What was open when the rest began has as many days left as it had then. A rest that ends on
    the day it began, or before, never was. A team that does not rest stays as it is.
    """
    Team.objects.select_for_update().get(pk=team.pk)
    pause = TeamPause.objects.filter(team=team, ends_on=None).first()
    if pause is not None and on <= pause.starts_on:
        pause.delete()
    elif pause is not None:
        pause.ends_on, pause.ended_by = on, by
        pause.save(update_fields=["ends_on", "ended_by"])
    Team.objects.filter(pk=team.pk).update(paused_on=None)
    team.paused_on = None
    if pause is not None and pause.pk is not None:
        _move_dates(team, Pause(pause.starts_on, on))
    elif pause is not None:
        touched = stopped_rounds(team, Pause(pause.starts_on))
        recount_rounds(list(touched.values_list("pk", flat=True)))
    return team


def end_due_pauses(*, on: date) -> int:
    """Let every team work again whose rest was meant to end by now; how many. Twice is once.

    The day written is the one that was meant, whenever the job came to run.
    """
    due = TeamPause.objects.filter(ends_on=None, until__lte=on).select_related("team")
    pauses = list(due.order_by("pk"))
    for pause in pauses:
        assert pause.until is not None  # noqa: S101 - Asked for above.
        resume_team(pause.team, on=pause.until)
    return len(pauses)


def _move_dates(team: Team, pause: Pause) -> None:
    rounds = list(stopped_rounds(team, pause).select_for_update().order_by("pk"))
    for round in rounds:
        moved = shift_dates(dates_of(round), pause, holidays())
        round.due_on, round.missed_on = moved.due_on, moved.missed_on
        round.save(update_fields=["due_on", "missed_on"])
    recount_rounds([round.pk for round in rounds])
