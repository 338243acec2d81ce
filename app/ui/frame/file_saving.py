"""Writing a file off the window's thread; when another program holds it, the officer chooses: once more, or another name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.ui.runtime.runner import bound_to_qobject

if TYPE_CHECKING:
    from app.models.domain.errors import UserError
    from app.ui.frame.host import ScreenHost


class FileSaving(QObject):
    """Writes files for one widget, one after another. ``done(path)`` (bound method) is called with the name it got at last."""

    def __init__(self, host: ScreenHost, owner: QWidget, done: Callable[[Path], object]) -> None:
        super().__init__(owner)
        bound_to_qobject(done)
        self._host, self._owner, self._done = host, owner, done
        self._call: Callable[..., Path] | None = None
        self._args: tuple[Any, ...] = ()
        self._path = self._other = Path()

    def write(self, call: Callable[..., Path], path: Path, *args: Any) -> None:
        """``call(path, *args)`` on a worker; it writes and returns the path. Faults of the machine are told as everywhere."""
        self._call, self._path, self._args = call, path, args
        self._host.runner.query(call, path, *args, done=self._written, failed=self._failed)

    def _written(self, path: Path) -> None:
        self._done(path)

    def _failed(self, error: UserError) -> None:
        from app.services.documents.saving import TargetInUse
        from app.ui.frame.dialogs import Message

        if not isinstance(error, TargetInUse):
            self._host.errors.route(error, None, self)
            return
        self._other = error.other
        ui = self._host.ui
        text = ui.texts.error(error.key, error.params)
        dialog = Message(ui, self._owner, ("warning", "warning"), ui.t("ui.save.in_use"), text)
        dialog.add_button("ui.cancel", "secondary", None)
        dialog.add_button("ui.save.other_name", "secondary", self._under_other_name)
        dialog.add_button("ui.retry", "primary", self._again).setFocus()
        dialog.open()

    def _again(self) -> None:
        if self._call is not None:
            self.write(self._call, self._path, *self._args)

    def _under_other_name(self) -> None:
        if self._call is not None:
            self.write(self._call, self._other, *self._args)
