"""For counts that grow with a city."""

from __future__ import annotations

from django import template

from firesafety.numbers import grouped

register = template.Library()

register.filter("grouped", grouped)
