"""The ways out of the house: console, e-mail, and a provider of text messages behind HTTP."""

from .channels import Outgoing, Refused, TryLater, channel

__all__ = ["Outgoing", "Refused", "TryLater", "channel"]
