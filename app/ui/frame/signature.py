"""A command that was refused for want of a password: it is asked for, and the command is done once more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.models.domain.errors import UserError
from app.ui.frame.sign_in import SIGN_IN, PasswordDialog, Words

if TYPE_CHECKING:
    from app.ui.main_window import Frame
    from app.ui.runtime.runner import Refused

SIGN: Words = ("ui.sign_in.signature.title", "ui.sign_in.signature.text", "ui.sign_in.signature.enter")
WORDS = {"officer.sign_again": SIGN, "officer.not_signed_in": SIGN_IN}
"""The refusals that a password ends, and how the dialog speaks of each."""


class Signature(QObject):
    """Holds refused commands until the password was given or given up; nothing of them was written yet."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame)
        self._frame = frame
        self._held: list[Refused] = []
        self.dialog: PasswordDialog | None = None

    def take(self, error: UserError, refused: Refused) -> bool:
        """Whether a password ends this refusal; then it is asked for."""
        if error.key not in WORDS:
            return False
        self._held.append(refused)
        if self.dialog is None:
            name = str(error.params["name"])
            self.dialog = PasswordDialog(self._frame.ui, self._frame, self._frame.host, name, WORDS[error.key])
            self.dialog.signed_in.connect(self._given)
            self.dialog.finished.connect(self._closed)
            self.dialog.open()
        return True

    def _given(self, _name: str) -> None:
        held, self._held = self._held, []
        for one in held:
            one.again()

    def _closed(self, _result: int) -> None:
        self.dialog = None
        held, self._held = self._held, []
        for one in held:
            one.give_up()
