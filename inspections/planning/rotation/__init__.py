"""Who inspects whom, every month: the heart of "12/1". Frozen values in, frozen values out."""

from inspections.planning.rotation.batch import compile_ahead, plan_rounds
from inspections.planning.rotation.checking import faults
from inspections.planning.rotation.digest import ENGINE_VERSION, input_digest
from inspections.planning.rotation.planner import plan_round
from inspections.planning.rotation.values import (
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
    "compile_ahead",
    "faults",
    "input_digest",
    "plan_round",
    "plan_rounds",
]
