"""Errors in what overrides Qt's functions, on Python 3.11: without this they end the process instead of being told.

PySide 6.11 names the overridden function in the error's text and takes the error for an object already. Before Python 3.12 an
error that C code raised (an index beyond a list, a wrong type) is not yet one at that moment, and the process dies. An error
that went through a Python ``except`` once is. ``tests/ui/runtime/test_overrides.py`` tells when PySide needs it no longer.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from typing import Any

from PySide6.QtCore import QObject


def make_errors_whole() -> None:
    """Wrap what later classes override of Qt's; nothing to do from Python 3.12 on."""
    if sys.version_info < (3, 12):
        QObject.__init_subclass__ = classmethod(_wrap_overrides)  # type: ignore[assignment, method-assign]


def _wrap_overrides(cls: type, /, **more: Any) -> None:
    super(QObject, cls).__init_subclass__(**more)  # type: ignore[misc]
    bases = [vars(base) for base in cls.__mro__[1:] if base.__module__.startswith("PySide6.")]
    for name, own in list(vars(cls).items()):
        if type(own) is _FUNCTION and not name.startswith("__") and any(name in base for base in bases):
            setattr(cls, name, _whole(own))


def _whole(override: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(override)
    def called(*args: Any, **more: Any) -> Any:
        try:
            return override(*args, **more)
        except BaseException:  # raised again at once: going through here is all that is wanted
            raise

    return called


_FUNCTION = type(_whole)
