"""The filters below the names of the columns."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QPushButton

from app.models.domain.errors import UserError
from app.models.domain.listing import REVIEW_CHOICES, ColumnFilter
from app.ui.screens.customers import filters
from app.ui.screens.customers.columns import COLUMNS, FILTERS, READ_CHOICES
from app.ui.widgets.buttons import Button
from app.ui.widgets.clear_button import name_clear_button
from app.ui.widgets.filter_header import FilterButton, FilterEdit
from app.ui.widgets.labels import repolish

if TYPE_CHECKING:
    from app.ui.screens.customers.view import CustomersScreen
    from app.ui.widgets.choice_popup import ChoicePopup

_GRADES = ("AAA", "AA", "A", "BBB", "BB", "B", "CCC", "CC", "C", "D")
_NUMBERS = ("number", "date")


class Filtering(QObject):
    """Joins the filters of the table's head with the question of the model."""

    def __init__(self, screen: CustomersScreen) -> None:
        super().__init__(screen)
        self._screen, self._ui = screen, screen.ui
        self._popup: ChoicePopup | None = None
        self._popup_of = ""
        self.button = Button(self._ui, "ui.action.customers_filters", "ghost")
        self.button.setCheckable(True)
        self.button.clicked.connect(self._toggle)
        for one in screen.table.head.filters.values():
            one.down.connect(screen.to_table)
            if isinstance(one, FilterEdit):
                one.asked.connect(self._asked)
            else:
                one.wanted.connect(self._wanted)
                one.cleared.connect(self._cleared)
        screen.model.choices_come.connect(self._choices_come)

    # --- actions ---------------------------------------------------------------------------------------------------

    def go(self) -> None:
        """Show the filters and go to that of the current column."""
        self.show_row(True)
        self._screen.table.head.to_filter(self._screen.table.current_key())

    def clear(self) -> None:
        """Take all filters and the search away."""
        self._screen.search.clear()
        for one in self._screen.table.head.filters.values():
            if isinstance(one, FilterEdit):
                one.clear()
                one.show_error("")
        self._screen.model.clear_filters()

    def show_row(self, shown: bool) -> None:
        """Show or hide the row of filters."""
        self._screen.table.head.show_filters(shown)
        self.button.setChecked(shown)

    # --- showing ---------------------------------------------------------------------------------------------------

    def show(self) -> None:
        """Show in the head what the model filters by."""
        names = self._screen.names
        bold = QFont(self.button.font())
        bold.setBold(True)  # as it is written while the filters are shown
        self.button.setMinimumWidth(QFontMetrics(bold).horizontalAdvance(self.button.text()) + self._ui.px(30))
        for column in COLUMNS:
            one = self._screen.table.head.filters[column.key]
            title = self._ui.t(column.title_key or "")
            one.setAccessibleName(self._ui.t("ui.customers.filter_of", column=title))
            if isinstance(one, FilterEdit):
                name_clear_button(one, self._ui.t("ui.field.clear"))
            held = self._screen.model.filter_of(column.key)
            if isinstance(one, FilterEdit):
                kind = FILTERS[column.key]
                one.setPlaceholderText("…" if kind == "text" else self._ui.t(f"ui.customers.hint_{kind}"))
                if not one.property("bad"):
                    one.setToolTip(self._ui.t(f"ui.customers.tip_{kind}"))
                if not one.hasFocus() and not one.property("bad"):
                    one.setText(filters.shown(held, self._ui.texts))
            else:
                self._show_choice(one, held, {**names, **self._review_names()})
        if self._screen.model.query.filters and not self._screen.table.head.filters_shown:
            self.show_row(True)

    def _show_choice(self, one: FilterButton, held: ColumnFilter, names: dict[str, str]) -> None:
        text = filters.summary(held.choices, names, self._ui.t("ui.customers.none")) or self._ui.t("ui.customers.any")
        one.setText(text.replace("&", "&&"))
        one.setToolTip(text if held.choices else "")
        one.setAccessibleDescription(text)
        if bool(one.property("active")) != bool(held.choices):
            one.setProperty("active", bool(held.choices))
            repolish(one)

    # --- doing -----------------------------------------------------------------------------------------------------

    def _toggle(self, checked: bool) -> None:
        self.show_row(checked)
        if checked:
            self._screen.table.head.to_filter(self._screen.table.current_key())

    def _asked(self, key: str, text: str) -> None:
        edit = self._screen.table.head.filters[key]
        assert isinstance(edit, FilterEdit)
        try:
            one = filters.typed(key, text, self._ui.lang)
        except UserError as error:
            edit.show_error(self._ui.error_text(error))
            return
        edit.show_error("")
        self._screen.model.set_filter(one)

    def _cleared(self, key: str) -> None:
        self._screen.model.set_filter(ColumnFilter(key))

    def _wanted(self, key: str) -> None:
        if key in READ_CHOICES:
            if key == "trade":
                self._screen.model.ask_trades()
            self._screen.model.ask_choices(key)
        elif key == "next_review":
            self._open(key, [(one, text) for one, text in self._review_names().items()])
        else:
            none = self._ui.t("ui.customers.none")
            self._open(key, [*((grade, grade) for grade in _GRADES), ("", none)])

    def _choices_come(self, key: str, values: tuple[str, ...]) -> None:
        names, none = self._screen.names, self._ui.t("ui.customers.none")
        self._open(key, [(value, names.get(value, value) if value else none) for value in values])

    def _open(self, key: str, lines: list[tuple[str, str]]) -> None:
        from app.ui.widgets.choice_popup import ChoicePopup

        button = self._screen.table.head.filters[key]
        assert isinstance(button, QPushButton)
        chosen = self._screen.model.filter_of(key).choices
        self._popup_of = key
        self._popup = ChoicePopup(self._ui, button, button.accessibleName())
        self._popup.list.fill([(value, text, value in chosen) for value, text in lines])
        self._popup.changed.connect(self._chosen)
        self._popup.closed.connect(self._popup_gone)
        self._popup.open()

    def _popup_gone(self) -> None:
        self._popup = None

    def _chosen(self) -> None:
        if self._popup is not None:
            chosen = tuple(value for value, ticked in self._popup.list.values() if ticked)
            self._screen.model.set_filter(replace(ColumnFilter(self._popup_of), choices=chosen))

    def _review_names(self) -> dict[str, str]:
        return {one: self._ui.t(f"ui.customers.review_{one}") for one in REVIEW_CHOICES}
