"""The tables of a summary: visits missing, households, faults still open."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inspections.printing.flow import Cell, Column, columns_between
from inspections.printing.paper import Layout
from inspections.printing.text import Block, fit, squeeze
from inspections.printing.values import HazardLine, HouseholdRow, MissingVisit, Party
from inspections.printing.words import address, day, severity, state


def missing_columns(layout: Layout) -> list[Column]:
    """Who did not go, to whom, why."""
    return columns_between(
        layout, (0, 4, 8.5, 12), (_("Người kiểm tra"), _("Hộ được kiểm tra"), _("Vì sao"))
    )


def missing_cells(visit: MissingVisit, columns: list[Column], layout: Layout) -> list[Cell]:
    """One visit that is missing."""
    inspector, inspected, reason = (column.width for column in columns)
    return [
        [fit(visit.inspector.name or "–", layout.body, inspector, lines=2)],
        _household(visit.inspected, inspected, layout),
        [fit(visit.reason or _("chưa rõ"), layout.body, reason, lines=3)],
    ]


def household_columns(layout: Layout) -> list[Column]:
    """The team's households in order."""
    titles = (
        "",
        _("Hộ được kiểm tra"),
        _("Địa chỉ"),
        _("Người kiểm tra"),
        _("Kết quả"),
        _("Chưa đạt"),
        _("Chưa sửa"),
    )
    return columns_between(layout, (0, 0.45, 2.95, 5.85, 7.9, 10.25, 11.15, 12), titles)


def household_cells(row: HouseholdRow, columns: list[Column], layout: Layout) -> list[Cell]:
    """One household's month; zeros are left out so that the others are seen."""
    number, name, where, inspector, result, not_met, hazards = (c.width for c in columns)
    return [
        [squeeze(str(row.number), layout.body, number)],
        [fit(row.household.name or "–", layout.body, name, lines=2)],
        [fit(address(row.household), layout.small, where, lines=2)],
        [fit(row.inspector_name or "–", layout.small, inspector, lines=2)],
        [fit(state(row.state), layout.body, result, lines=2)],
        [squeeze(str(row.not_met or "–"), layout.body, not_met)],
        [squeeze(str(row.open_hazards or "–"), layout.body, hazards)],
    ]


def hazard_columns(layout: Layout) -> list[Column]:
    """What is open, where, since when."""
    titles = (_("Hộ"), _("Chỗ chưa sửa"), _("Mức"), _("Từ ngày"), _("Hạn"))
    return columns_between(layout, (0, 3.25, 7.5, 9.25, 10.75, 12), titles)


def hazard_cells(line: HazardLine, columns: list[Column], layout: Layout) -> list[Cell]:
    """One fault; what is late or critical is in bold and says so."""
    household, text, level, since, due = (column.width for column in columns)
    age = ngettext("%(days)s ngày", "%(days)s ngày", line.age_days) % {"days": line.age_days}
    face = layout.body_bold if line.severity == "critical" else layout.body
    limit: list[Block] = [squeeze(day(line.due) if line.due else "–", layout.body, due)]
    if line.overdue:
        limit.append(squeeze(_("quá hạn"), layout.small_bold, due))
    return [
        _household(line.household, household, layout),
        [fit(line.text, face, text, lines=3)],
        [fit(severity(line.severity), face, level, lines=2)],
        [squeeze(day(line.found), layout.body, since), squeeze(age, layout.small, since)],
        limit,
    ]


def _household(party: Party, width: float, layout: Layout) -> list[Block]:
    return [
        fit(party.name or "–", layout.body, width, lines=2),
        fit(address(party), layout.small, width, lines=2),
    ]
