"""What an officer saw: the items that were looked at, and the day."""

from __future__ import annotations

from inspections.forms.visit import AnswersForm
from inspections.planning.answers import Answer


class SpotCheckForm(AnswersForm):
    """The neighbour's items, none of which has to be answered: one looks at what one can."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **{**kwargs, "required": False})  # type: ignore[arg-type]
        for name in [name for name in self.fields if name.startswith("n_")]:
            del self.fields[name]

    def answers(self) -> dict[str, Answer]:
        return {code: answer for code, answer in super().answers().items() if answer}
