"""PLAIN: a photo as a phone sends it, made into one that is safe to keep and to show."""

from .checking import photo_faults
from .cleaning import CleanPhoto, Fault, PhotoRefused, clean_photo, small_photo

__all__ = ["CleanPhoto", "Fault", "PhotoRefused", "clean_photo", "photo_faults", "small_photo"]
