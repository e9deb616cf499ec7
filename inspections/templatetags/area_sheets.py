"""For the page that says what an area's summary says: its comparison and shares in words."""

from __future__ import annotations

from django import template

from inspections.printing.area_tables import compared_rows, share_of_visits

register = template.Library()

register.filter("compared_rows", compared_rows)
register.filter("share_of_visits", share_of_visits)
