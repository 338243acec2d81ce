"""Many customers: a store filled with made-up companies, quickly, for measurements and for tests with fewer of them.

Every one carries the flag ``sample`` and a note that says it was made up. Records go in below the units of work: of
grade changes alone there is a journal, because the check compares the two. What is derived is made at the end from its
views, as a migration would.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, insert, select, update

from app.models.db.search_text import folded, folded_code, pinyin_forms, search_text
from app.models.db.store import Store
from app.models.db.tables.cases import case_reports, cases
from app.models.db.tables.customers import customer_contacts, customer_identifiers, customers
from app.models.db.tables.decisions import grade_changes, grades_in_force, proposals
from app.models.db.tables.found import fill_derived, statements_of
from app.models.db.tables.living import alarms, limit_holds, order_checks
from app.models.db.tables.ratings import ratings
from app.models.db.units import WriteUnit
from app.services.clock import FixedClock
from app.services.first_run import prepare
from app.services.registry import build_services
from app.texts import Texts

TODAY = date(2026, 11, 22)
NOTE = "made up by a generator"
_DERIVED = Path(__file__).resolve().parents[1] / "app/models/db/migrations/versions/0002_derived.sql"
_HEADS = {
    "CN": ["南洋", "长江", "北方", "东海", "华山", "金桥", "新港", "瑞丰", "海泰",
           "青松", "明湖", "远航", "天成", "嘉禾", "宏图", "云峰"],
    "RU": ["Северная", "Южная", "Речная", "Лесная", "Горная", "Новая", "Полярная", "Озёрная", "Степная", "Портовая"],
    "DE": ["Northern", "Harbour", "Silver", "Meadow", "Granite", "Willow", "Copper", "Summit", "Anchor", "Orchard", "Falcon"],
}
_MIDDLES = {
    "CN": ["机械", "贸易", "电子", "化工", "食品", "纺织", "建材", "五金", "物流", "医药", "包装", "钢铁"],
    "RU": ["торговля", "механика", "химия", "упаковка", "сталь", "электроника", "логистика", "мебель"],
    "DE": ["Bearings", "Trading", "Chemicals", "Packaging", "Tools", "Textiles", "Logistics", "Foods", "Metals", "Glass"],
}
_TAILS = {"CN": "有限公司", "RU": "ООО", "DE": "Ltd"}
_PLACES = ["Quay", "Hill", "Mill", "Bridge", "Field", "Gate", "Lake", "Park", "Cross", "Wharf", "Grove", "Dale"]
_CURRENCIES = {"CN": "CNY", "RU": "RUB", "DE": "EUR"}
_TRADES = ["F51", "C34", "C26", "C14", "C17", "C30"]
_PINYIN: dict[str, tuple[str, str]] = {}


def fill(store: Store, count: int, seed: int = 7) -> None:
    """Put ``count`` made-up customers with grades, cases and reviews into a store that has no customer yet."""
    services = build_services(store, FixedClock(TODAY))
    prepare(services, Texts.load("en"))
    method = services.methodologies.current()
    store.guard = None      # filled row by row, in nobody's name
    with store.write("generate", "officer 1") as unit:
        _switch_off_derived(unit.connection)
        chance = random.Random(seed)
        for first in range(1, count + 1, 5000):
            ids = range(first, min(first + 5000, count + 1))
            _put(unit.connection, chance, ids, method.hash, method.version)
        _chain(unit)
        _derive(unit.connection)
        _lived(unit.connection, chance, count)
        unit.commit()


def many_store(path: Path, count: int = 100_000, password: str | None = None) -> Path:
    """A store file with ``count`` made-up customers."""
    with Store.open(path, password, create=True) as store:
        fill(store, count)
    return path


# --- derived ----------------------------------------------------------------------------------------------------------


def _triggers() -> list[str]:
    return [statement for statement in statements_of(_DERIVED) if statement.startswith("CREATE TRIGGER")]


def _switch_off_derived(connection: Connection) -> None:
    for statement in _triggers():
        connection.exec_driver_sql(f"DROP TRIGGER {statement.split()[2]}")


def _derive(connection: Connection) -> None:
    fill_derived(connection)
    for statement in _triggers():
        connection.exec_driver_sql(statement)


# --- records ----------------------------------------------------------------------------------------------------------


def _put(connection: Connection, chance: random.Random, ids: range, method_hash: str, version: str) -> None:
    rows: dict[Table, list[dict[str, Any]]] = {
        table: [] for table in (
            customers, customer_identifiers, customer_contacts, cases, ratings, proposals, grade_changes, grades_in_force)
    }
    for number in ids:
        country = chance.choice(("CN", "CN", "CN", "RU", "DE"))
        identifier = f"{chance.randrange(10**11):011d}{number:07d}"
        rows[customers].append(_customer(chance, number, country, identifier))
        rows[customer_identifiers].append({
            "customer_id": number, "position": 0, "kind": "other", "value": identifier, "value_norm": folded_code(identifier),
            "country": country})
        if number % 4 == 0:
            rows[customer_contacts].append({
                "customer_id": number, "position": 0, "name": f"Contact {number}", "post": "buyer", "phone": f"+00 {number:07d}",
                "email": f"contact{number}@example.invalid"})
        if chance.random() < 0.8:
            _graded(chance, rows, number, country, method_hash, version)
        if chance.random() < 0.1:
            head = _case(chance, 1_000_000 + number, number, country, method_hash, version)
            rows[cases].append({**head, "state": chance.choice(("draft", "collecting", "verified", "scored"))})
    for table, values in rows.items():
        if values:
            connection.execute(insert(table), values)


def _chain(unit: WriteUnit) -> None:
    """The grade changes in the journal, each with its code, as the program enters them."""
    for row in unit.connection.execute(select(grade_changes).order_by(grade_changes.c.id)).mappings().all():
        told = {name: value for name, value in row.items() if name not in ("id", "fingerprint")}
        code = unit.record("insert", grade_changes, row["id"], None, told)
        unit.connection.execute(update(grade_changes).where(grade_changes.c.id == row["id"]).values(fingerprint=code))


def _lived(connection: Connection, chance: random.Random, count: int) -> None:
    """What follows from grades: alarms of one customer in forty, some holds, orders that were checked, reports that are late."""
    raised = datetime(2026, 11, 2, 9, tzinfo=UTC)
    rows: dict[Table, list[dict[str, Any]]] = {table: [] for table in (alarms, limit_holds, order_checks, case_reports)}
    for number in range(1, count + 1, 40):
        for rule in chance.sample(("W01", "W04", "W08", "W13", "W20"), 2):
            closed = chance.random() < 0.3
            rows[alarms].append({
                "version": 1, "customer_id": number, "rule": rule, "colour": chance.choice(("amber", "red")),
                "evidence": f"{number:060d}{rule}"[-64:], "value": None, "source": "statement", "period": date(2025, 12, 31),
                "raised": raised, "owner": f"officer {number % 12 + 1}", "due": TODAY + timedelta(days=chance.randrange(-9, 9)),
                "asked": "", "answer": "", "answered": None, "answered_by": "", "evidence_ids": [],
                "actions": ["none"] if closed else [], "action_note": "seen" if closed else "",
                "closed": raised if closed else None, "closed_by": "officer 1" if closed else "",
            })
    for number in range(1, count + 1, 100):
        rows[limit_holds].append({
            "version": 1, "customer_id": number, "kind": "warnings", "reason": NOTE, "since": raised, "by": "officer 1",
            "lifted": None, "lifted_by": "", "lifted_reason": "",
        })
        rows[order_checks].append({
            "version": 1, "customer_id": number, "order_number": f"O-{number}", "order_day": TODAY, "amount": Decimal(1000),
            "currency": "CNY", "term_days": 30, "at": raised, "by": "officer 1", "exposure": Decimal(1000), "limit": Decimal(0),
            "available": Decimal(-1000), "result": "hold", "reasons": [], "decided": "", "decided_by": "", "decided_at": None,
            "decided_reason": "", "valid_until": None,
        })
    for at, row in enumerate(connection.execute(select(cases.c.id).where(cases.c.id > 1_000_000)).all()):
        if at % 5 == 0:
            rows[case_reports].append({
                "case_id": row.id, "position": 0, "agency": "Northern Bureau", "ordered": date(2026, 11, 1),
                "due": date(2026, 11, 10), "cost": Decimal(120), "currency": "CNY", "arrived": None, "chased": [], "forced": "",
            })
    for table, values in rows.items():
        if values:
            connection.execute(insert(table), values)


def _customer(chance: random.Random, number: int, country: str, identifier: str) -> dict[str, Any]:
    name, pinyin, initials = _name(chance, number, country)
    text = search_text([folded(name), pinyin, initials, f"c{number:05d}", folded_code(identifier)])
    return {
        "id": number, "version": 1, "number": f"C{number:05d}", "name": name, "name_norm": folded(name), "pinyin": pinyin,
        "initials": initials, "search_text": text, "country": country, "address": f"{number} Example Road", "trade":
        chance.choice(_TRADES), "currency": _CURRENCIES[country], "owner": f"seller {number % 40}", "officer":
        f"officer {number % 12 + 1}", "group_name": f"group {number % 900}" if number % 5 == 0 else "", "first_deal": None,
        "flags": ["sample", "watch"] if number % 50 == 0 else ["sample"], "note": NOTE,
    }


def _name(chance: random.Random, number: int, country: str) -> tuple[str, str, str]:
    head, middle, place = chance.choice(_HEADS[country]), chance.choice(_MIDDLES[country]), chance.choice(_PLACES)
    if country == "CN":
        other = chance.choice(_HEADS["CN"])
        pieces = [_forms(piece) for piece in (head, other, middle, _TAILS["CN"])]
        digits = str(number)
        return (f"{head}{other}{middle}有限公司{digits}", "".join(one for one, _ in pieces) + digits,
                "".join(two for _, two in pieces) + digits[0])
    if country == "RU":
        return f"{_TAILS['RU']} «{head} {middle} {number}»", "", ""
    return f"{head} {place} {middle} {number} {_TAILS['DE']}", "", ""


def _forms(piece: str) -> tuple[str, str]:
    if piece not in _PINYIN:
        _PINYIN[piece] = pinyin_forms(piece)
    return _PINYIN[piece]


def _case(chance: random.Random, case_id: int, customer_id: int, country: str, method_hash: str, version: str) -> dict[str, Any]:
    return {
        "id": case_id, "version": 1, "number": f"2026-{case_id:07d}", "customer_id": customer_id, "state": "in_force",
        "mode": "both", "profile": "small", "methodology_hash": method_hash, "methodology_version": version,
        "opened": TODAY - timedelta(days=chance.randrange(10, 300)), "assessor": f"officer {customer_id % 12 + 1}",
        "change_class": "first", "purpose": "spring orders", "requested_limit": Decimal(chance.randrange(1, 300) * 10_000),
        "requested_term": 60, "currency": _CURRENCIES[country], "own_monthly_sales": None,
        "own_exposure": Decimal(chance.randrange(0, 900_000)), "own_overdue": Decimal(0), "with_areas": True,
        "independent": True, "verifier": "", "verified_at": None, "override_grade": None, "override_reason": None,
        "override_expires": None, "override_by": None, "override_second_by": None,
    }


def _terms(chance: random.Random, country: str, prefix: str = "") -> dict[str, Any]:
    grade = min(9, max(0, round(chance.gauss(5.5, 1.8))))
    score = Decimal(min(99_9999, grade * 95_000 + chance.randrange(90_000))) / 10_000
    values = {
        "grade": grade, "score": score, "provisional": chance.random() < 0.05, "limit": Decimal(chance.randrange(0, 400) * 5_000),
        "currency": _CURRENCIES[country], "term_days": chance.choice((30, 45, 60, 90)), "prepayment_pct": Decimal(0),
        "security": "", "release": "free", "review_days": 30,
    }
    return {prefix + name: value for name, value in values.items()}


def _graded(
    chance: random.Random, rows: dict[Table, list[dict[str, Any]]], number: int, country: str, method_hash: str, version: str,
) -> None:
    since = TODAY - timedelta(days=chance.randrange(1, 300))
    review = TODAY + timedelta(days=chance.randrange(-15, 340))
    now, after = datetime(since.year, since.month, since.day, 9, 0, tzinfo=UTC), _terms(chance, country, "after_")
    plain = {name.removeprefix("after_"): value for name, value in after.items()}
    before = {f"before_{name}": None for name in plain}
    if chance.random() < 0.6:
        before = _terms(chance, country, "before_")
    empty = hashlib.sha256(b"{}").hexdigest()
    rows[cases].append(_case(chance, number, number, country, method_hash, version))
    rows[ratings].append({
        "id": number, "case_id": number, "customer_id": number, "at": now, "by": "officer 1", "engine": 1,
        "methodology_hash": method_hash, "input_json": "{}", "result_json": "{}", "input_hash": empty, "digest": empty,
        "score": plain["score"], "grade": plain["grade"], "provisional": plain["provisional"]})
    if number % 100 == 0:
        rows[proposals].append({
            "id": number, "case_id": number, "rating_id": number, "state": "approved", **plain, "change_class": "first",
            "grounds": ["statements"], "text": "", "conditions": "", "effective": since, "next_review": review,
            "valid_until": review, "by": "officer 1", "at": now, "content_hash": empty})
    rows[grade_changes].append({
        "id": number, "customer_id": number, "customer_number": f"C{number:05d}", "customer_name": "", "customer_identifier": "",
        "case_id": number, "case_number": f"2026-{number:07d}", "at": now, "change_class": "first", **before, **after,
        "grounds": ["statements"], "text": "", "conditions": "", "rules": [], "effective": since, "next_review": review,
        "proposed_by": "officer 1", "proposed_at": now, "approved_by": "officer 2", "approved_role": "general_manager",
        "approved_at": now, "decision_note": "", "own_exposure": None, "own_overdue": None, "security_held": None,
        "previous_no": None, "changes_12m": 0, "methodology_version": version, "fingerprint": ""})
    rows[grades_in_force].append({
        "customer_id": number, **plain, "since": since, "next_review": review, "valid_until": review + timedelta(days=180),
        "rating_id": number, "change_id": number})


def names(count: int, seed: int = 7) -> Iterator[str]:
    """Some of the names that ``fill`` gives, for searches."""
    chance = random.Random(seed)
    for number in range(1, count + 1):
        yield _name(chance, number, chance.choice(("CN", "RU", "DE")))[0]
