"""One entry of the log in full: before and after, why, what fired, who decided, whom it was told, and its corrections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.ui.qtmodels.rows import Column
from app.ui.screens.changes import words
from app.ui.screens.words import change_class
from app.ui.widgets.badge import Badge
from app.ui.widgets.buttons import Button
from app.ui.widgets.card import Card
from app.ui.widgets.data_table import DataTable
from app.ui.widgets.flow import FlowRow
from app.ui.widgets.key_value import KeyValue
from app.ui.widgets.labels import Label, SectionTitle

if TYPE_CHECKING:
    from app.models.domain.log import LogEntry
    from app.ui.frame.host import ScreenHost
    from app.ui.screens.changes.model import Shown


class EntryPane(Card):
    """``show_entry`` fills it. ``entry_wanted`` brings the number of the entry that a correction leads to."""

    entry_wanted = Signal(int)

    def __init__(self, host: ScreenHost) -> None:
        ui = host.ui
        super().__init__(ui, "ui.changes.entry")
        self._ui = ui
        self.entry: LogEntry | None = None
        badges = FlowRow(spacing=6)
        self.way, self.kind = Badge(ui), Badge(ui)
        badges.add(self.way)
        badges.add(self.kind)
        self.body.addWidget(badges)
        self.links = FlowRow(spacing=8)
        self.links_text = Label(ui, role="strong")
        self.body.addWidget(self.links_text)
        self.body.addWidget(self.links)
        self.terms = DataTable(ui, (
            Column("what", "ui.changes.what", stretch=True, width=120),
            Column("before", "ui.changes.before", width=110),
            Column("after", "ui.changes.after", width=110, strong=True),
        ), "ui.changes.terms")
        self.body.addWidget(self.terms)
        self.facts = KeyValue(ui)
        self.body.addWidget(self.facts)
        self.told_title = SectionTitle(ui, "ui.changes.told")
        self.told = Label(ui)
        self.body.addWidget(self.told_title)
        self.body.addWidget(self.told)
        self.body.addWidget(SectionTitle(ui, "ui.changes.fingerprint"))
        self.fingerprint = Label(ui, role="small")
        self.fingerprint.set_selectable()
        self.body.addWidget(self.fingerprint)
        buttons = FlowRow(spacing=8)
        for name in ("changes.form", "changes.customer", "changes.copy", "changes.correct", "changes.replay"):
            buttons.add(host.actions.button(name))
        self.body.addWidget(buttons)
        self.hide()

    def show_entry(self, entry: LogEntry | None, shown: Shown | None) -> None:
        """Fill, or hide while nothing is chosen."""
        self.entry = entry
        self.setVisible(entry is not None)
        if entry is None or shown is None:
            return
        ui, one = self._ui, entry.change
        self.set_title(ui.t("ui.changes.entry_no", no=one.no, customer=one.customer_name))
        self.way.set(*words.moved(ui, entry))
        self.kind.set(change_class(ui, one.change_class), "plain")
        self._show_links(entry)
        self.terms.set_rows(words.terms_rows(ui, one.before, one.after))
        self.terms.fit_height()
        self.facts.set_rows(self._facts(entry, shown), align_right=False)
        self.told_title.setVisible(bool(one.notices))
        self.told.setVisible(bool(one.notices))
        self.told.set_text("\n".join(words.notice(ui, part) for part in one.notices))
        self.fingerprint.set_text(words.in_groups(one.fingerprint))

    def _show_links(self, entry: LogEntry) -> None:
        ui = self._ui
        self.links.clear()
        numbers = [*entry.corrected_by, *([entry.corrects] if entry.corrects is not None else [])]
        self.links.setVisible(bool(numbers))
        self.links_text.setVisible(bool(numbers))
        if entry.corrects is not None:
            self.links_text.set_text(ui.t("ui.changes.corrects", no=entry.corrects, reason=entry.reason))
        elif numbers:
            self.links_text.set_text(ui.plural("ui.changes.corrected", len(numbers)))
        for no in numbers:
            self.links.add(_Link(self, no))

    def _facts(self, entry: LogEntry, shown: Shown) -> list[tuple[str, str | QWidget]]:
        ui, one = self._ui, entry.change
        texts = ui.texts
        number = ui.t("ui.changes.case_of", case=one.case_number, number=one.customer_number)
        rows = [
            ("grounds", words.grounds(texts, one.grounds)), ("override", words.override(ui, entry.override)), ("text", one.text),
            ("conditions", one.conditions),
            ("rules", "\n".join(words.rule_names(texts, shown.rules, one))), ("case", number),
            ("proposed", ui.t("ui.changes.by_at", name=words.who(texts, one.proposed_by), at=words.moment(ui, one.proposed_at))),
            ("approved", ui.t("ui.changes.by_at", name=words.who(texts, one.approved_by), at=words.moment(ui, one.approved_at))),
            ("decision_note", one.decision_note), ("effective", ui.date(one.effective)),
            ("next_review", ui.date(one.next_review)), ("version", one.methodology_version),
        ]
        return [(ui.t(f"ui.changes.{name}"), value) for name, value in rows if value]


class _Link(Button):
    """Leads to another entry."""

    def __init__(self, pane: EntryPane, no: int) -> None:
        super().__init__(pane._ui, "ui.changes.entry", "ghost", "forward")
        self.set_key("ui.changes.to_entry", no=no)
        self._pane, self._no = pane, no
        self.clicked.connect(self._go)

    def _go(self) -> None:
        self._pane.entry_wanted.emit(self._no)
