"""What a screen is: a page with a title bar, a place for messages and a body that scrolls if it must."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.ui.widgets.banner import Banner
from app.ui.widgets.labels import Label

if TYPE_CHECKING:
    from app.models.domain.errors import UserError
    from app.ui.context import Ui
    from app.ui.forms.base import Field
    from app.ui.frame.host import ScreenHost


class _Title(Label):
    """As wide as its text where there is room, in several lines where there is not."""

    def sizeHint(self) -> QSize:
        width = self.fontMetrics().horizontalAdvance(self.text()) + 4
        return QSize(width, super().heightForWidth(width))


class TitleBar(QWidget):
    """The head of a page: title, badges behind it, buttons at the right."""

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.title = _Title(ui, role="title")
        self._badges = QHBoxLayout()
        self._badges.setSpacing(6)
        row.addWidget(self.title, 0)
        row.addLayout(self._badges)
        row.addStretch(1)
        self._right = QHBoxLayout()
        self._right.setSpacing(6)
        row.addLayout(self._right)

    def set_text(self, text: str) -> None:
        """The title is data: a customer's name."""
        self.title.set_text(text)

    def set_key(self, key: str, **params: object) -> None:
        self.title.set_key(key, **params)

    def data(self) -> str:
        """The title where it is data, "" where it is a text of the catalogue."""
        return "" if self.title.follows_language else self.title.text()

    def add_badge(self, widget: QWidget) -> None:
        self._badges.addWidget(widget)

    def add_button(self, widget: QWidget) -> None:
        self._right.addWidget(widget)


class Screen(QWidget):
    """Base of all screens. Build widgets in ``__init__`` and read nothing there; read in ``enter``."""

    def __init__(self, host: ScreenHost, *, scroll: bool = True) -> None:
        super().__init__()
        self.host = host
        self.ui = host.ui
        self.setObjectName("page")
        self.setAcceptDrops(True)
        self._fields: dict[str, Field] = {}
        self._just_shown = False
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        head = QVBoxLayout()
        head.setContentsMargins(18, 14, 18, 10)
        head.setSpacing(10)
        self.title = TitleBar(self.ui)
        self.banner = Banner(self.ui)
        head.addWidget(self.title)
        head.addWidget(self.banner)
        outer.addLayout(head)
        self.page = QWidget()
        self.page.setObjectName("pageBody")
        self.body = QVBoxLayout(self.page)
        self.body.setContentsMargins(18, 0, 18, 18)
        self.body.setSpacing(14)
        if scroll:
            self.area = QScrollArea()
            self.area.setObjectName("page")
            self.area.setWidgetResizable(True)
            self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self.area.setWidget(self.page)
            outer.addWidget(self.area, 1)
        else:
            outer.addWidget(self.page, 1)
        self.ui.language_changed.connect(self.retranslate)

    # --- what each screen fills in ----------------------------------------------------------------------------------

    def enter(self, argument: object) -> None:
        """Shown with ``argument`` (an id or None): start reading."""

    def on_own_changes(self, flags: frozenset[str], owner: object) -> None:
        """Something was changed by this screen: ``owner`` gave the command and shows its outcome itself."""

    def can_find(self) -> bool:
        """Whether there is something to look through at this moment (Ctrl+F)."""
        return False

    def find_here(self) -> None:
        """Put the cursor into the search of this page."""

    def can_print(self) -> bool:
        """Whether there is something to print at this moment (Ctrl+P)."""
        return False

    def print_page(self) -> None:
        """Print what is shown, or lead to where it is printed."""

    def begin_at(self, widget: QWidget) -> None:
        """What was to be read has come: a page just opened gives ``widget`` the focus, unless somebody types already."""
        focus = self.window().focusWidget()
        idle = focus in (None, self) or not focus.isVisible() or isinstance(focus, QAbstractButton)
        if self._just_shown and widget.isVisible():
            self._just_shown = False
            if idle and QApplication.activePopupWidget() is None:
                widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._just_shown = self._just_shown or not event.spontaneous()

    def leave(self) -> bool:
        """Left; False keeps the user here. Pending edits are already committed and marked for saving."""
        return True

    def unsaved_texts(self) -> dict[str, str]:
        """Texts on this page that stand in no field of a form and are not in the store, by a name of the page's own."""
        return {}

    def show_place(self, path: str) -> None:
        """Make the part of the page that ``path`` names, where parts are made when they are first shown."""

    def restore_texts(self, texts: Mapping[str, str]) -> Mapping[str, str]:
        """Take such texts back; return those that are not of this kind."""
        return texts

    def forget_kept(self) -> None:
        """Throw away what the page put back by itself from a draft: its fields show what is in the store."""

    def on_changes(self, flags: frozenset[str]) -> None:
        """Something was changed by a command: at once while shown, else when shown again, all flags together."""

    def retranslate(self) -> None:
        """The language changed: set anew what does not follow by itself."""

    # --- files dropped on the page ----------------------------------------------------------------------------------

    def files_for(self, at: QPoint) -> tuple[str, int] | None:
        """Who takes files that are dropped there: ("case", id) or ("customer", id); None when nobody does."""
        return None

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self.files_for(event.position().toPoint())
        event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        from app.ui.frame.dropped import take_files

        event.acceptProposedAction()
        take_files(self, self.files_for(event.position().toPoint()), event.mimeData().urls())

    # --- errors -----------------------------------------------------------------------------------------------------

    def register_field(self, name: str, field: Field) -> None:
        """Errors that name ``name`` go to ``field``."""
        self._fields[name] = field

    def show_error(self, error: UserError) -> None:
        """At its field, else in the banner. Several problems at once each go to their place."""
        rest = []
        first: Field | None = None
        for problem in getattr(error, "problems", ()) or (error,):
            field = self._fields.get(problem.field or "")
            if field is None:
                rest.append(problem)
            else:
                field.set_error(problem)
                first = first or field
        if first is not None:
            first.setFocus()
            _bring_into_view(first)
        if rest:
            self.banner.show_errors(rest)


def _bring_into_view(widget: QWidget) -> None:
    """Scroll whatever it lies in until it can be seen."""
    area = widget.parentWidget()
    while area is not None:
        if isinstance(area, QScrollArea):
            area.ensureWidgetVisible(widget, 0, 40)
        area = area.parentWidget()
