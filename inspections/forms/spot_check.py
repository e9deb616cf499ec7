"""What an officer saw: the items that were looked at, and the day."""

from __future__ import annotations

from typing import Any

from inspections.forms.visit import AnswersForm


class SpotCheckForm(AnswersForm):
    """The neighbour's items, none of which has to be answered: one looks at what one can."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "required": False})
