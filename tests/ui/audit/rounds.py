"""The way round all screens of the window over the sample company."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from PySide6.QtWidgets import QTabBar, QWidget

from app.ui.screens import SCREENS
from app.ui.screens.case.sections import REQUEST


def places(walk: Any) -> Iterator[tuple[str, str, object]]:
    """Name, screen and argument of each stop: every registered screen, those of a case with the sample's case."""
    sample = walk.sample
    case = walk.services.cases.of_customer(sample.id)[-1].id
    arguments: dict[str, object] = {
        "customer": sample.id, "statements": sample.id, "case": case, "score": case, "approval": case,
        "documents": (case, "dossier"),
    }  # fmt: skip
    for spec in SCREENS:
        yield spec.id, spec.id, arguments.get(spec.id)


def pages(walk: Any, screen: str) -> Iterator[tuple[str, QWidget]]:
    """The pages of a screen that is shown: every section of a case, every tab of what has tabs."""
    shown = walk.screen(screen)
    if screen == "case":
        for section in (REQUEST, *(one.key for one in shown.model.sections)):
            shown.show_section(section)
            walk.rest()
            yield f"case/{section}", shown
        return
    bars = [bar for bar in shown.findChildren(QTabBar) if bar.isVisible()]
    if not bars:
        yield screen, shown
    for bar in bars:
        for number in range(bar.count()):
            bar.setCurrentIndex(number)
            walk.rest()
            yield f"{screen}/{number}", shown
