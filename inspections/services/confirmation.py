"""Hearing the inspected household: it agrees, it disagrees, or its signature stands on paper."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from firesafety.vietnamese import clean_text
from households.models import User
from inspections.models import Confirmation, Inspection, Submission
from inspections.queries.confirmation import reply_to
from inspections.queries.version import waiting_submission
from inspections.services.refusals import Refused, show_day

SENTENCE_LENGTH = 500
Verdict = Confirmation.Verdict
Way = Confirmation.Way


def answer_by_link(
    inspection: Inspection, *, revision: int, verdict: str, sentence: str = "", at: datetime
) -> Confirmation:
    """Keep what the household says of a result on its own page; the same again changes nothing.

    ``revision`` is the version that it was shown. Raises Refused when that has changed since,
    when its days are over, or when it disagrees without a word.
    """
    sentence = clean_text(sentence)
    with transaction.atomic():
        locked = _lock(inspection)
        reply = reply_to(locked)
        if revision != locked.revision:
            raise Refused(_("Kết quả vừa được sửa lại. Xin xem lại bên dưới rồi trả lời."))
        if verdict not in (Verdict.AGREED, Verdict.DISPUTED):
            raise Refused(_("Xin chọn đồng ý hoặc chưa đồng ý."))
        last = reply.confirmation
        said = sentence if verdict == Verdict.DISPUTED else ""
        if last is not None and (last.verdict, last.sentence, last.way) == (verdict, said, "link"):
            return last
        if not reply.may_answer(localdate(at)):
            raise Refused(
                _("Hạn trả lời là %(day)s, nay đã qua. Có gì chưa đúng xin nói với tổ trưởng.")
                % {"day": show_day(reply.until)}
            )
        _refuse_sentence(verdict, said)
        return _write(locked, revision, verdict, said, Way.LINK, by=None, at=at)


def mark_signed(
    inspection: Inspection, *, by: User, at: datetime, revision: int | None = None
) -> Confirmation:
    """Note that the household's signature stands on the paper sheet. Twice is once.

    ``revision`` is the version that was signed where that is not the one held: paper that waits to
    be compared. Raises Refused where the household has answered on its own page.
    """
    with transaction.atomic():
        locked = _lock(inspection)
        signed = locked.revision if revision is None else revision
        last = _last(locked, signed)
        if last is not None and last.way == Way.LINK:
            raise Refused(
                _("Chủ nhà đã tự trả lời trên điện thoại, câu đó được giữ. Xin bỏ dấu đã ký.")
            )
        if last is not None and last.verdict == Verdict.AGREED:
            return last
        waiting = waiting_submission(locked)
        if signed != locked.revision and (waiting is None or signed != waiting.revision):
            raise Refused(_("Kết quả vừa được sửa lại. Xin xem lại bên dưới rồi trả lời."))
        return _write(locked, signed, Verdict.AGREED, "", Way.PAPER, by=by, at=at)


def sign_submission(submission: Submission, *, by: User, at: datetime) -> Confirmation:
    """Note the signature on a sheet that has just come in, whatever became of it.

    Where it repeats what is held, that is signed; else the sheet's own version.
    """
    same = submission.standing == Submission.Standing.SAME
    revision = None if same else submission.revision
    return mark_signed(submission.inspection, by=by, at=at, revision=revision)


def unmark_signed(inspection: Inspection, *, by: User, at: datetime) -> Confirmation | None:
    """Take back a tick that was set by mistake; nothing where there is none."""
    with transaction.atomic():
        locked = _lock(inspection)
        last = _last(locked, locked.revision)
        if last is None or last.way != Way.PAPER or last.verdict != Verdict.AGREED:
            return None
        return _write(locked, locked.revision, Verdict.UNSIGNED, "", Way.PAPER, by=by, at=at)


def settle_dispute(
    confirmation: Confirmation, *, settlement: str, by: User, at: datetime
) -> Confirmation:
    """Note what the two sides agreed after talking; the first note stands. The finding stays.

    Raises Refused without a word on it.
    """
    settlement = clean_text(settlement)
    if not settlement:
        raise Refused(_("Xin ghi một câu: hai bên đã trao đổi thế nào."))
    _refuse_length(settlement)
    with transaction.atomic():
        locked = Confirmation.objects.select_for_update(of=("self",)).get(pk=confirmation.pk)
        if locked.verdict == Verdict.DISPUTED and locked.settled_at is None:
            locked.settlement, locked.settled_by, locked.settled_at = settlement, by, at
            locked.save(update_fields=["settlement", "settled_by", "settled_at"])
    return locked


def _lock(inspection: Inspection) -> Inspection:
    locked = Inspection.objects.select_for_update(of=("self",)).get(pk=inspection.pk)
    if not locked.completed:
        raise Refused(_("Chưa ai vào kiểm tra được nên chưa có kết quả để trả lời."))
    return locked


def _refuse_sentence(verdict: str, sentence: str) -> None:
    if verdict == Verdict.DISPUTED and not sentence:
        raise Refused(_("Xin viết một câu: chỗ nào chưa đúng. Tổ trưởng sẽ đọc và trao đổi lại."))
    _refuse_length(sentence)


def _refuse_length(text: str) -> None:
    if len(text) > SENTENCE_LENGTH:
        raise Refused(
            _("Câu này dài quá %(limit)s chữ cái. Xin viết gọn lại.") % {"limit": SENTENCE_LENGTH}
        )


def _last(inspection: Inspection, revision: int) -> Confirmation | None:
    rows = Confirmation.objects.filter(inspection=inspection, revision=revision)
    return rows.order_by("number").last()


def _write(
    inspection: Inspection,
    revision: int,
    verdict: str,
    sentence: str,
    way: str,
    *,
    by: User | None,
    at: datetime,
) -> Confirmation:
    rows = Confirmation.objects.filter(inspection=inspection)
    number = rows.aggregate(last=Max("number"))["last"] or 0
    return Confirmation.objects.create(
        inspection=inspection,
        revision=revision,
        number=number + 1,
        verdict=verdict,
        sentence=sentence,
        way=way,
        at=at,
        entered_by=by,
    )
