"""One printed form finds what a chain alone cannot show: a chain written anew with its key, and one whose end was cut off."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from app.models.db import driver, journal, maintenance
from app.models.db.content_check import altered_changes
from app.models.db.engine import make_engine
from app.models.db.store import Store
from app.models.db.tables.decisions import grade_changes
from app.models.db.tables.keeping import APPEND_ONLY
from app.models.domain.log import FormFit
from app.models.domain.records import GradeChange
from app.services.clock import FixedClock
from app.services.documents import build_change_form
from app.services.registry import build_services
from tests.services.conftest import TODAY
from tests.services.desk import Desk

CASES = [10, pytest.param(100, marks=pytest.mark.slow)]


@pytest.fixture(scope="module")
def decided(filled_store: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, GradeChange]:
    """A closed store with a grade change and some entries after it, and the change as its form tells it."""
    path = Path(shutil.copy(filled_store, tmp_path_factory.mktemp("forms") / "decided.zixin"))
    with Store.open(path) as store:
        services = build_services(store, FixedClock(TODAY))
        change = Desk.filled(services).approved()
        printed = build_change_form(services, change.no, "en")
        assert (printed.no, printed.fingerprint) == (change.no, change.fingerprint)
        services.settings.set("company_name", "Example Trading", "officer 2")
    return path, change


def _rewrite(connection: Connection, chance: random.Random, entry: int) -> None:
    """Change a row before the entry and compute all codes, the head and its seal anew."""
    at = chance.randint(1, entry)
    column, value = chance.choice((("who", "officer 9"), ("command", "settings.set"), ("after", '{"x":1}'), ("entity_id", 4711)))
    connection.execute(text(f"UPDATE journal SET {column} = :value WHERE seq = :at"), {"value": value, "at": at})
    key, previous = journal._key(connection), journal.GENESIS
    for row in connection.execute(text("SELECT * FROM journal ORDER BY seq")).all():
        previous = journal._code(key, previous, [getattr(row, name) for name in journal._CHAINED])
        connection.execute(text("UPDATE journal SET mac = :mac WHERE seq = :seq"), {"mac": previous, "seq": row.seq})
        if row.entity == "grade_changes":
            told = {"mac": previous, "id": row.entity_id}
            connection.execute(text("UPDATE grade_changes SET fingerprint = :mac WHERE id = :id"), told)
    _seal(connection, key)


def _cut(connection: Connection, chance: random.Random, entry: int) -> None:
    """Take the entry and all that follows away, and some of what was before; the head says that this is the end."""
    connection.execute(text("DELETE FROM journal WHERE seq >= :from_"), {"from_": chance.randint(1, entry)})
    _seal(connection, journal._key(connection))


def _seal(connection: Connection, key: bytes) -> None:
    codes = connection.execute(text("SELECT mac FROM journal ORDER BY seq")).scalars().all()
    head = journal.Head(len(codes), codes[-1] if codes else journal.GENESIS)
    told = {"n": head.count, "mac": head.mac, "seal": journal._seal(key, head)}
    connection.execute(text("UPDATE journal_head SET entries = :n, mac = :mac, seal = :seal"), told)


@pytest.mark.parametrize("many", CASES)
@pytest.mark.parametrize("attack", [_rewrite, _cut])
def test_a_printed_form_finds_what_the_chain_alone_cannot(decided: tuple[Path, GradeChange], attack: object, many: int) -> None:
    path, change = decided
    with Store.open(path) as store:
        key = store._key
    engine = make_engine(lambda: driver.open_keyed(path, key), "BEGIN IMMEDIATE", 1)
    chance = random.Random(f"{attack} 20261122")
    with engine.connect() as connection:
        for _ in range(many):
            with connection.begin() as transaction:
                assert journal.compare_form(connection, change.no, change.fingerprint) is FormFit.FITS
                entry = connection.execute(text("SELECT seq FROM journal WHERE entity = 'grade_changes'")).scalar_one()
                for name in APPEND_ONLY:
                    connection.execute(text(f"DROP TRIGGER {name}"))
                attack(connection, chance, entry)  # type: ignore[operator]
                assert journal.first_break(connection) is None, "the chain alone shows nothing: who has the key can do this"
                assert journal.compare_form(connection, change.no, change.fingerprint) is not FormFit.FITS
                transaction.rollback()
    engine.dispose()


def test_the_check_compares_printed_forms_with_the_store(decided: tuple[Path, GradeChange]) -> None:
    path, change = decided
    plain = maintenance.check(path)
    assert plain.ok and not any(line.key == "forms" for line in plain.lines)
    assert maintenance.check(path, forms=[(change.no, change.fingerprint)]).ok
    for number, code, why in (
        (change.no, "0" * 64, FormFit.OTHER_CODE), (change.no + 1, "0" * 64, FormFit.MISSING),
        (change.no + 1, change.fingerprint, FormFit.OTHER_NUMBER),
    ):
        found = maintenance.check(path, forms=[(number, code)])
        assert [(line.key, line.detail) for line in found.lines if not line.ok] == [("forms", f"{number} {why}")]


def test_the_log_compares_a_code_as_it_was_read_from_paper_and_the_form_tells_the_length_of_the_chain(
    decided: tuple[Path, GradeChange]
) -> None:
    path, change = decided
    with Store.open(path) as store:
        services = build_services(store, FixedClock(TODAY))
        typed = " ".join(change.fingerprint.upper()[at:at + 4] for at in range(0, 64, 4))
        assert services.log.compare_form(change.no, typed) is FormFit.FITS
        assert services.log.compare_form(change.no, typed[:-1] + "?") is FormFit.OTHER_CODE
        row = build_change_form(services, change.no, "en").journal_row
        with store.read() as unit:
            code = unit.connection.execute(text("SELECT mac FROM journal WHERE seq = :row"), {"row": row}).scalar()
        assert code == change.fingerprint


@pytest.mark.parametrize("many", [40, pytest.param(400, marks=pytest.mark.slow)])
def test_an_entry_of_the_log_that_was_changed_beside_the_chain_is_found(decided: tuple[Path, GradeChange], many: int) -> None:
    path, change = decided
    with Store.open(path) as store:
        key = store._key
    engine = make_engine(lambda: driver.open_keyed(path, key), "BEGIN IMMEDIATE", 1)
    chance = random.Random("beside 20261122")
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
        connection.rollback()
        for _ in range(many):
            with connection.begin() as transaction:
                assert not list(altered_changes(connection))
                kind = chance.choice(("edit", "delete", "insert", "swap"))
                _beside(connection, chance, kind, change.no)
                assert list(altered_changes(connection)), kind
                transaction.rollback()
    engine.dispose()


def _beside(connection: Connection, chance: random.Random, kind: str, no: int) -> None:
    """Change the table of the log itself, and leave the journal as it is."""
    if kind == "edit":
        column, value = chance.choice((
            ("after_grade", 0), ("after_limit", "999999"), ("text", "x"), ("approved_by", "officer 9"), ("rules", '["K01"]'),
            ("effective", "2020-01-01"), ("fingerprint", "0" * 64), ("changes_12m", 7), ("at", "2020-01-01 00:00:00.000000"),
        ))
        connection.execute(text(f"UPDATE grade_changes SET {column} = :value WHERE id = :no"), {"value": value, "no": no})
    elif kind == "delete":
        connection.execute(text("DELETE FROM grade_changes WHERE id = :no"), {"no": no})
    elif kind == "swap":
        other = {"other": no + chance.randint(1, 9), "no": no}
        connection.execute(text("UPDATE grade_changes SET id = :other WHERE id = :no"), other)
    else:
        names = ", ".join(column.name for column in grade_changes.c if column.name != "id")
        copied = f"INSERT INTO grade_changes ({names}) SELECT {names} FROM grade_changes WHERE id = :no"
        connection.execute(text(copied), {"no": no})
