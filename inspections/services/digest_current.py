"""What of a digest still holds when it is about to leave: nobody is chased for what is done."""

from __future__ import annotations

from collections import defaultdict

from django.utils.translation import override

from households.models import Team
from inspections.models import Message, Telling
from inspections.planning.ladder import (
    Concern,
    Digest,
    LadderParams,
    Line,
    Rung,
    Skipped,
    may_hear,
)
from inspections.queries.ladder import concerns_of, existing_teams
from inspections.rules import ladder_params
from inspections.services.digest_text import teams_named, write_digest


def shorten(message: Message) -> bool:
    """Take out of a digest what was settled since it was written; False when nothing is left.

    What a provider may have had already stays word for word: one key, one text.
    """
    told = list(message.tellings.all())
    left = _standing(message, told)
    if not left.lines:
        return False
    before = {each.concern for each in told}
    tried = message.deliveries.filter(attempts__gt=0).exists()
    if len(left.lines) < len(before) and not tried:
        _rewrite(message, left)
    return True


def _standing(message: Message, told: list[Telling]) -> Digest:
    """The digest with the lines that would be written now as well, in the order of then."""
    params = ladder_params()
    teams = existing_teams(on=message.on).filter(pk__in={each.team_id for each in told})
    concerns = {each.key: each for each in concerns_of(teams, on=message.on, params=params)}
    by_concern: dict[str, list[Telling]] = defaultdict(list)
    for each in told:
        by_concern[each.concern].append(each)
    lines = []
    for key, tellings in by_concern.items():
        concern = concerns.get(key)
        if concern is None or concern.team != tellings[0].team_id:
            continue
        rungs = tuple(Rung(each.rung) for each in tellings if _holds(concern, each, params))
        if rungs:
            skipped = next((Skipped(each.skipped) for each in tellings if each.skipped), None)
            lines.append(Line(concern, (message.on - concern.due_on).days, rungs, skipped=skipped))
    person = message.user_id or -(message.household_id or 0)
    return Digest(person, message.on, tuple(lines))


def _holds(concern: Concern, telling: Telling, params: LadderParams) -> bool:
    rung = Rung(telling.rung)
    nearest = rung is Rung.LEADER or bool(telling.skipped)
    return may_hear(concern, rung, nearest=nearest, on=telling.on, params=params)


def _rewrite(message: Message, digest: Digest) -> None:
    teams = Team.objects.select_related("neighbourhood").in_bulk(teams_named(digest))
    with override(message.language):
        words = write_digest(digest, teams, has_account=message.user_id is not None)
    message.subject, message.text, message.brief = words.subject, words.text, words.brief
    message.save(update_fields=["subject", "text", "brief"])
