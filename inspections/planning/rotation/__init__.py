"""Who inspects whom, every month: the heart of "12/1". Frozen values in, frozen values out."""

from inspections.planning.rotation.batch import compile_ahead, plan_rounds, plan_team
from inspections.planning.rotation.checking import faults
from inspections.planning.rotation.digest import ENGINE_VERSION, input_digest
from inspections.planning.rotation.explain import Explanation, Why, explain, last_meetings
from inspections.planning.rotation.planner import plan_round
from inspections.planning.rotation.values import (
    NO_REPEAT,
    Meeting,
    Member,
    Mode,
    Note,
    Plan,
    Reason,
    Shortage,
    TeamInput,
    Visit,
    WayOut,
)

__all__ = [
    "ENGINE_VERSION",
    "NO_REPEAT",
    "Explanation",
    "Meeting",
    "Member",
    "Mode",
    "Note",
    "Plan",
    "Reason",
    "Shortage",
    "TeamInput",
    "Visit",
    "WayOut",
    "Why",
    "compile_ahead",
    "explain",
    "faults",
    "input_digest",
    "last_meetings",
    "plan_round",
    "plan_rounds",
    "plan_team",
]
