"""The three kinds of error.

The user's mistake is a ``UserError``: it is shown at the field it names, or in a banner. The environment's fault
(disk full, file locked, wrong password) is an ``EnvironmentFault``: a dialog with advice and a retry. Anything else
that is raised is our bug and goes to the crash report. Both known kinds carry a catalogue key and its parameters,
never a finished sentence, so that the message appears in the language of whoever reads it.
"""

from __future__ import annotations


class _Told(Exception):
    """An error that can be told in words: ``key`` is a text of the catalogue, ``params`` fill its blanks."""

    def __init__(self, key: str, **params: object) -> None:
        super().__init__(f"{key} {params}" if params else key)
        self.key = key
        self.params: dict[str, object] = params


class UserError(_Told):
    """Something the user typed or asked for cannot be taken. ``field`` names the place, None the whole form."""

    def __init__(self, key: str, field: str | None = None, **params: object) -> None:
        super().__init__(key, **params)
        self.field = field


class Conflict(UserError):
    """Somebody saved a newer version of the same record since it was read: reload or merge, nothing was written."""


class NotAllowed(UserError):
    """The officer may not do this (independence, authority of the approval matrix)."""


class EnvironmentFault(_Told):
    """The machine's fault, not the user's and not ours: disk, lock, key, damaged or foreign file."""


class ProblemList(UserError):
    """Every problem of one check at once, so that the user mends them in one go."""

    def __init__(self, key: str, problems: tuple[UserError, ...]) -> None:
        super().__init__(key, n=len(problems))
        self.problems = problems
