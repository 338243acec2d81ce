"""From entries of the journal to changes of single fields."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from app.models.db.repositories.timeline import Traced
from app.models.domain.history import FieldChange

_TECHNICAL = frozenset({
    "id", "version", "customer_id", "case_id", "change_id", "proposal_id", "rating_id", "position", "by", "at", "value_kind",
    "methodology_hash", "content_hash", "added_at", "added_by", "sha256", "content", "input_json", "result_json", "input_hash",
    "digest", "engine", "fingerprint", "sample", "values", "item",
})
_WHOLE = frozenset({
    "cases", "evidence", "proposals", "decisions", "grade_changes", "grades_in_force", "ratings", "ledger_entries",
})
"""Records that are entered at once and never typed field by field: one line tells of them."""

_SHOWN_WHOLE = {
    "evidence": "name", "proposals": "grade", "decisions": "outcome", "grade_changes": "after_grade", "ratings": "grade",
    "cases": "number", "ledger_entries": "amount",
}


def field_changes(traced: Iterable[Traced]) -> Iterator[FieldChange]:
    """Every field that changed, in the order of ``traced``; what only the program reads is left out."""
    for one in traced:
        entry = one.entry
        if entry.action == "purge" or (entry.entity in _WHOLE and entry.action in ("insert", "delete")):
            yield _whole(one)
            continue
        names = [name for name in {**entry.before, **entry.after} if name not in _TECHNICAL or entry.action == "lines"]
        if entry.entity == "statements" and entry.action in ("insert", "delete"):
            names = []
            yield _whole(one)
        for name in names:
            before, after = _value(entry.before, name), _value(entry.after, name)
            if before is not None or after is not None:
                yield _change(one, name, before, after)


def _value(values: Mapping[str, object], name: str) -> object:
    """The value of a field; nothing typed is nothing, of whatever kind."""
    value = values.get(name)
    if name in ("state", "check_state") and value in ("empty", "not_asked"):
        return None
    return None if value in ("", [], {}) else value


def _whole(one: Traced) -> FieldChange:
    entry = one.entry
    shown = _SHOWN_WHOLE.get(entry.entity, "end")
    return _change(one, "", entry.before.get(shown), entry.after.get(shown))


def _change(one: Traced, name: str, before: object, after: object) -> FieldChange:
    entry = one.entry
    return FieldChange(
        entry.seq, entry.at, entry.who, entry.command, entry.unit, entry.action, entry.entity, entry.entity_id, one.place, name,
        before, after, one.case_id,
    )
