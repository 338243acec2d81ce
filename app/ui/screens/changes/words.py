"""How entries of the grade-change log are told: in the list, in full, and in files."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from app.models.domain.log import DOWN, UP, Correction, LogEntry
from app.models.domain.records import GradeChange, Notice, Terms
from app.services.people import PROGRAM
from app.services.table_file import Cell
from app.services.timeline.telling import department
from app.texts import Texts

if TYPE_CHECKING:
    from app.models.domain.labels import Labels
    from app.models.domain.rating import Override
    from app.ui.context import Ui

_BADGES = {UP: "good", DOWN: "danger"}
HEADS = (
    "no", "at", "number", "customer", "case", "class", "before", "after", "notches", "limit_before", "limit", "currency", "term",
    "prepayment", "effective", "next_review", "grounds", "text", "conditions", "rules", "proposed_by", "approved_by", "note",
    "told", "acknowledged", "version", "corrects", "reason", "corrected_by", "fingerprint",
)
"""Columns of a file."""


def moved(ui: Ui, entry: LogEntry) -> tuple[str, str]:
    """Where the grade went and by how many notches, and the kind of its badge."""
    if entry.corrects is not None:
        return ui.t("ui.changes.correction_of", no=entry.corrects), "info"
    if not entry.notches:
        return ui.t(f"ui.changes.way.{entry.direction}"), "plain"
    return ui.plural(f"ui.changes.notches_{entry.direction}", abs(entry.notches)), _BADGES[entry.direction]


def step(ui: Ui, change: GradeChange) -> str:
    """The grade before and after, as the list shows it."""
    before = change.before.grade.name if change.before is not None else "—"
    return before if change.before is not None and change.before.grade is change.after.grade else (
        ui.t("ui.changes.step", before=before, after=change.after.grade.name))


def who(texts: Texts, name: str) -> str:
    """A person, or the program."""
    return texts("ui.changes.program") if name == PROGRAM else name


def rule_names(texts: Texts, rules: Mapping[str, Labels], change: GradeChange) -> list[str]:
    """Rules that fired, with their numbers."""
    return [f"{one} {rules[one].get(texts.lang)}" if one in rules else one for one in change.rules]


def grounds(texts: Texts, named: tuple[str, ...]) -> str:
    """The grounds, as the form names them."""
    return ", ".join(texts(f"documents.ground.{one}") for one in named)


def terms_rows(ui: Ui, before: Terms | None, after: Terms) -> list[tuple[str, str, str]]:
    """The terms, each with its value before and after; those that are the same are shown once more, not left out."""
    def of(terms: Terms | None) -> tuple[str, ...]:
        if terms is None:
            return ("—",) * 6
        return (
            terms.grade.name, ui.number(terms.score, 1), ui.money(terms.limit, terms.currency, 0),
            ui.plural("ui.changes.days", terms.term_days), ui.percent(terms.prepayment_pct, 0),
            ui.plural("ui.changes.days", terms.review_days),
        )

    names = ("grade", "score", "limit", "term", "prepayment", "review")
    return [(ui.t(f"ui.changes.{name}"), was, now)
            for name, was, now in zip(names, of(before), of(after), strict=True)]


def notice(ui: Ui, one: Notice) -> str:
    """To which department an entry was told, and whether it was acknowledged."""
    name = department(ui.texts, one.department)
    person = ui.t("ui.changes.person", department=name, person=one.person) if one.person else name
    if one.acknowledged is not None:
        return ui.t("ui.changes.told_ack", who=person, day=_day(ui, one.acknowledged))
    if one.sent is not None:
        return ui.t("ui.changes.told_open", who=person, day=_day(ui, one.sent))
    return ui.t("ui.changes.told_not", who=person)


def corrected(ui: Ui, change: GradeChange, typed: Correction) -> list[tuple[str, str, str]]:
    """What a correction says otherwise: name, as it stands, as it should be."""
    rows = []
    for name in ("text", "conditions", "decision_note"):
        if getattr(change, name) != getattr(typed, name):
            rows.append((ui.t(f"ui.changes.{name}"), getattr(change, name) or "—", getattr(typed, name) or "—"))
    if change.grounds != typed.grounds:
        was, now = (grounds(ui.texts, one.grounds) or "—" for one in (change, typed))
        rows.append((ui.t("ui.changes.grounds"), was, now))
    if change.effective != typed.effective:
        rows.append((ui.t("ui.changes.effective"), ui.date(change.effective), ui.date(typed.effective)))
    return rows


def file_row(texts: Texts, rules: Mapping[str, Labels], entry: LogEntry) -> tuple[Cell, ...]:
    """An entry as a line of a file, under ``HEADS``."""
    one, before = entry.change, entry.change.before
    told = [department(texts, n.department) for n in one.notices if n.sent is not None]
    read = [department(texts, n.department) for n in one.notices if n.acknowledged is not None]
    return (
        one.no, texts.date_time(one.at.astimezone()), one.customer_number, one.customer_name, one.case_number,
        texts(f"ui.change_class.{one.change_class.value}"), before.grade.name if before is not None else "", one.after.grade.name,
        entry.notches, before.limit if before is not None else None, one.after.limit, one.after.currency, one.after.term_days,
        one.after.prepayment_pct, one.effective, one.next_review, grounds(texts, one.grounds), one.text, one.conditions,
        "; ".join(rule_names(texts, rules, one)), who(texts, one.proposed_by), who(texts, one.approved_by), one.decision_note,
        ", ".join(told), ", ".join(read), one.methodology_version, entry.corrects, entry.reason,
        ", ".join(str(no) for no in entry.corrected_by), one.fingerprint,
    )


def moment(ui: Ui, at: datetime) -> str:
    """Day and time."""
    return ui.texts.date_time(at.astimezone())


def in_groups(code: str) -> str:
    """A long code in groups of eight, to be compared by eye; the whole of it is copied with the entry."""
    return " ".join(code[at:at + 8] for at in range(0, len(code), 8))


def _day(ui: Ui, moment: datetime) -> str:
    return ui.date(moment.astimezone().date())


def override(ui: Ui, given: Override | None) -> str:
    """By whom the grade was set by hand, until when and why; "" where it was calculated."""
    if given is None:
        return ""
    return ui.t(
        "documents.form.override", grade=given.grade.name, by=who(ui.texts, given.by), second=who(ui.texts, given.second_by),
        day=ui.date(given.expires), reason=given.reason,
    )
