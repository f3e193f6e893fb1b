"""What the register of people tells the floors above."""

from dataclasses import dataclass

from .models import Officer


@dataclass(frozen=True, slots=True)
class PhotoTaken:
    """A photo was taken away or replaced: it is shown nowhere from now on."""

    officer: Officer


@dataclass(frozen=True, slots=True)
class MayNoLongerEnforce:
    """A certificate was suspended, or the person left: he enforces no more from today."""

    officer: Officer
