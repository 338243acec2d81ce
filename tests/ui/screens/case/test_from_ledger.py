"""What the own ledger says stands at the questions of own trading experience, and is taken only by a click."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Qt

from app.models.domain.enums import AnswerState
from app.models.domain.imports import LedgerEntry
from tests.ui.screens.conftest import OFFICER, TODAY

D = Decimal


def _ledger(here: Any) -> None:
    """One invoice paid in time, one of the same size paid twelve days late."""
    for number, paid in (("1", date(2026, 8, 31)), ("2", date(2026, 9, 12))):
        one = LedgerEntry(here.sample.id, "invoice", number, date(2026, 8, 1), D(100), "CNY", date(2026, 8, 31))
        here.services.ledger.save(one, OFFICER)
        here.services.ledger.save(LedgerEntry(here.sample.id, "payment", "", paid, D(100), "CNY", invoice=number), OFFICER)


def test_the_ledger_proposes_and_a_typed_answer_stays_until_it_is_taken(walk: Callable[..., Any], qtbot: Any) -> None:
    here = walk()
    screen = here.go("case", here.sample.case_id)
    screen.show_section(screen.model.section_of("F02"))
    row = screen.pages[screen.section].rows["F02"]
    typed = screen.model.answer("F02")
    assert typed.value is not None and row._ledger is None
    here.go("customers")
    _ledger(here)
    here.go("case", here.sample.case_id)
    screen.model.refresh()
    here.rest()
    row = screen.pages[screen.section].rows["F02"]
    assert screen.model.answer("F02").value == typed.value, "nothing is overwritten in silence"
    assert not row._ledger.isHidden() and "50" in row._ledger.text()
    row._ledger.setFocus()
    qtbot.keyClick(row._ledger, Qt.Key.Key_Return)
    here.save()
    kept = here.services.cases.view(here.sample.case_id).answers["F02"]
    assert (kept.state, kept.value, kept.as_of, kept.sources) == (AnswerState.VALUE, D("50.00"), TODAY, ("OWN",))
    assert row._ledger.isHidden(), "it is the answer now"
    assert {item: one.value for item, one in screen.model.reading.ledger.items()} == {
        "F01": D("0.31"), "F02": D("50.00"), "F03": D("6.00"), "F04": D(12)}
    here.services.undo.undo(OFFICER)
    assert here.services.cases.view(here.sample.case_id).answers["F02"].value == typed.value
