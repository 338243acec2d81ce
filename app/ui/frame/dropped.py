"""Files dropped on a page: kept with the open case of what they were dropped on, or the page says where they can be dropped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl

from app.models.domain.errors import UserError

if TYPE_CHECKING:
    from app.services.changes import Changed
    from app.services.evidence.service import Added
    from app.services.registry import Services
    from app.ui.frame.screen import Screen

_TOLD = 6
_TABLES = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".tsv"})
"""What an import reads and nobody keeps as a paper."""


def keep_files(services: Services, target: tuple[str, int], paths: Sequence[Path], by: str) -> Changed[Added]:
    """Read files and keep them with the case, or with the open case of the customer (on the writer thread)."""
    from app.services.evidence.reading import read_files

    kind, number = target
    if kind == "customer":
        case = services.cases.open_case(number)
        if case is None:
            raise UserError("evidence.no_open_case", "evidence", customer=services.customers.get(number).name)
        number = case.id
    files, refused = read_files(paths)
    changed = services.evidence.add(number, "", files, by)
    return replace(changed, value=replace(changed.value, refused=(*refused, *changed.value.refused)))


def take_files(screen: Screen, target: tuple[str, int] | None, urls: Sequence[QUrl]) -> None:
    """Keep them, or say on the page why nothing is kept."""
    paths = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
    tables = tuple(path for path in paths if path.suffix.lower() in _TABLES)
    if target is None and tables and len(tables) == len(paths):
        offer = _Offer(screen, tables)
        screen.banner.show_message(screen.ui.t("ui.drop.tables"), "info", screen.ui.t("ui.imports.offer"), offer.take)
    elif target is None:
        screen.banner.show_message(screen.ui.t("ui.drop.nowhere"), "info")
    elif not paths:
        screen.show_error(UserError("evidence.not_local", "evidence"))
    else:
        _Taking(screen).start(target, paths)


class _Offer(QObject):
    """Tables that nobody took: one button leads to the import of them."""

    def __init__(self, screen: Screen, paths: tuple[Path, ...]) -> None:
        super().__init__(screen)
        self._screen, self._paths = screen, paths

    def take(self) -> None:
        self._screen.banner.clear()
        self._screen.host.go("imports", self._paths)
        self.deleteLater()


class _Taking(QObject):
    """One drop, from the files to what is said about them."""

    def __init__(self, screen: Screen) -> None:
        super().__init__(screen)
        self._screen = screen

    def start(self, target: tuple[str, int], paths: Sequence[Path]) -> None:
        host = self._screen.host
        host.runner.command(
            keep_files, host.services, target, tuple(paths), host.officer, done=self._done, failed=self._failed
        )

    def _done(self, changed: Changed[Added]) -> None:
        screen, ui, added = self._screen, self._screen.ui, changed.value
        if added.kept:
            names = [file.name for file in added.kept]
            more = f" +{len(names) - 3}" if len(names) > 3 else ""
            screen.host.toast("ui.file.added", names=", ".join(names[:3]) + more)
        said = [ui.t("ui.file.known", name=name, here=here) for name, here in added.known]
        said += [ui.error_text(error) for error in added.refused]
        if not said and not added.kept:
            said = [ui.t("ui.drop.empty")]
        if said:
            rest = [ui.plural("ui.file.more_refused", len(said) - _TOLD)] if len(said) > _TOLD else []
            screen.banner.show_message("\n".join([*said[:_TOLD], *rest]), "danger" if added.refused else "info")
        self.deleteLater()

    def _failed(self, error: UserError) -> None:
        self._screen.banner.show_message(self._screen.ui.error_text(error), "warning")
        self.deleteLater()
