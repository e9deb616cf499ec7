"""Reading and publishing the checklist. A published version is never edited."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import date
from pathlib import Path

from django.db import IntegrityError, transaction
from django.db.models import Max

from firesafety.vietnamese import nfc
from households.models import Household
from inspections.models import Checklist, ChecklistItem, Severity

SHIPPED = Path(__file__).resolve().parent.parent / "data" / "checklist_items.csv"
KINDS: dict[str, str] = {
    "H": Household.Kind.HOUSE,
    "B": Household.Kind.HOUSE_BUSINESS,
    "R": Household.Kind.BOARDING_HOUSE,
    "M": Household.Kind.MARKET_STALL,
    "S": Household.Kind.SHOP,
    "W": Household.Kind.HOSPITAL_WARD,
    # Asked of the team or of a shared fire point as a whole; never on a household's sheet.
    "team": "team",
    "point": "point",
}


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One line of a checklist file; ``premises`` are household kinds."""

    code: str
    category_vi: str
    category_en: str
    text_vi: str
    text_en: str
    severity: str
    premises: tuple[str, ...]


def read_items(path: Path = SHIPPED) -> tuple[ItemRow, ...]:
    """The items of a checklist file, in its order.

    Raises ValueError naming the line of an unknown severity or kind of premises.
    """
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(
            _read_item(row, line=line) for line, row in enumerate(csv.DictReader(file), start=2)
        )


def _read_item(row: dict[str, str], *, line: int) -> ItemRow:
    letters = row["premises"].split()
    if row["severity"] not in Severity.values:
        raise ValueError(f"line {line}: severity {row['severity']!r} is not known")
    if not letters or set(letters) - set(KINDS):
        raise ValueError(f"line {line}: premises {row['premises']!r} are not known")
    return ItemRow(
        code=row["code"].strip(),
        category_vi=nfc(row["category_vi"].strip()),
        category_en=nfc(row["category_en"].strip()),
        text_vi=nfc(row["text_vi"].strip()),
        text_en=nfc(row["text_en"].strip()),
        severity=row["severity"],
        premises=tuple(KINDS[letter] for letter in letters),
    )


def publish_checklist(rows: Sequence[ItemRow], *, on: date) -> Checklist:
    """Store ``rows`` as the next version; the same rows again are the version that they are."""
    text = json.dumps([astuple(row) for row in rows], ensure_ascii=False)
    digest = hashlib.sha256(text.encode()).hexdigest()
    published = _find(digest)
    if published is not None:
        return published
    try:
        with transaction.atomic():
            return _create(rows, digest=digest, on=on)
    except IntegrityError:
        # Someone published the same rows between the look and the write.
        published = _find(digest)
        if published is None:
            raise
        return published


def _find(digest: str) -> Checklist | None:
    return Checklist.objects.filter(digest=digest).first()


def _create(rows: Sequence[ItemRow], *, digest: str, on: date) -> Checklist:
    last = Checklist.objects.aggregate(last=Max("number"))["last"] or 0
    checklist = Checklist.objects.create(number=last + 1, digest=digest, published_on=on)
    ChecklistItem.objects.bulk_create(
        ChecklistItem(
            checklist=checklist,
            position=position,
            code=row.code,
            category_vi=row.category_vi,
            category_en=row.category_en,
            text_vi=row.text_vi,
            text_en=row.text_en,
            severity=row.severity,
            premises=list(row.premises),
        )
        for position, row in enumerate(rows, start=1)
    )
    return checklist
