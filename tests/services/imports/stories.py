"""A store with a few customers, and files that ask for everything an officer may have to decide."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from app.models.domain.imports import FileMark
from app.models.domain.parties import Customer, Identifier
from app.models.domain.statement import Framework, Statement
from app.services.imports.check import Checked
from app.services.imports.model import Choice, Fault, Kept, Kind, Line, Place, Plan, Record, TablePlan
from app.services.registry import Services
from tests.services.imports import hand

END = date(2025, 12, 31)
OFFICER = "officer 1"


def known(services: Services) -> None:
    """Five customers, one with a statement, two of nearly one name and two of the same."""
    steel = Customer(name="Harbour Steel Ltd", country="RU", address="1 Old Quay",
                     identifiers=(Identifier("inn", hand.INN, "RU"),), currency="EUR")
    saved = services.customers.save(steel, OFFICER).value
    values = {"TA": Decimal(900), "rev": Decimal(1200), "cash": Decimal(100)}
    statement = Statement(END, Framework.IFRS, "EUR", 1000, values)
    services.statements.save(saved.id, statement, OFFICER)
    for name, former in (("Northern Trading Company", ()), ("Northern Tradings Company", ("Northern Trade House",))):
        services.customers.save(Customer(name=name, former_names=former, country="RU"), OFFICER)
    for number in (hand.OTHER_INN, ""):
        ids = (Identifier("inn", number, "RU"),) if number else ()
        services.customers.save(Customer(name="Baltic Timber Ltd", identifiers=ids), OFFICER)


ROWS: tuple[tuple[Kind, dict[str, Kept]], ...] = (
    (Kind.CUSTOMER, {"name": "Harbour Steel Ltd", "id.inn": hand.INN, "address": "7 New Quay", "trade": "manufacturing",
                     "owner": "officer 1", "fact.capital": Decimal(5000000), "source": "register", "as_of": date(2026, 10, 1)}),
    (Kind.CUSTOMER, {"name": "远航机械有限公司", "id.uscc": hand.USCC, "address": "港口路 1 号",
                     "fact.capital": Decimal(12480550), "fact.founded": date(2001, 5, 14),
                     "source": "register", "as_of": date(2026, 10, 1)}),
    (Kind.CUSTOMER, {"name": "Northern Tradin Company", "fact.status": "active", "source": "register"}),
    (Kind.CUSTOMER, {"name": "Baltic Timber Ltd", "address": "3 Timber Yard", "source": "register"}),
    (Kind.CUSTOMER, {"name": "Northern Trading Company", "country": "RU", "fact.court_claims": Decimal(3), "source": "register"}),
    (Kind.CUSTOMER, {"address": "nowhere"}),
    (Kind.STATEMENT, {"name": "Harbour Steel Ltd", "id.inn": hand.INN, "end": END, "currency": "EUR",
                      "line.TA": Decimal(950000), "line.rev": Decimal(1200000), "line.cash": Decimal(140000),
                      "line.cfo": Decimal(77000)}),
)


def plan() -> Plan:
    """Two sheets of one file."""
    found = []
    for number, kind in enumerate((Kind.CUSTOMER, Kind.STATEMENT)):
        fields = list(dict.fromkeys(field for one, row in ROWS if one is kind for field in row))
        lines = tuple(Line(at, field, field) for at, field in enumerate(fields))
        lines += (Line(len(fields), "Remark"),)
        found.append(TablePlan(0, ("register", "balance")[number], kind, 1, 9, 0, len(fields), lines, Choice(), header=(0,)))
    return Plan("by hand", tuple(found))


def asked(services: Services, content: str = "a") -> Checked:
    """What the files of this story would do."""
    records, at = [], {Kind.CUSTOMER: 0, Kind.STATEMENT: 0}
    for kind, row in ROWS:
        at[kind] += 1
        table = int(kind is Kind.STATEMENT)
        faults = (Fault(Place(0, "register", at[kind], 7), "no_such_day", "as_of", "31.02.2025"),) if at[kind] == 2 else ()
        records.append(Record(table, kind, at[kind], dict(row), faults=faults))
    mark = FileMark("register-2026-11.xlsx", content * 64, 48213)
    return services.imports.check(records, plan(), [mark])
