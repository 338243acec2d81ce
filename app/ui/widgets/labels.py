"""Labels. Data is always plain text: a customer's name must never be read as HTML."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from app.ui.context import Ui

# Numbers of Qt.TextFormat and Qt.AlignmentFlag: the first touch of the name Qt builds a hundred enum classes, 16 ms that
# the first paint need not wait for.
_PLAIN_TEXT = 0
_RIGHT_MIDDLE = 0x82
CENTRE = 0x84


def plain_text(label: QLabel) -> None:
    """Data is never read as HTML."""
    label.setProperty("textFormat", _PLAIN_TEXT)


def repolish(widget: QWidget) -> None:
    """Let the style sheet see a changed property."""
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()


class Label(QLabel):
    """A text of the catalogue (``key``) or data (``text``). It wraps instead of being cut."""

    def __init__(self, ui: Ui, key: str | None = None, *, text: str = "", role: str = "body", wrap: bool = True,
                 parent: QWidget | None = None, **params: object) -> None:
        super().__init__(parent)
        self._ui = ui
        self._key = key
        self._params = params
        plain_text(self)
        self.setWordWrap(wrap)
        self.setProperty("role", role)
        if wrap:
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)
        self.setText(ui.t(key, **params) if key else text)
        ui.language_changed.connect(self.retranslate)

    def set_text(self, text: str) -> None:
        """Show data."""
        self._key = None
        self.setText(text)

    def set_key(self, key: str, **params: object) -> None:
        """Show a text of the catalogue; it follows the language."""
        self._key, self._params = key, params
        self.retranslate()

    @property
    def follows_language(self) -> bool:
        """Whether it shows a text of the catalogue, and no data."""
        return self._key is not None

    def set_role(self, role: str) -> None:
        if self.property("role") != role:
            self.setProperty("role", role)
            repolish(self)

    def set_selectable(self) -> None:
        """Let the text be marked and copied with the mouse."""
        from PySide6.QtCore import Qt

        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

    def retranslate(self) -> None:
        if self._key is not None:
            self.setText(self._ui.t(self._key, **self._params))


class Rule(QFrame):
    """A thin line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rule")
        self.setFixedHeight(1)


class SectionTitle(QWidget):
    """A heading with an optional small note at the right."""

    def __init__(self, ui: Ui, key: str | None = None, *, text: str = "", note: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self.heading = Label(ui, key, text=text, role="heading")
        self.note = Label(ui, text=note, role="small")
        self.note.setProperty("alignment", _RIGHT_MIDDLE)
        row.addWidget(self.heading, 3)
        row.addWidget(self.note, 2)
        self.note.setVisible(bool(note))

    def set_text(self, text: str) -> None:
        self.heading.set_text(text)

    def set_note(self, text: str) -> None:
        self.note.set_text(text)
        self.note.setVisible(bool(text))
