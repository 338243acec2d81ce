"""Made-up customers of every sort in a store, by number: the same number is the same customer on every machine.

The first ten have every grade and every difficulty once: names of 200 characters, mixed scripts, negative equity, a missing
year, an empty case, five periods, both profiles, hostile texts. Further ones combine the same traits anew.

    with generated.store(path, count) as (services, made): ...
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from app.models.db.store import Store
from app.models.domain.answers import Answer, Guarantee
from app.models.domain.enums import AnswerState, CaseMode, CheckState, Grade, Role, ScoringKind, ValueKind
from app.models.domain.methodology import Item, Methodology
from app.models.domain.parties import Contact, Customer, Identifier, RelatedParty
from app.models.domain.rating import Override
from app.models.domain.records import CaseHead, Notice, OutsideReport
from app.models.domain.statement import Framework, Statement
from app.services.clock import FixedClock
from app.services.registry import Services, build_services
from tests.services.documents.hard_texts import HOSTILE, long_line, prose

TODAY = date(2026, 11, 22)
ASSESSOR, APPROVER = "officer 1", "officer 2"
SCRIPTS = ("latin", "chinese", "russian", "mixed", "unbroken")
PLANS = ("two", "good", "five", "gap", "negative", "none", "one", "interim", "huge", "idle", "tiny")
STATES = ("decided", "again", "open", "proposed", "rejected", "stale")


@dataclass(frozen=True, slots=True)
class Traits:
    """What is special about a customer. ``length``: how long its texts are; ``skip``: every how manieth item is open."""

    number: int
    script: str
    length: str  # short, long, prose, hostile
    plan: str  # of the statements
    profile: str
    grade: Grade | None  # the grade aimed at; None leaves the calculated one
    state: str  # decided, again (twice), open, proposed, rejected, stale (answered after the decision), empty
    skip: int


@dataclass(frozen=True, slots=True)
class Made:
    """A customer in the store, its newest case, and its entries in the log of grade changes, oldest first."""

    traits: Traits
    customer_id: int
    case_id: int
    changes: tuple[int, ...]


_FIRST = (
    Traits(0, "latin", "short", "good", "small", Grade.AA, "again", 0),
    Traits(1, "chinese", "long", "five", "large", Grade.BBB, "decided", 0),
    Traits(2, "russian", "long", "gap", "small", Grade.BB, "decided", 9),
    Traits(3, "mixed", "long", "negative", "small", Grade.CC, "decided", 5),
    Traits(4, "latin", "short", "none", "auto", None, "empty", 0),
    Traits(5, "unbroken", "long", "five", "large", Grade.B, "decided", 7),
    Traits(6, "mixed", "hostile", "two", "small", Grade.C, "decided", 0),
    Traits(7, "russian", "prose", "interim", "large", Grade.CCC, "again", 0),
    Traits(8, "chinese", "prose", "huge", "small", Grade.D, "again", 0),
    Traits(9, "chinese", "long", "one", "auto", None, "proposed", 3),
)


def traits_of(number: int) -> Traits:
    """What customer ``number`` (from 0) is like."""
    if number < len(_FIRST):
        return _FIRST[number]
    chance = random.Random(number)
    return Traits(
        number,
        chance.choice(SCRIPTS),
        chance.choice(("short", "long", "prose", "hostile")),
        chance.choice(PLANS),
        chance.choice(("small", "large", "auto")),
        Grade(number % 10) if chance.random() < 0.8 else None,
        "empty" if chance.random() < 0.05 else chance.choice(STATES),
        chance.choice((0, 0, 3, 7, 11)),
    )


@contextmanager
def store(path: Path, count: int, bare: Path | None = None) -> Iterator[tuple[Services, tuple[Made, ...]]]:
    """An open store at ``path`` with the first ``count`` customers. ``bare``: a ready store to begin with."""
    if bare is not None:
        shutil.copy(bare, path)
    with Store.open(path, create=bare is None) as opened:
        services = build_services(opened, FixedClock(TODAY))
        if bare is None:
            services.methodologies.ensure_builtin(ASSESSOR)
            services.officers.add(ASSESSOR, Role.OFFICER, ASSESSOR)
            services.officers.add(APPROVER, Role.GENERAL_MANAGER, ASSESSOR)
        services.settings.set("company_name", "Example Trading Co., Ltd.", APPROVER)
        services.settings.set("company_address", "1 Example Road, Fuzhou", APPROVER)
        yield services, tuple(put(services, traits_of(number)) for number in range(count))


def put(services: Services, traits: Traits) -> Made:
    """Enter one customer through the services, as an officer would."""
    customer = services.customers.save(customer_of(traits), ASSESSOR).value
    case = services.cases.open(
        customer.id,
        ASSESSOR,
        mode=CaseMode.BOTH if traits.number % 3 == 0 else CaseMode.INTERNAL,
        profile=traits.profile,
        purpose=text_of(traits, "purpose", 4000),
        requested_limit=Decimal(10) ** (4 + traits.number % 9),
        requested_term=60,
        own_monthly_sales=Decimal("1500000.25"),
        own_exposure=Decimal("99999999999.99") if traits.plan == "huge" else Decimal("812500.50"),
        own_overdue=Decimal(96000),
    ).value
    for statement in statements_of(traits):
        services.statements.save(customer.id, statement, ASSESSOR)
    changes: list[int] = []
    if traits.state != "empty":
        _fill(services, traits, case)
        case, changes = _decide(services, traits, case)
    return Made(traits, customer.id, case.id, tuple(changes))


# --- texts ------------------------------------------------------------------------------------------------------------


def line_of(traits: Traits, part: str, limit: int = 200) -> str:
    """A one-line text for a field of that customer."""
    if traits.length in ("long", "prose"):
        return long_line(traits.script, limit)
    if traits.length == "hostile":
        return _pick(traits, part)[:limit].strip()
    return f"{part} {traits.number}"[:limit]


def text_of(traits: Traits, part: str, limit: int = 4000) -> str:
    """A text of several lines for a field of that customer."""
    if traits.length == "prose":
        return prose(traits.script, limit - 40)[:limit]
    if traits.length == "long":
        return prose(traits.script, 300)[:limit]
    return line_of(traits, part, min(limit, 200))


def _pick(traits: Traits, part: str) -> str:
    texts = [text for text in HOSTILE if text.isprintable()]
    return texts[(traits.number * 31 + sum(map(ord, part))) % len(texts)]


# --- records ----------------------------------------------------------------------------------------------------------


def customer_of(traits: Traits) -> Customer:
    """The customer as typed."""
    name = line_of(traits, "Customer", 188)
    return Customer(
        name=f"{name} {traits.number:05d}",
        former_names=(line_of(traits, "former"),) * (traits.number % 3),
        identifiers=(Identifier("other", f"ID-{traits.number:08d}-{'W' * 20}"[:35]),),
        country=("CN", "RU", "DE")[traits.number % 3],
        address=text_of(traits, "address", 300),
        currency=("CNY", "CNY", "RUB", "EUR")[traits.number % 4],
        owner=line_of(traits, "seller"),
        officer=line_of(traits, "keeper"),
        group=line_of(traits, "group"),
        related=tuple(
            RelatedParty(line_of(traits, f"party {n}"), line_of(traits, "owner of"), line_of(traits, "no", 80)) for n in range(4)
        ),
        contacts=tuple(
            Contact(
                line_of(traits, f"person {n}"), line_of(traits, "post"), line_of(traits, "phone", 60), line_of(traits, "mail")
            )
            for n in range(3)
        ),
        first_deal=date(2015 + traits.number % 10, 3, 1),
        flags=("blacklist", "watch") if traits.grade is Grade.C else (("watch",), (), ("strategic", "export"))[traits.number % 3],
        note=text_of(traits, "note"),
    )


_BALANCE = {
    "cash": 900,
    "ar": 1700,
    "inv": 1900,
    "oth_ca": 500,
    "CA": 5000,
    "fa_net": 4500,
    "intang": 400,
    "NCA": 4900,
    "TA": 9900,
    "st_loans": 1000,
    "ap": 1800,
    "notes_pay": 200,
    "taxes": 100,
    "oth_cl": 700,
    "CL": 3800,
    "lt_loans": 2200,
    "NCL": 2200,
    "TL": 6000,
    "paid_in": 2000,
    "undist": 1900,
    "E": 3900,
    "TLE": 9900,
    "rev": 12000,
    "cogs": 9000,
    "gross": 3000,
    "sell": 800,
    "adm": 700,
    "int_exp": 200,
    "pbt": 1300,
    "tax": 325,
    "np": 975,
    "cfo": 1100,
}
_NEGATIVE = {"lt_loans": 8200, "NCL": 8200, "TL": 12000, "undist": -4100, "E": -2100, "np": -3000, "pbt": -3000, "tax": 0}
_GOOD = {
    "cash": 3000,
    "ar": 900,
    "inv": 900,
    "CA": 5300,
    "TA": 10200,
    "st_loans": 100,
    "ap": 700,
    "notes_pay": 0,
    "taxes": 100,
    "oth_cl": 200,
    "CL": 1100,
    "lt_loans": 300,
    "NCL": 300,
    "TL": 1400,
    "undist": 6800,
    "E": 8800,
    "TLE": 10200,
    "rev": 16000,
    "cogs": 10000,
    "gross": 6000,
    "sell": 900,
    "adm": 800,
    "int_exp": 20,
    "pbt": 4280,
    "tax": 1070,
    "np": 3210,
    "cfo": 3600,
}
_YEARS = {
    "two": (2024, 2025),
    "good": (2023, 2024, 2025),
    "five": (2021, 2022, 2023, 2024, 2025),
    "gap": (2021, 2023, 2025),
    "negative": (2024, 2025),
    "none": (),
    "one": (2025,),
    "interim": (2023, 2024, 2025),
    "huge": (2024, 2025),
    "idle": (2024, 2025),
    "tiny": (2022, 2023, 2024, 2025),
}


def statements_of(traits: Traits) -> list[Statement]:
    """The statements by the plan; each explains what does not tie."""
    found = [_statement(traits, date(year, 12, 31), year - 2018) for year in _YEARS[traits.plan]]
    if traits.plan in ("interim", "five"):
        found.append(_statement(traits, date(2026, 6, 30), 7, months=6))
    return found


def _statement(traits: Traits, end: date, growth: int, months: int = 12) -> Statement:
    amounts = {**_BALANCE, **{"negative": _NEGATIVE, "good": _GOOD}.get(traits.plan, {})}
    if traits.plan == "idle":
        amounts |= dict.fromkeys(("rev", "cogs", "gross", "sell", "adm", "int_exp", "pbt", "tax", "np", "cfo"), 0)
    factor = {"huge": Decimal(10) ** 14 + Decimal("0.37"), "tiny": Decimal("0.01")}.get(traits.plan, Decimal(1))
    values = {key: round(Decimal(amount) * (1 + Decimal(growth) / 50) * factor, 2) for key, amount in amounts.items()}
    framework = (Framework.CAS, Framework.RSBU, Framework.IFRS)[traits.number % 3]
    unit = 1 if traits.plan == "huge" else 10_000
    currency = ("CNY", "CNY", "RUB", "EUR")[traits.number % 4]
    return Statement(
        end,
        framework,
        currency,
        unit,
        values,
        months,
        audited=growth % 2 == 0,
        source="FS",
        note=f"Seen: {text_of(traits, 'remark', 900)}",
    )


def _answer(traits: Traits, item: Item, place: int) -> Answer | None:
    """An answer near the best one with texts in every column; None for what is computed or left open."""
    if item.source == "expr" or (traits.skip and place % traits.skip == traits.skip - 1 and not item.key):
        return None
    plain = Answer(
        item.id,
        AnswerState.VALUE,
        as_of=date(2026, 11, 1),
        sources=item.evidence[:3],
        check=(CheckState.SELF_DECLARED, CheckState.DOCUMENTED, CheckState.CROSS_CHECKED)[place % 3],
        note=text_of(traits, f"note {place}", 1500) if place % 6 == 0 else "",
        comment=text_of(traits, f"comment {place}", 600) if place % 8 == 0 else "",
    )
    if place % 17 == 16 and not item.key:
        return replace(plain, state=AnswerState.UNKNOWN)
    if place % 23 == 22 and not item.key:
        return replace(plain, state=AnswerState.NOT_APPLICABLE, reason=text_of(traits, "reason", 900))
    details = {field.key: _column(traits, field.kind, place) for field in item.details}
    if item.rows:
        plain = replace(plain, rows=(details,) * (1 + (place + traits.number) % 4))
    elif place % 2 == 0:
        plain = replace(plain, details=details)
    return replace(plain, value=_value(traits, item, place))


def _value(traits: Traits, item: Item, place: int) -> Decimal | str | bool | date:
    if item.choices:
        return max(item.choices, key=lambda choice: choice.step or 0).key
    if item.scoring.kind is ScoringKind.STEPS:
        return Decimal(5 - place % 2)
    if item.kind is ValueKind.YN:
        return (item.scoring.yes or 0) >= (item.scoring.no or 0)
    if item.kind is ValueKind.DATE:
        return date(2001, 5, 14)
    if item.kind in (ValueKind.TEXT, ValueKind.DOC, ValueKind.TABLE):
        return text_of(traits, f"found {place}", 2500)
    return item.scoring.p if item.scoring.p is not None else Decimal(1)


def _column(traits: Traits, kind: ValueKind, place: int) -> str:
    if kind is ValueKind.DATE:
        return "2026-05-14"
    if kind in (ValueKind.NUM, ValueKind.MONEY, ValueKind.PCT, ValueKind.INT):
        return "12"
    return text_of(traits, f"column {place}", 700)


# --- the way of a case ------------------------------------------------------------------------------------------------


def _fill(services: Services, traits: Traits, case: CaseHead) -> None:
    m = services.methodologies.by_hash(case.methodology_hash)
    services.cases.answer(case.id, answers_of(traits, m), ASSESSOR)
    securities = (Guarantee("industrial", Decimal(2_000_000), Decimal(300_000), note=text_of(traits, "security", 900)),)
    services.cases.guarantees(case.id, securities * (1 + traits.number % 3), ASSESSOR)
    for n in range(traits.number % 4):
        services.cases.add_evidence(
            case.id, line_of(traits, f"file {n}", 190) + f"{n}.pdf", b"%PDF sample " + bytes([n]), ASSESSOR
        )
    head = services.cases.view(case.id).head
    report = OutsideReport(line_of(traits, "agency"), date(2026, 10, 1), date(2026, 10, 9), Decimal("1200.50"), "CNY")
    again = replace(report, forced=line_of(traits, "bought again", 190))
    services.cases.update(replace(head, reports=(report, again)[: traits.number % 3]), ASSESSOR)
    services.cases.declare_independence(case.id, ASSESSOR)


def answers_of(traits: Traits, m: Methodology) -> list[Answer]:
    """What the officer types in the case."""
    found = [_answer(traits, item, place) for place, item in enumerate(m.items)]
    facts = [
        Answer(fact.id, AnswerState.VALUE, False if fact.kind is ValueKind.YN else Decimal(0), sources=("OWN",))
        for fact in m.facts
        if fact.kind in (ValueKind.YN, ValueKind.NUM, ValueKind.MONEY, ValueKind.PCT, ValueKind.INT)
    ]
    return [answer for answer in found if answer is not None] + facts


def _decide(services: Services, traits: Traits, case: CaseHead) -> tuple[CaseHead, list[int]]:
    """Propose and decide as the traits say; the newest case and the entries of the log."""
    if not services.ratings.preview(services.cases.view(case.id)).rated or traits.state == "open":
        return case, []
    changes: list[int] = []
    if traits.state == "again":  # first with the grade as calculated, then lower
        changes.append(_approved(services, traits, case))
        case = services.cases.open(traits_customer(services, case), ASSESSOR, requested_limit=Decimal(500_000)).value
        services.cases.take_over(case.id, None, ASSESSOR)
        services.cases.declare_independence(case.id, ASSESSOR)
    _override(services, traits, case)
    if traits.state in ("proposed", "rejected"):
        proposal = _proposed(services, traits, case)
        if traits.state == "rejected":
            services.grading.reject(proposal, APPROVER, text_of(traits, "refusal", 2000))
        return case, changes
    changes.append(_approved(services, traits, case))
    return case, changes


def traits_customer(services: Services, case: CaseHead) -> int:
    """The customer of a case."""
    return services.cases.view(case.id).head.customer_id


def _override(services: Services, traits: Traits, case: CaseHead) -> None:
    if traits.grade is None:
        return
    calculated = services.ratings.preview(services.cases.view(case.id)).calculated_grade
    if traits.grade <= calculated.moved(1) and traits.grade != calculated:
        wish = Override(traits.grade, text_of(traits, "override", 1200), TODAY + timedelta(days=60), ASSESSOR)
        services.grading.override(case.id, wish, ASSESSOR)
        services.grading.sign_override(case.id, APPROVER)


def _proposed(services: Services, traits: Traits, case: CaseHead) -> int:
    return services.grading.propose(
        case.id,
        ASSESSOR,
        security=text_of(traits, "security", 700) if traits.length != "short" else "",
        release=text_of(traits, "release", 700) if traits.length != "short" else "",
        grounds=("payment", "statements", "management", "litigation", "collateral", "conditions", "own")[: 1 + traits.number % 7],
        text=text_of(traits, "opinion"),
        conditions=text_of(traits, "conditions"),
    ).value.id


def _approved(services: Services, traits: Traits, case: CaseHead) -> int:
    note = text_of(traits, "decision")
    change = services.grading.approve(_proposed(services, traits, case), APPROVER, note).value
    told = tuple(replace(notice, person=line_of(traits, "told", 60), channel="email") for notice in change.notices)
    services.grading.set_notices(change.no, told or (Notice("sales", line_of(traits, "told", 60)),), ASSESSOR)
    return change.no
