"""A store in which every text that anybody can type is hostile, and its twin with plain texts of the same places."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from app.models.db.store import Store
from app.models.domain.answers import Answer, Guarantee
from app.models.domain.enums import AnswerState, CaseMode, Role, ScoringKind, ValueKind
from app.models.domain.methodology import Item, Methodology
from app.models.domain.parties import Contact, Customer, Identifier, RelatedParty
from app.models.domain.rating import Override
from app.models.domain.records import OutsideReport
from app.services.clock import FixedClock
from app.services.registry import Services, build_services
from tests.services.documents.generated import TODAY, statements_of, traits_of
from tests.services.documents.hard_texts import hostile

CUSTOMERS = 4
PLACES = 10_000


class Dispenser:
    """Gives another text at every call: a hostile one, or in the twin a plain one; ``given`` are those given so far."""

    def __init__(self, count: int, plain: bool) -> None:
        self._pool = iter(hostile(count))
        self._plain = plain
        self.given: list[str] = []

    def __call__(self, limit: int = 190) -> str:
        text = next(self._pool)
        if len(text) > limit:
            text = f"={len(self.given)}+{text}"[:limit].strip()
        if self._plain:  # as long as the other, for long texts may take more rows
            text = f"p{len(self.given)} ".ljust(len(text), "x").strip()
        self.given.append(text)
        return text


@dataclass(frozen=True, slots=True)
class Hostile:
    """The open store, its customers with their last case and change, and every text that was typed."""

    services: Services
    customers: tuple[tuple[int, int, int], ...]
    given: tuple[str, ...]


@contextmanager
def store(path: Path, plain: bool = False, count: int = PLACES) -> Iterator[Hostile]:
    """The store at ``path``; ``plain`` makes the twin: the same records, all texts harmless."""
    text = Dispenser(count * 2, plain)
    with Store.open(path, create=True) as opened:
        services = build_services(opened, FixedClock(TODAY))
        assessor, approver = text(), text()
        services.methodologies.ensure_builtin(assessor)
        services.officers.add(assessor, Role.OFFICER, assessor)
        services.officers.add(approver, Role.GENERAL_MANAGER, assessor)
        _settings(services, text, approver)
        customers = tuple(_customer(services, text, number, assessor, approver, count) for number in range(CUSTOMERS))
        yield Hostile(services, customers, tuple(text.given))


def _settings(services: Services, text: Dispenser, by: str) -> None:
    for key in ("company_name", "company_address", "company_phone"):
        services.settings.set(key, text(), by)
    for lang in ("en", "zh", "ru"):
        for key in ("paper_head", "paper_foot", "paper_legal"):
            services.settings.set(f"{key}_{lang}", text(), by)


def _customer(services: Services, text: Dispenser, number: int, by: str, other: str, count: int) -> tuple[int, int, int]:
    customer = services.customers.save(
        Customer(
            name=text(180), number=f"H{number}", former_names=tuple(text() for _ in range(40)),
            identifiers=tuple(Identifier("other", text(30)) for _ in range(3)), country="CN", address=text(), owner=text(),
            officer=text(), group=text(), note="\n".join(text() for _ in range(12)), first_deal=date(2020, 3, 1),
            related=tuple(RelatedParty(text(), text(), text(78)) for _ in range(40)),
            contacts=tuple(Contact(text(), text(), text(58), text()) for _ in range(40)),
        ),
        by,
    ).value  # fmt: skip
    case = services.cases.open(
        customer.id, by, mode=CaseMode.BOTH, purpose=text(), requested_limit=Decimal(300_000), own_exposure=Decimal(9000)
    ).value
    for statement in statements_of(traits_of(0)):
        services.statements.save(customer.id, replace(statement, note=text(), source=text()), by)
    m = services.methodologies.by_hash(case.methodology_hash)
    rows = (count // CUSTOMERS - 400) // 13
    services.cases.answer(case.id, [one for item in m.items if (one := _answer(item, m, text, rows))], by)
    services.cases.guarantees(case.id, (Guarantee("industrial", Decimal(2_000_000), Decimal(0), note=text()),) * 2, by)
    for n in range(3):
        services.cases.add_evidence(case.id, f"{text(150)} {n}.pdf", b"%PDF " + bytes([n]), by)
    reports = tuple(OutsideReport(text(), date(2026, 10, 1), date(2026, 10, 9), Decimal(12), "CNY") for _ in range(20))
    services.cases.update(replace(services.cases.view(case.id).head, reports=reports), by)
    services.cases.declare_independence(case.id, by)
    services.grading.override(case.id, Override(_lower(services, case.id), text(), TODAY + timedelta(days=60), by), by)
    services.grading.sign_override(case.id, other)
    proposal = services.grading.propose(
        case.id, by, security=text(), release=text(), grounds=("own",), text=text(), conditions=text()
    ).value
    change = services.grading.approve(proposal.id, other, text()).value
    told = tuple(replace(one, person=_person(text, place)) for place, one in enumerate(change.notices))
    services.grading.set_notices(change.no, told, by)
    return customer.id, case.id, change.no


def _person(text: Dispenser, place: int) -> str:
    """Who is told; every second one looks somewhat like an address of a mail, the first like one that no parser likes."""
    if place == 0:
        return "@=1+1"
    return text() if place % 2 else f"{text(90)} @{text(80)}".strip()


def _lower(services: Services, case_id: int):  # type: ignore[no-untyped-def]
    return services.ratings.preview(services.cases.view(case_id)).calculated_grade.moved(-2)


def _answer(item: Item, m: Methodology, text: Dispenser, rows: int) -> Answer | None:
    """An answer whose every text is another one; every seventh is not applicable, with its reason."""
    if item.source == "expr":
        return None
    noted = Answer(item.id, AnswerState.VALUE, as_of=date(2026, 11, 1), sources=item.evidence[:2], note=text(), comment=text())
    if not item.key and sum(map(ord, item.id)) % 7 == 0:
        return replace(noted, state=AnswerState.NOT_APPLICABLE, reason=text())
    if item.rows:
        noted = replace(noted, rows=tuple(_columns(item, text) for _ in range(min(rows, 190))))
    else:
        noted = replace(noted, details=_columns(item, text))
    return replace(noted, value=_value(item, text))


def _columns(item: Item, text: Dispenser) -> dict[str, str]:
    figures = (ValueKind.NUM, ValueKind.MONEY, ValueKind.PCT, ValueKind.INT)
    fixed = {ValueKind.DATE: "2026-05-14", **dict.fromkeys(figures, "12")}
    return {field.key: fixed.get(field.kind) or text() for field in item.details}


def _value(item: Item, text: Dispenser) -> Decimal | str | bool | date:
    if item.choices:
        return max(item.choices, key=lambda choice: choice.step or 0).key
    if item.scoring.kind is ScoringKind.STEPS:
        return Decimal(4)
    if item.kind is ValueKind.YN:
        return True
    if item.kind is ValueKind.DATE:
        return date(2001, 5, 14)
    if item.kind in (ValueKind.TEXT, ValueKind.DOC, ValueKind.TABLE):
        return text()
    return item.scoring.p if item.scoring.p is not None else Decimal(1)
