"""A customer's name as the title of a page, in one line."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QWidget

from app.ui.context import Ui
from app.ui.frame.screen import TitleBar

MARGINS, GAP, LEAST = 58, 6, 120
ROLES = ("title", "titleSmall")


def fit_title(ui: Ui, bar: TitleBar, name: str, page_width: int, spare: QWidget | None = None) -> None:
    """Show ``name`` between the buttons and badges of a page ``page_width`` px wide.

    Where it is too long, ``spare`` (a badge that says what the trail above says too) makes room, then the letters get
    smaller; only what is longer still is cut, and stands in the tip.
    """
    label = bar.title
    label.setWordWrap(False)
    label.setMinimumWidth(1)  # else a name shown whole would keep the window from getting narrower
    if spare is not None:
        spare.show()
    label.set_role(ROLES[0])
    if not _fits(ui, bar, name, page_width) and spare is not None:
        spare.hide()
    if not _fits(ui, bar, name, page_width):
        label.set_role(ROLES[1])
    shown = label.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, _room(ui, bar, page_width))
    bar.set_text(shown)
    label.setToolTip(name if shown != name else "")
    label.setAccessibleName(name)


def _fits(ui: Ui, bar: TitleBar, name: str, page_width: int) -> bool:
    bar.title.ensurePolished()
    return QFontMetrics(bar.title.font()).horizontalAdvance(name) <= _room(ui, bar, page_width)


def _room(ui: Ui, bar: TitleBar, page_width: int) -> int:
    beside = [one for one in bar.findChildren(QWidget) if one.parentWidget() is bar and one is not bar.title]
    taken = sum(one.sizeHint().width() + GAP for one in beside if not one.isHidden())
    return max(page_width - ui.px(MARGINS) - taken, ui.px(LEAST))
