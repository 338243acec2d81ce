"""What the settings are now, and setting them: in the store for everybody, or with the window of this computer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from app.models.domain.errors import EnvironmentFault, UserError
from app.models.files import atomic_write
from app.services.settings.file import from_file, to_file
from app.services.settings.schema import SETTINGS, setting

if TYPE_CHECKING:
    from app.services.changes import Changed
    from app.services.registry import Services
    from app.ui.context import Ui


class SettingsModel(QObject):
    """``values_changed`` after anything is known anew; ``kept(key)`` when one was taken; ``refused(key, error)`` when not."""

    values_changed = Signal()
    kept = Signal(str)
    refused = Signal(str, object)

    def __init__(self, ui: Ui, services: Services, runner: Any, officer: Callable[[], str]) -> None:
        super().__init__()
        self._ui, self._services, self._runner, self._officer = ui, services, runner, officer
        self._stored: dict[str, str] = {spec.key: spec.default for spec in SETTINGS}
        self._setting = ""
        self.has_sample = False
        ui.preferences_changed.connect(self.values_changed)

    # --- reading ---------------------------------------------------------------------------------------------------

    def load(self) -> None:
        """Read what the store keeps."""
        self._runner.query(_read, self._services, done=self._loaded, key="settings")

    def _loaded(self, read: tuple[dict[str, str], bool]) -> None:
        self._stored, self.has_sample = read
        self.values_changed.emit()

    def value(self, key: str) -> str:
        """The value in use."""
        return self._window_value(key) if setting(key).place == "window" else self._stored[key]

    def is_default(self, key: str) -> bool:
        return self.value(key) == self.default(key)

    def default(self, key: str) -> str:
        """The value that "back to the default" gives; the language in use is nobody's mistake."""
        return self._ui.lang if key == "language" else setting(key).default

    def problem(self, key: str, value: str) -> UserError | None:
        """Why ``value`` cannot be taken, None when it can."""
        try:
            setting(key).check(key, value)
        except UserError as error:
            return error
        return None

    def _window_value(self, key: str) -> str:
        ui = self._ui
        return {"language": ui.lang, "number_format": ui.number_format, "date_format": ui.date_format,
                "theme": ui.theme_choice, "text_size": str(ui.text_size)}[key]

    # --- setting ---------------------------------------------------------------------------------------------------

    def set(self, key: str, value: str) -> None:
        """Check and keep one value; it is in use at once."""
        try:
            kept = setting(key).check(key, value)
        except UserError as error:
            self.refused.emit(key, error)
            return
        if kept == self.value(key):
            return
        if setting(key).place == "window":
            self._set_window({key: kept})
            self.kept.emit(key)
        else:
            self._setting = key
            self._stored[key] = kept  # at once: a command commits the field in hand, which would set the same again
            self._runner.command(
                self._services.settings.set, key, kept, self._officer(), done=self._taken, failed=self._failed
            )

    def reset(self, key: str) -> None:
        self.set(key, self.default(key))

    def set_rates(self, day: Any, currency: str, rate: Any) -> None:
        """Enter (or with None take out) one exchange rate."""
        self._setting = "rates"
        self._runner.command(
            self._services.settings.set_rate, day, currency, rate, self._officer(), done=self._taken, failed=self._failed
        )

    def _taken(self, changed: Changed[Any]) -> None:
        if not self._runner.closed:
            self.load()
        self.kept.emit(self._setting)

    def _failed(self, error: UserError) -> None:
        self.load()
        self.refused.emit(self._setting, error)

    def _set_window(self, values: dict[str, str]) -> None:
        ui = self._ui
        ui.switch_theme(values.get("theme", ui.theme_choice))
        ui.switch_text_size(int(values.get("text_size", ui.text_size)))
        ui.switch_formats(values.get("number_format", ui.number_format), values.get("date_format", ui.date_format))
        ui.switch_language(values.get("language", ui.lang))

    # --- as a file -------------------------------------------------------------------------------------------------

    def write_file(self, path: Path, done: Callable[[Path], object]) -> None:
        """Write every setting to a file."""
        values = {spec.key: self.value(spec.key) for spec in SETTINGS}
        self._runner.query(_write, path, values, done=done)

    def read_file(self, path: Path) -> None:
        """Take every setting from a file, or none and say why."""
        self._runner.command(
            _take, self._services, path, self._officer(), done=self._file_taken, failed=self._file_refused
        )

    def _file_taken(self, taken: Changed[dict[str, str]]) -> None:
        self._set_window(taken.value)
        self.load()
        self.kept.emit("")

    def _file_refused(self, error: UserError) -> None:
        self.refused.emit("", error)


def _read(services: Services) -> tuple[dict[str, str], bool]:
    return services.settings.all(), services.samples.there()


def _write(path: Path, values: dict[str, str]) -> Path:
    try:
        atomic_write(path, to_file(values))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise EnvironmentFault("ui.settings.file.not_written", path=str(path), reason=reason) from error
    return path


def _take(services: Services, path: Path, by: str) -> Changed[dict[str, str]]:
    """Keep what the store keeps; hand back what the window keeps."""
    from app.services.changes import Changed

    try:
        values = from_file(path.read_bytes())
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise EnvironmentFault("ui.settings.file.unreadable", path=str(path), reason=reason) from error
    stored = {key: value for key, value in values.items() if setting(key).place == "store"}
    flags = services.settings.set_all(stored, by).flags
    return Changed({key: value for key, value in values.items() if key not in stored}, flags)
