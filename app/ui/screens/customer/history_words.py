"""The history of a customer in words: what was changed, from what to what, and how. Runs on reader threads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from app.models.domain.enums import Grade
from app.models.domain.history import FieldChange, Gone
from app.models.domain.methodology import Fact, Item, Methodology
from app.texts import Texts

KINDS = {
    "customers": "customer", "customer_identifiers": "customer", "customer_former_names": "customer",
    "customer_related": "customer", "customer_contacts": "customer", "statements": "statement", "cases": "case",
    "case_reports": "case", "answers": "answer", "guarantees": "case", "evidence": "evidence", "ratings": "grade",
    "proposals": "grade", "decisions": "grade", "grade_changes": "grade", "notices": "grade", "imports": "import",
    "ledger_entries": "ledger",
}
_GRADES = frozenset({"grade", "after_grade", "before_grade", "override_grade", "guarantor_grade"})
_STATES = {
    ("cases", "state"): "ui.case_state", ("cases", "mode"): "ui.case_mode", ("cases", "change_class"): "ui.change_class",
    ("answers", "check_state"): "ui.check", ("answers", "state"): "ui.history.state",
    ("decisions", ""): "ui.history.outcome", ("proposals", "state"): "ui.history.proposal",
    ("customer_identifiers", "kind"): "ui.identifier", ("ledger_entries", "kind"): "ui.receivables.kind",
}


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One line as it is shown, filtered and exported."""

    change: FieldChange
    when: str
    who: str
    kind: str
    what: str
    before: str
    after: str
    how: str

    @property
    def cells(self) -> tuple[str, ...]:
        """The columns, in order."""
        return self.when, self.who, self.what, self.before, self.after, self.how


class HistoryWords:
    """Names and values by the texts of one language and one methodology; ``cases`` are the numbers of cases by id."""

    def __init__(self, texts: Texts, m: Methodology, cases: Mapping[int, str]) -> None:
        self._t, self._m, self._cases = texts, m, cases
        rows: tuple[Item | Fact, ...] = (*m.items, *m.facts)
        self._items = {row.id: row for row in rows}
        self._lines = {line.key: line.label.get(texts.lang) for line in m.lines}
        self._securities = {one.key: one.label.get(texts.lang) for one in m.haircuts}
        self._sources = {source.key: source.label.get(texts.lang) for source in m.sources}

    def row(self, change: FieldChange) -> HistoryRow:
        """A change in words."""
        return HistoryRow(
            change, self._t.date_time(change.at.astimezone()), change.who, KINDS.get(change.entity, "case"), self.what(change),
            self.value(change, change.before), self.value(change, change.after), self.how(change),
        )

    def how(self, change: FieldChange) -> str:
        """The command in words."""
        key = f"ui.how.{change.command}"
        return self._t(key) if key in self._t else self._t("ui.how.other")

    def what(self, change: FieldChange) -> str:
        """Which field of which record."""
        place = self._place(change)
        field = self._field(change)
        return " · ".join(part for part in (place, field) if part)

    def question(self, item: str, case_id: int) -> str:
        """A question, with its case where there are several."""
        row, number = self._items.get(item), self._cases.get(case_id, "")
        name = row.label.get(self._t.lang) if row is not None else item
        return f"{name} ({number})" if number and len(self._cases) > 1 else name

    def line(self, field: str) -> str:
        """A line of a statement, or the opening balance of one."""
        line = field.removeprefix("opening.")
        name = self._lines.get(line, field)
        return self._t("ui.history.opening", line=name) if line != field else name

    def _place(self, change: FieldChange) -> str:
        number = self._cases.get(change.case_id, "")
        if change.entity == "answers":
            return self.question(change.place, change.case_id)
        if change.entity == "imports":
            return self._t("ui.history.import", number=change.entity_id, files=change.place)
        if change.entity == "statements":
            return self._t("ui.history.statement", end=date.fromisoformat(change.place))
        record = self._t(f"ui.history.record.{change.entity}")
        if change.entity in ("evidence", "ledger_entries"):
            return f"{record} {change.place}".strip()
        if change.entity == "notices":
            key = f"documents.department.{change.place}"
            return f"{record} {self._t(key) if key in self._t else change.place}"
        return f"{record} {number}".strip()

    def _field(self, change: FieldChange) -> str:
        if not change.field:
            return self._t(f"ui.history.{change.action}") if change.action in ("delete", "purge") else ""
        if change.entity == "statements" and change.action == "lines":
            return self.line(change.field)
        key = f"ui.history.{change.entity}.{change.field}"
        if key in self._t:
            return self._t(key)
        shared = f"ui.history.field.{change.field}"
        return self._t(shared) if shared in self._t else change.field

    # --- values ------------------------------------------------------------------------------------------------------

    def value(self, change: FieldChange, value: object) -> str:
        """A value in words; "—" for none."""
        if change.entity == "imports" and value is not None:
            return self._brought(value)
        if value is None:
            return "—"
        if value is Gone.DELETED:
            return self._t("ui.history.deleted")
        if isinstance(value, bool):
            return self._t("ui.yes" if value else "ui.no")
        stem = _STATES.get((change.entity, change.field))
        if stem is not None and f"{stem}.{value}" in self._t:
            return self._t(f"{stem}.{value}")
        shown = change.field or {"proposals": "grade", "ratings": "grade", "grade_changes": "after_grade"}.get(change.entity, "")
        if shown in _GRADES and isinstance(value, int):
            return Grade(value).name
        if change.entity == "answers" and change.field == "value":
            return self.answer(change.place, str(value))
        return self._plain(change, value)

    def _brought(self, value: object) -> str:
        """What an import brought by kind of record, or how much of it was taken back."""
        if isinstance(value, bool):
            return self._t("ui.history.partly_back" if value else "ui.history.back")
        counts = value if isinstance(value, dict) else {}
        return ", ".join(self._t.plural(f"ui.history.brought.{table}", number) for table, number in counts.items())

    def answer(self, key: str, text: str) -> str:
        """An answer in words, from the text that the store keeps of it."""
        item = self._items.get(key)
        if text in ("yes", "no") and not (isinstance(item, Item) and item.choices):
            return self._t(f"ui.{text}")
        if isinstance(item, Item):
            for choice in item.choices:
                if choice.key == text:
                    return choice.label.get(self._t.lang)
        shown = self._number(text)
        if shown and isinstance(item, Item) and item.unit == "%":
            return self._t("format.percent", amount=shown)
        return shown or self._day(text) or text

    def _plain(self, change: FieldChange, value: object) -> str:
        if isinstance(value, list):
            if change.field == "evidence_ids":
                return self._t.plural("ui.file.file_count", len(value))
            return "; ".join(self._sources.get(str(one), str(one)) for one in value)
        if isinstance(value, dict):
            return "; ".join(str(one) for one in value.values())
        text = str(value)
        if change.entity == "guarantees" and change.field == "kind":
            return self._securities.get(text, text)
        if change.entity == "ledger_entries" and change.field in ("number", "invoice"):
            return text
        if change.field in ("number", "value", "identifier", "phone") and change.entity.startswith("customer"):
            return text
        return self._day(text) or (self._number(text) if change.field not in ("name", "note", "purpose") else "") or text

    def _number(self, text: str) -> str:
        try:
            value = Decimal(text)
        except InvalidOperation:
            return ""
        return self._t.number(value) if value.is_finite() else ""

    def _day(self, text: str) -> str:
        try:
            return self._t.date(date.fromisoformat(text[:10])) if len(text) >= 10 and text[4:5] == "-" else ""
        except ValueError:
            return ""
