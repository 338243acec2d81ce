"""Where a text was typed, in words that mean the same field at the next start."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QPlainTextEdit, QWidget

from app.ui.forms.base import Field
from app.ui.frame.screen import Screen

TextWidget = QLineEdit | QPlainTextEdit

DRAFT_NAME = "draftName"
"""A property that gives a part of a page a name of its own where its position may change: the id of a question."""
NO_DRAFT = "noDraft"
"""A property of widgets whose text is no entry: search boxes, filters, and what a page keeps by itself."""


def field_of(widget: QWidget) -> Field | None:
    """The form field that a text widget belongs to."""
    at: QWidget | None = widget
    while at is not None and not isinstance(at, Field):
        at = at.parentWidget()
    return at


def screen_of(widget: QWidget) -> Screen | None:
    """The page that a widget stands on."""
    at: QWidget | None = widget
    while at is not None and not isinstance(at, Screen):
        at = at.parentWidget()
    return at


def is_entry(widget: QWidget) -> bool:
    """Whether what is typed here is to be kept: in a field of a form or in a cell, not where something is looked for."""
    field = field_of(widget)
    if field is not None and field.is_search:
        return False
    in_cell = field is None
    at: QWidget | None = widget
    while at is not None and not isinstance(at, Screen):
        if at.property(NO_DRAFT):
            return False
        in_cell = in_cell and not isinstance(at, QAbstractItemView)
        at = at.parentWidget()
    return at is not None and not in_cell


def path_of(widget: QWidget, screen: Screen) -> str:
    """The way from the page to the field: names where there are any, else kind and position among its like."""
    field = field_of(widget)
    for name, registered in screen._fields.items():
        if registered is field and field is not None:
            return f"field:{name}"
    parts: list[str] = []
    at: QWidget | None = field if field is not None else widget
    while at is not None and at is not screen:
        table = at.parentWidget()
        if isinstance(table, QAbstractItemView) or (table is not None and isinstance(table.parentWidget(), QAbstractItemView)):
            view = table if isinstance(table, QAbstractItemView) else table.parentWidget()
            assert isinstance(view, QAbstractItemView)
            index = view.currentIndex()
            parts.append(f"cell:{index.row()}:{index.column()}")
            at = view
            continue
        parts.append(_name(at))
        at = at.parentWidget()
    return "/".join(reversed(parts))


def find(screen: Screen, path: str) -> Field | QAbstractItemView | None:
    """The field or table that ``path`` leads to, None when the page has none."""
    if path.startswith("field:"):
        return screen._fields.get(path.removeprefix("field:"))
    at: QWidget = screen
    for part in path.split("/"):
        if part.startswith("cell:"):
            return at if isinstance(at, QAbstractItemView) else None
        found = next((one for one in _inside(at) if _name(one) == part), None)
        if found is None:
            return None
        at = found
    return at if isinstance(at, Field) else None


def _name(widget: QWidget) -> str:
    own = widget.property(DRAFT_NAME)
    if own:
        return f"@{own}"
    if isinstance(widget, Field) and widget.objectName():
        return f"#{widget.objectName()}"
    kind = type(widget).__name__
    above = widget.parentWidget()
    alike = [one for one in _inside(above) if type(one).__name__ == kind and not one.property(DRAFT_NAME)] if above else []
    return f"{kind}:{alike.index(widget) if widget in alike else 0}"


def _inside(widget: QObject) -> list[QWidget]:
    return [one for one in widget.children() if isinstance(one, QWidget)]
