"""The small drawing that stands before an item or a heading, for those who read with difficulty."""

from __future__ import annotations

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

# By the letters before the dash of an item's code; the drawings are in pictograms.svg.
DRAWINGS = {
    "DIEN": "electricity",
    "GAS": "cooking",
    "THO": "altar",
    "SAC": "charging",
    "THOAT": "way-out",
    "PT": "extinguisher",
    "CHAY": "flammable",
    "NG": "people",
    "KD": "shop",
    "TRO": "boarding",
    "CHO": "market",
    "TM": "shop",
    "BV": "hospital",
    "TO": "team",
    "DC": "team",
    "AGAIN": "again",
    "LISTEN": "listen",
}


@register.simple_tag
def pictogram(code: str) -> SafeString:
    """The drawing for an item's code, a tick on a list for one that has none of its own."""
    drawing = DRAWINGS.get(code.partition("-")[0], "check")
    return format_html(
        '<svg class="pictogram" aria-hidden="true"><use href="{}#{}"/></svg>',
        static("firesafety/pictograms.svg"),
        drawing,
    )
