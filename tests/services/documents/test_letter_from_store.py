"""Letters out of a store in which every column of text was planted: what a table gains is planted by itself."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import JSON, Boolean, Date, Integer, String, Table, Text, insert, select, update

from app.models.db.base import metadata
from app.models.db.store import Store
from app.models.db.tables import all as _every_table
from app.models.db.tables import imports, living
from app.models.db.types import Exact, Instant
from app.models.db.units import WriteUnit
from app.models.domain.enums import ValueKind
from app.services.clock import FixedClock
from app.services.documents import papers
from app.services.methodology import builtin
from app.services.registry import Services, build_services
from app.services.settings.schema import SETTINGS
from tests.services.documents import generated
from tests.services.documents.canaries import Planter
from tests.services.documents.test_letter_secrets import text_of, tight
from tests.unguarded import unguarded

assert _every_table  # imported so that the metadata is whole

KEYS = {
    "methodologies": {"*"},
    "methodology_drafts": {"base_hash", "body"},
    "customer_list": {"*"},  # derived by triggers
    "journal": {"*"},  # can only be added to; it holds what the other tables hold
    "officers": {"role"},
    "settings": {"key", "value"},  # its values by their keys, below
    "customers": {"currency", "name_norm", "pinyin", "initials", "search_text"},
    "customer_identifiers": {"kind", "value_norm"},
    "customer_former_names": {"name_norm"},
    "cases": {"state", "mode", "profile", "methodology_hash", "methodology_version", "change_class", "currency"},
    "case_reports": {"currency", "chased"},
    "answers": {"item", "state", "value_kind", "value", "sources", "evidence_ids", "check_state"},
    "guarantees": {"kind", "guarantor_grade"},
    "evidence": {"sha256"},
    "statements": {"framework", "currency", "source"},
    "statement_lines": {"line"},
    "ratings": {"methodology_hash", "input_hash", "digest", "input_json", "result_json"},
    "proposals": {"state", "currency", "change_class", "grounds", "content_hash"},
    "decisions": {"outcome", "role", "content_hash"},
    "grade_changes": {"change_class", "before_currency", "after_currency", "grounds", "rules", "approved_role"},
    "notices": {"department"},
    "grades_in_force": {"currency"},
    "alarms": {"rule", "colour", "evidence", "source", "evidence_ids", "actions"},
    "listings": {"kind", "name_norm", "identifier_norm", "keys"},
    "limit_holds": {"kind"},
    "order_checks": {"currency", "result", "reasons", "decided"},
    "review_notes": {"kind", "found"},
}
"""Columns that hold keys of the program, and what is derived from others; "*" stands for a whole table."""

TOLD = {"customers.name", "customers.number", "customers.address", "cases.number", "settings.company_name"}
TOLD |= {"settings.company_address", "settings.company_phone", "settings.company_email", "decisions.by"}
Planted = tuple[Services, tuple[Any, ...], Planter]
SAID = ("note", "comment", "reason", "by", "second_by", "guarantor_grade")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, bare_store: Path) -> Iterator[Planted]:
    """Services over a store of five decided customers with everything planted."""
    path = tmp_path_factory.mktemp("planted") / "planted.zixin"
    with generated.store(path, 4, bare_store) as (_, made):
        pass
    planter = Planter()
    with Store.open(path) as store:
        with unguarded(store, "plant", "officer 1") as unit:
            _bring_in(unit, made[0].customer_id)
            for table in metadata.sorted_tables:
                for row in unit.connection.execute(select(table)).mappings().all():
                    new = _planted(table, dict(row), planter)
                    if new:
                        mine = [column == row[column.name] for column in table.primary_key.columns]
                        unit.connection.execute(update(table).where(*mine).values(**new))
            unit.commit()
        yield build_services(store, FixedClock(generated.TODAY)), tuple(one for one in made if one.changes), planter


def _bring_in(unit: WriteUnit, customer_id: int) -> None:
    """A row in every table that files from outside and the life after a grade fill; its texts are planted with the rest."""
    known = {"customer_id": customer_id, "import_id": 1, "entity_id": customer_id, "colour": "red"}
    samples = {Date: generated.TODAY, Instant: unit.now, Boolean: False, Exact: Decimal(1), Integer: 1, JSON: {"a": "text"}}
    for table in (imports.imports, imports.origins, imports.outside_records, imports.turnover, imports.ledger_entries,
                  imports.import_profiles, living.alarms, living.listings, living.limit_holds, living.order_checks,
                  living.review_notes, living.absences, living.corrections):
        row = {}
        known["kind"] = {"listings": "watch", "limit_holds": "warnings", "review_notes": "light"}.get(table.name, "a")
        known["result"], known["decided"] = "hold", "released"
        for column in table.columns:
            sample = next((one for kind, one in samples.items() if isinstance(column.type, kind)), "a")
            row[column.name] = known.get(column.name, sample)
        unit.connection.execute(insert(table).values(row))


def _planted(table: Table, row: dict[str, Any], planter: Planter) -> dict[str, Any]:
    kept = KEYS.get(table.name, set())
    if "*" in kept:
        return {}
    new: dict[str, Any] = {}
    for column in table.columns:
        value = row[column.name]
        if column.name in kept or value is None or not isinstance(column.type, String | Text | JSON):
            continue
        new[column.name] = _anew(value, f"{table.name}.{column.name}", planter)
    if table.name == "settings" and row["key"] in _TEXTS:
        new["value"] = planter.word(f"settings.{row['key']}")
    if table.name == "answers" and row["item"] in _WRITTEN and row["value"]:
        new["value"] = planter.word("answers.value")
    if table.name == "ratings":
        new["input_json"] = json.dumps(_input(json.loads(row["input_json"]), planter), ensure_ascii=False)
    return new


_TEXTS = {setting.key for setting in SETTINGS if setting.kind in ("line", "text", "folder")}
_WRITTEN = {item.id for item in builtin().items if item.kind in (ValueKind.TEXT, ValueKind.DOC, ValueKind.TABLE)}


def _anew(value: Any, place: str, planter: Planter) -> Any:
    if isinstance(value, str):
        return planter.word(place)
    if isinstance(value, list):
        return [_anew(part, place, planter) for part in value]
    if isinstance(value, dict):
        return {key: _anew(part, place, planter) for key, part in value.items()}
    return value


def _input(value: Any, planter: Planter) -> Any:
    """The input snapshot of a rating with everything in it that somebody said planted."""
    if isinstance(value, list):
        return [_input(part, planter) for part in value]
    if not isinstance(value, dict):
        return value
    found = {}
    for key, part in value.items():
        if key in ("details", "rows"):
            found[key] = _anew(part, f"ratings.{key}", planter)
        elif key in SAID and isinstance(part, str) and key != "guarantor_grade":
            found[key] = planter.word(f"ratings.{key}")
        elif key == "value" and value.get("item") in _WRITTEN:
            found[key] = planter.word("ratings.value")
        else:
            found[key] = _input(part, planter)
    return found


@pytest.mark.parametrize("lang", ["en", "zh", "ru"])
def test_no_text_of_any_table_is_in_a_letter(office: Planted, lang: str, tmp_path: Path) -> None:
    services, customers, planter = office
    assert len(customers) > 1
    for one in customers:
        paper, = papers.make(services, "letter", lang, customer_id=one.customer_id)
        text = tight(text_of(paper.data, tmp_path))
        told = {planter.words[word] for word in planter.words if word in text}
        assert told <= TOLD
        assert "customers.name" in told and "settings.company_name" in told


def test_every_text_column_is_planted_or_a_key(office: Planted) -> None:
    """So that a new column of text cannot be forgotten: it is planted as soon as a row has it."""
    planter = office[2]
    columns = {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, String | Text | JSON) and not {column.name, "*"} & KEYS.get(table.name, set())
    }
    seen = {place.split()[0] for place in planter.words.values()}
    never = {"methodology_drafts", "saved_views", "drafts"}  # of the workplace: no letter reads them
    assert {place for place in columns - seen if place.split(".")[0] not in never} == set()


def test_a_text_that_is_told_would_be_seen(office: Planted, tmp_path: Path) -> None:
    services, customers, planter = office
    form, = papers.make(services, "memo", "en", customer_id=customers[0].customer_id)
    text = tight(text_of(form.data, tmp_path))
    assert {planter.words[word] for word in planter.words if word in text} - TOLD
