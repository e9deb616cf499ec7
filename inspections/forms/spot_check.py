"""What an officer saw: the items that were looked at, and the day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from inspections.forms.visit import AnswersForm
from inspections.models import SpotCheck
from inspections.planning.answers import unpack_answers


class SpotCheckForm(AnswersForm):
    """The neighbour's items, none of which has to be answered: one looks at what one can."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "required": False})

    @classmethod
    def of(
        cls, own: SpotCheck | None, *args: Any, codes: Sequence[str], **kwargs: Any
    ) -> SpotCheckForm:
        """The form with what the officer wrote down before; ``codes`` of the whole checklist."""
        if own is None:
            return cls(*args, **kwargs)
        before = {
            f"a_{code}": each.value for code, each in unpack_answers(codes, own.answers).items()
        }
        initial = {**before, "remark": own.remark, "done_on": own.done_on}
        return cls(*args, initial=initial, **kwargs)
