"""What the lines of a check say: addresses, records, fields and values in the language of the window."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from app.services.imports.check import Checked, Outcome
from app.services.imports.fields import Fields, Type, type_of
from app.services.imports.matching import LEAVE_OUT, NEW, Match
from app.services.imports.model import Fault, Kept, Place
from app.services.imports.report import field_name, message_of
from app.services.imports.wanted import Item, Party, columns_of, place_of
from app.ui.context import Ui
from app.ui.screens.imports.deciding import Chosen, Deciding
from app.ui.screens.imports.lines import Line

if TYPE_CHECKING:
    from app.models.domain.imports import Candidate

_KINDS = {Outcome.NEW: "info", Outcome.CHANGED: "accent", Outcome.SAME: "good", Outcome.CONFLICT: "warning",
          Outcome.WAITS: "warning", Outcome.REFUSED: "danger"}
_SIGNS = ("USCC", "INN", "OGRN", "VAT", "LEI")


class LineWords:
    """Words for one check. Everything may be asked for on any thread."""

    def __init__(self, ui: Ui, checked: Checked, deciding: Deciding, fields: Fields) -> None:
        self._ui, self._checked, self._deciding, self._fields = ui, checked, deciding, fields
        plan = checked.wanted.plan
        self._files = len(checked.wanted.files) > 1
        self.several = self._files or len({table.sheet for table in plan.tables}) > 1
        self._columns = [frozenset(line.target for line in table.lines if line.target) for table in plan.tables]

    # --- a line ------------------------------------------------------------------------------------------------------

    def cells(self, line: Line) -> tuple[Any, ...]:
        """File or sheet where there are several, cell, customer, record, field, now, file, what becomes of it."""
        change, ui, place = line.change, self._ui, self.place(line)
        name, record = self.company(line.item.party), self.record(line.item)
        head = (self._file(place) if self._files else place.sheet, place.address, name, record)
        if change is None:
            made = line.outcome is Outcome.NEW and line.item.entity == "customers"
            return *head, ui.t("ui.import_check.name") if made else "", "", name if made else "", self.badge(line)
        now = self.value(line.item, change.field, change.now, now=True)
        file = self.value(line.item, change.field, change.file)
        own = change.field == "currency" and line.item.entity == "ledger_entries"   # no column says it, and it is no blank
        empty = ui.t("ui.import_check.own_currency" if own else "ui.import_check.empty")
        return *head, self.field(line.item, change.field), now, file or empty, self.badge(line)

    def _file(self, place: Place) -> str:
        files = self._checked.wanted.files
        return files[place.file].name if place.file < len(files) else ""

    def place(self, line: Line) -> Place:
        """The cell of a line: that of its value, or of what names its company."""
        targets = columns_of(line.item.entity, line.change.field if line.change is not None else "")
        origins = line.item.origins
        table, position = next(((one, at) for one, at in origins if not self._columns[one].isdisjoint(targets)), origins[0])
        return place_of(self._checked.wanted.plan, table, position, *targets)

    def company(self, party: int) -> str:
        """How the files call a company; its number where they do not name it."""
        one = self._checked.wanted.parties[party]
        return one.name or one.number or self.numbers(one.ids.items())

    def record(self, item: Item) -> str:
        """Which record of the company it is."""
        ui, key = self._ui, item.key
        if item.entity == "statements":
            end, months, whole = key
            text = ui.t("ui.import_check.record.statement", day=end)
            parts = [ui.plural("ui.import_check.months", int(str(months)))] if months != 12 else []
            return ", ".join([text, *parts, *([ui.t("ui.import_check.consolidated")] if whole else [])])
        if item.entity == "outside_records":
            source, as_of = key
            day = f", {ui.date(as_of)}" if isinstance(as_of, date) else ""
            return f"{source}{day}"
        if item.entity == "turnover":
            direction, month, _ = key
            return ui.t(f"ui.import_check.record.{direction}", month=f"{month:%Y-%m}")
        if item.entity == "ledger_entries":
            kind, on = item.values.get("kind"), item.values.get("day")
            which = str(item.values.get("number") or "") or (ui.date(on) if isinstance(on, date) else "")
            return f"{ui.t(f'ui.import_check.record.{kind}')} {which}".strip()
        return ui.t("ui.import_check.record.customer")

    def field(self, item: Item, field: str) -> str:
        """The name of a field."""
        if field in ("fact.trade", "name"):
            return self._ui.t("ui.import_check.fact_trade" if field == "fact.trade" else "ui.import_check.name")
        own = f"ui.import_check.field.{item.entity}.{field}"
        if own in self._ui.texts:
            return self._ui.t(own)
        name = field_name(field, self._fields, self._ui.lang)
        return self._ui.t("ui.import_check.opening", name=name) if field.startswith("opening.") else name

    def value(self, item: Item, field: str, value: Kept | None, now: bool = False) -> str:
        """A value as people write it; "" for none."""
        ui = self._ui
        if value is None or value == "":
            return ""
        if isinstance(value, bool):
            return ui.t("ui.yes" if value else "ui.no")
        if isinstance(value, date):
            return ui.date(value)
        if isinstance(value, Decimal):
            kind = type_of(field)
            if kind is Type.PERCENT:
                return ui.percent(value, None)
            currency = self._currency(item, field, now) if kind is Type.AMOUNT else ""
            return ui.money(value, currency, None) if currency else ui.number(value)
        if field == "framework":
            return str(value).upper()
        key = f"ui.import_check.record.{value}"
        return ui.t(key) if field == "kind" and key in ui.texts else str(value)

    def _currency(self, item: Item, field: str, now: bool) -> str:
        if item.entity == "turnover":
            return str(item.key[2])
        if now:
            verdict = self._checked.verdicts[item.index]
            other = next((change.now for change in verdict.changes if change.field == "currency"), None)
            if other is not None:
                return str(other)
        return item.currencies.get(field) or str(item.values.get("currency") or "")

    def badge(self, line: Line) -> tuple[str, str]:
        """What becomes of a line, in a word, and the kind of its badge."""
        ui = self._ui
        if line.item.index in self._deciding.leave:
            return ui.t("ui.import_check.becomes.left"), "plain"
        if line.outcome is Outcome.CONFLICT:
            chosen = self._deciding.of(line.value)
            kind = {Chosen.OPEN: "warning", Chosen.KEEP: "good", Chosen.TAKE: "info"}[chosen]
            held = line.change is not None and line.change.why == "namesake"
            text = f"ui.import_check.held.{chosen.value}" if held else f"ui.import_check.becomes.{chosen.value}"
            return ui.t(text), kind
        return ui.t(f"ui.import_check.becomes.{line.outcome.value}"), _KINDS[line.outcome]

    def told(self, line: Line) -> str:
        """A line in a sentence: its cell, and how its company was found."""
        place = self.place(line)
        name = self._file(place)
        match = self._checked.matches[line.item.party]
        how = self._ui.t(f"ui.import_check.how.{match.how.value}")
        cell = self._ui.t("ui.import_check.cell", file=name, sheet=place.sheet, cell=place.address)
        parts = [cell, how]
        if match.namesakes:
            parts.append(self._ui.t("ui.import_check.namesakes"))
        if line.outcome is Outcome.CONFLICT:
            held = line.change is not None and line.change.why == "namesake"
            bound = self._deciding.lines is not None and line.item.index in self._deciding.lines.bound
            why = "namesake" if held else "conflict" if not bound else "month" if line.item.entity == "turnover" else "currency"
            parts.append(self._ui.t(f"ui.import_check.why.{why}"))
        return "  ·  ".join(parts)

    # --- companies ---------------------------------------------------------------------------------------------------

    def numbers(self, ids: Any) -> str:
        """Registration numbers with their kinds."""
        return ", ".join(f"{kind.upper()} {value}" if kind.upper() in _SIGNS else str(value) for kind, value in ids)

    def party(self, number: int, match: Match) -> tuple[Any, ...]:
        """A company that waits: name, registration numbers, records, why, what was decided."""
        one, ui = self._checked.wanted.parties[number], self._ui
        return self.company(number), self.numbers(one.ids.items()), len(match.candidates), \
            ui.t(f"ui.import_check.waits.{match.how.value}"), self.settled(number, match)

    def settled(self, number: int, match: Match) -> tuple[str, str]:
        """What was decided about a company."""
        chosen, ui = self._deciding.parties.get(number), self._ui
        if chosen is None:
            return ui.t("ui.import_check.becomes.open"), "warning"
        if chosen in (NEW, LEAVE_OUT):
            return ui.t("ui.import_check.party.new" if chosen == NEW else "ui.import_check.becomes.left"), \
                "info" if chosen == NEW else "plain"
        name = next((one.number for one, _ in match.candidates if one.id == chosen), str(chosen))
        return ui.t("ui.import_check.party.is", number=name), "good"

    def in_file(self, one: Party) -> tuple[Any, ...]:
        """The company as the files name it, as the head of those it may be."""
        return self._ui.t("ui.import_check.in_file"), one.name, "", self.numbers(one.ids.items()), one.country, ""

    def candidate(self, one: Candidate, near: float) -> tuple[Any, ...]:
        """A customer that it may be: number, name, other names, registration numbers, country, likeness."""
        likeness = self._ui.percent(Decimal(round(near * 100)), 0) if near else ""
        return one.number, one.names[0], ", ".join(one.names[1:]), self.numbers(one.ids), one.country, likeness

    # --- faults ------------------------------------------------------------------------------------------------------

    def fault_told(self, fault: Fault) -> str:
        """A fault in a sentence, whole."""
        file, sheet, cell, _, value, message, _ = self.fault(fault)
        place = self._ui.t("ui.import_check.cell", file=file, sheet=sheet, cell=cell)
        return "  ·  ".join(part for part in (place, value, message) if part)

    def fault(self, fault: Fault) -> tuple[Any, ...]:
        """File, sheet, cell, field, value, message, whether it was taken all the same."""
        ui, file = self._ui, self._file(fault.place)
        taken = ("ui.import_check.fault.refused", "danger") if fault.refused else ("ui.import_check.fault.taken", "warning")
        name = field_name(fault.field, self._fields, ui.lang) if fault.field else ""
        message, badge = message_of(fault, ui.texts), (ui.t(taken[0]), taken[1])
        return file, fault.place.sheet, fault.place.address, name, fault.value, message, badge

