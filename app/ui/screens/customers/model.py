"""What the list of customers holds: the question, what was found, pages as they are looked at, sums, views."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from app.models.domain.listing import ColumnFilter, ListQuery, Totals
from app.models.domain.parties import CustomerRow
from app.ui.runtime.runner import Runner
from app.ui.screens.customers.columns import DESCENDING_FIRST, Words

if TYPE_CHECKING:
    from app.models.domain.listing import Group
    from app.models.domain.views import SavedView
    from app.services.changes import Changed
    from app.services.customers.listing import Found, Lines
    from app.services.registry import Services
    from app.texts import Texts

FIRST = 60
SEARCH_PAUSE_MS = 40
VIEWS = "customers"


def read_pages(services: Services, pages: Sequence[tuple[int, Sequence[int]]]) -> list[tuple[int, tuple[CustomerRow, ...]]]:
    """The rows of some pages (on a reader thread)."""
    return [(page, services.customer_list.rows(ids)) for page, ids in pages]


def read_trades(services: Services) -> dict[str, dict[str, str]]:
    """The names of the trades, by language."""
    trades = services.methodologies.current().trades
    return {lang: {trade.key: trade.label.get(lang) for trade in trades} for lang in ("en", "zh", "ru")}


def copy_text(
    services: Services, parts: Sequence[Lines], columns: Sequence[str], heads: Sequence[str], texts: Texts, names: Words,
    today: date, *, grouped: bool = False, counted: bool = False,
) -> tuple[str, int]:
    """Rows as text apart by tabs, and how many lines there are but for ``heads`` (on a reader thread).

    ``grouped``: first what the rows of a part have in common; ``counted``: then how many they are, in the line above them.
    """
    from app.cells import as_lines
    from app.ui.screens.customers.columns import plain_cells

    lines = [list(heads)] if heads else []
    for part in parts:
        first = [part.value] if grouped else []
        if part.group is not None:
            lines.append([*first, texts.number(part.group.rows), *(sum_text(part.group, key, texts) for key in columns)])
        first += [""] if counted else []
        for start in range(0, len(part.ids), 2000):
            for row in services.customer_list.rows(part.ids[start:start + 2000]):
                days = None if row.next_review is None else (row.next_review - today).days
                plain = plain_cells(row, texts, names, days)
                lines.append([*first, *(" ".join(plain[key].split()) for key in columns)])
    return as_lines(lines), len(lines) - bool(heads)


def sum_text(group: Group, column: str, texts: Texts) -> str:
    """What a group adds up to in a column, as it is copied."""
    from app.services.customers.listing import sum_cell

    cell = sum_cell(group, column, texts)
    return "" if cell is None else cell if isinstance(cell, str) else texts.number(cell)


class CustomersModel(QObject):
    """The list as the officer sees it. ``found`` is None until the first answer has come."""

    opened = Signal()
    ids_come = Signal(object)
    pages_come = Signal(object)
    totals_come = Signal(object)
    choices_come = Signal(str, object)
    trades_come = Signal()
    views_come = Signal()
    view_kept = Signal(str)
    copied = Signal(str, int)
    exported = Signal(str, int)
    total_changed = Signal(int)  # customers in the store, told also while the list is not shown
    sample_ready = Signal(int)

    def __init__(self, services: Services, runner: Runner, officer: Callable[[], str]) -> None:
        super().__init__()
        self._services, self._runner, self._officer = services, runner, officer
        self._choices_of = ""
        self.found: Found | None = None
        self.ids: array[int] | None = None  # of all that was found, None until they have come
        self.query = ListQuery()
        self.has_open_groups = False  # then their rows are read with the list
        self.views: tuple[SavedView, ...] = ()
        self.trades: Mapping[str, Mapping[str, str]] = {}
        self._trades_asked = False
        self._pause = QTimer(self, singleShot=True, interval=SEARCH_PAUSE_MS)
        self._pause.timeout.connect(self.reload)
        runner.changed.connect(self._count_anew)

    @property
    def today(self) -> date:
        return self._services.clock.today()

    # --- what is asked for -----------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Ask again; the newest question wins."""
        self._pause.stop()
        call = partial(self._services.customer_list.open, opened=self.has_open_groups)
        self._runner.query(call, self.query, FIRST, done=self._opened, key="customers.open")

    def suspend(self) -> None:
        """The screen is left: nothing is asked until it is shown again."""
        self._pause.stop()

    def set_search(self, text: str) -> None:
        """Look for a name, number, registration number or pinyin; asked a moment after the last key."""
        if text.strip() != self.query.search:
            self.query = replace(self.query, search=text.strip())
            self._pause.start()

    def set_filter(self, one: ColumnFilter) -> None:
        """Filter one column; what it held before goes."""
        others = tuple(other for other in self.query.filters if other.column != one.column)
        filters = others if one.is_empty else (*others, one)
        if filters != self.query.filters:
            self.query = replace(self.query, filters=filters)
            self.reload()

    def filter_of(self, column: str) -> ColumnFilter:
        """The filter of a column, an empty one when it has none."""
        return next((one for one in self.query.filters if one.column == column), ColumnFilter(column))

    def clear_filters(self) -> None:
        """Show all customers again."""
        self.set_query(replace(self.query, search="", filters=()))

    def set_query(self, query: ListQuery) -> None:
        """Ask something else altogether."""
        self.query = query
        self.reload()

    def sort_by(self, column: str) -> None:
        """Sort by a column; once more turns the order round."""
        again = column == self.query.sort
        descending = not self.query.descending if again else column in DESCENDING_FIRST
        self.set_query(replace(self.query, sort=column, descending=descending))

    def ask_pages(self, pages: Sequence[tuple[int, Sequence[int]]]) -> None:
        """Read pages that are shown."""
        self._runner.query(read_pages, self._services, list(pages), done=self._pages, key="customers.pages")

    def ask_totals(self, ids: Sequence[int]) -> None:
        """Add up a selection."""
        self._runner.query(self._services.customer_list.totals, ids, done=self._totals, key="customers.totals")

    def ask_choices(self, column: str) -> None:
        """Read the values among which a column can be filtered."""
        self._choices_of = column
        self._runner.query(self._services.customer_list.values, column, done=self._choices, key="customers.choices")

    def ask_trades(self) -> None:
        """Read the names of the trades, once."""
        if not self._trades_asked:
            self._trades_asked = True
            self._runner.query(read_trades, self._services, done=self._trades)

    def copy(
        self, parts: Sequence[Lines], columns: Sequence[str], heads: Sequence[str], texts: Texts, names: Words, *,
        grouped: bool, counted: bool,
    ) -> None:
        """Make the text of some rows for the clipboard; see ``copy_text``."""
        call = partial(copy_text, grouped=grouped, counted=counted)
        self._runner.query(
            call, self._services, parts, columns, heads, texts, names, self.today, done=self._copied, key="customers.copy"
        )

    def export(
        self, columns: Sequence[str], heads: Sequence[str], path: Path, title: str, lang: str, names: Words,
        groups: Sequence[Lines] = (),
    ) -> None:
        """Write what is found, as it is filtered, sorted and grouped, to a file. ``groups``: the groups without their rows."""
        self._runner.query(
            _export, self._services, self.query, columns, heads, path, title, lang, names, groups, done=self._exported
        )

    def load_sample(self, lang: str) -> None:
        """Put the sample company into the store, its words in ``lang``."""
        self._runner.command(self._services.samples.install, self._officer(), lang, done=self._sample_loaded)

    # --- views -----------------------------------------------------------------------------------------------------

    def ask_views(self) -> None:
        self._runner.query(self._services.views.all, self._officer(), VIEWS, done=self._views, key="customers.views")

    def keep_view(self, name: str, body: Mapping[str, Any]) -> None:
        """Keep a view under a name."""
        self._runner.command(self._services.views.save, self._officer(), VIEWS, name, body, done=self._view_kept)

    def rename_view(self, view_id: int, name: str) -> None:
        self._runner.command(self._services.views.rename, view_id, name, self._officer(), done=self._views_changed)

    def delete_view(self, view_id: int) -> None:
        self._runner.command(self._services.views.delete, view_id, self._officer(), done=self._views_changed)

    # ---------------------------------------------------------------------------------------------------------------

    def _opened(self, found: Found) -> None:
        self.found, self.ids = found, found.ids
        self.opened.emit()
        if found.ids is None and found.total > len(found.rows):
            self._runner.query(self._services.customer_list.ids, self.query, done=self._ids, key="customers.ids")

    def _ids(self, ids: array[int]) -> None:
        if self.found is not None and len(ids) == self.found.total:
            self.ids = ids
        self.ids_come.emit(ids)

    def _pages(self, pages: object) -> None:
        self.pages_come.emit(pages)

    def _totals(self, totals: Totals) -> None:
        self.totals_come.emit(totals)

    def _choices(self, values: tuple[str, ...]) -> None:
        self.choices_come.emit(self._choices_of, values)

    def _trades(self, trades: Mapping[str, Mapping[str, str]]) -> None:
        self.trades = trades
        self.trades_come.emit()

    def _copied(self, answer: tuple[str, int]) -> None:
        self.copied.emit(*answer)

    def _exported(self, answer: tuple[str, int]) -> None:
        self.exported.emit(*answer)

    def _views(self, views: tuple[SavedView, ...]) -> None:
        self.views = views
        self.views_come.emit()

    def _view_kept(self, kept: Changed[SavedView]) -> None:
        self.view_kept.emit(kept.value.name)
        self.ask_views()

    def _views_changed(self, kept: Changed[object]) -> None:
        self.ask_views()

    def _count_anew(self, changes: frozenset[str], owner: object) -> None:
        if "customer" in changes:
            self._runner.query(self._services.customers.count, "", done=self._counted, key="customers.count")

    def _counted(self, total: int) -> None:
        self.total_changed.emit(total)

    def _sample_loaded(self, changed: Changed[int]) -> None:
        self.reload()
        self.sample_ready.emit(changed.value)


def _export(
    services: Services, query: ListQuery, columns: Sequence[str], heads: Sequence[str], path: Path, title: str, lang: str,
    names: Words, groups: Sequence[Lines],
) -> tuple[str, int]:
    from app.services.customers.listing import Lines

    ids = services.customer_list.ids(query)
    parts, start = [] if groups else [Lines(ids)], 0
    for one in groups:
        count = one.group.rows if one.group is not None else 0
        parts.append(replace(one, ids=ids[start:start + count]))
        start += count
    count = services.customer_list.export(
        parts, columns, heads, path, names, title=title, lang=lang, grouped=bool(groups)
    )
    return str(path), count
