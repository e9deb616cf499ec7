"""From rounds to sheets: the values that a month's papers are drawn from, a few teams at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import groupby
from typing import BinaryIO

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from firesafety.months import Month
from households.models import Area, Household, Team
from inspections.models import Assignment, ChecklistItem, Hazard, PrintJob
from inspections.printing.summaries import summary_sheet
from inspections.printing.values import (
    AssignmentLine,
    AssignmentSheet,
    ChecklistGroup,
    ChecklistLine,
    ChecklistSheet,
    OpenHazard,
    Party,
    PrintedDocument,
    TeamHead,
    TeamPack,
)
from inspections.printing.writers import write_checklists, write_summaries
from inspections.queries.checklist import asked_items
from inspections.queries.paper import TeamPaper, items_of, team_papers, teams_with_round
from inspections.services.link import link_url, restore_links, short_code
