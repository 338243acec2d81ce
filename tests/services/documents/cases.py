"""Cases for the tests of the papers: the golden statements with made-up answers, and hostile variants of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from app.models.domain.answers import Answer, Evidence, Guarantee
from app.models.domain.enums import AnswerState, CaseMode, CaseState, ChangeClass, CheckState, Grade, Role, ValueKind
from app.models.domain.methodology import Item, Methodology
from app.models.domain.parties import Contact, Customer, Identifier, RelatedParty
from app.models.domain.records import CaseHead, CaseView, Decision, GradeChange, Notice, Proposal, Terms
from app.models.domain.statement import Framework, Statement
from app.services.documents.content import Office
from app.services.documents.source import DossierSource
from app.services.methodology import builtin
from app.services.rating import rate
from app.services.ratings.inputs import input_of

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
COMPANY = "示例精密机械有限公司"

# The golden case of domain.md §11.3, in units of 10,000.
_BALANCE = {
    "cash": (800, 900),
    "notes_rec": (300, 100),
    "ar": (2000, 1600),
    "prepay": (100, 100),
    "oth_rec": (200, 120),
    "inv": (1600, 1400),
    "fa_net": (3000, 3000),
    "fa_orig": (5000, 4800),
    "intang": (300, 320),
    "st_loans": (1200, 900),
    "notes_pay": (500, 200),
    "ap": (1500, 1300),
    "contract_l": (100, 150),
    "oth_cl": (500, 490),
    "lt_loans": (600, 700),
    "paid_in": (2000, 2000),
    "surplus": (600, 600),
    "undist": (1300, 1200),
    "rev": (12000, 11000),
    "cogs": (9840, 8910),
    "tax_sur": (60, 55),
    "sell": (720, 660),
    "adm": (600, 560),
    "int_exp": (120, 100),
    "pbt": (660, 715),
    "tax": (165, Decimal("178.75")),
    "np": (495, Decimal("536.25")),
    "dep": (300, 290),
    "cfo": (250, 500),
}


def statements(factor: Decimal = Decimal(1)) -> tuple[Statement, ...]:
    """Two full years; ``factor`` multiplies every amount (negative equity by hand, big amounts by 10**9)."""
    found = []
    for place, end in ((1, date(2024, 12, 31)), (0, date(2025, 12, 31))):
        values = {key: Decimal(pair[place]) * factor for key, pair in _BALANCE.items()}
        found.append(
            Statement(end, Framework.CAS, "CNY", 10000, values, audited=place == 0, source="AUD" if place == 0 else "FS")
        )
    return tuple(found)


def answer_for(item: Item, place: int) -> Answer:
    """A plausible made-up answer."""
    value: object
    if item.kind is ValueKind.CHOICE:
        value = item.choices[min(len(item.choices) - 1, place % 3)].key if item.choices else "good"
    elif item.kind is ValueKind.YN:
        value = True
    elif item.kind is ValueKind.DATE:
        value = date(2012, 5, 14)
    elif item.kind in (ValueKind.TEXT, ValueKind.DOC, ValueKind.TABLE):
        value = f"Sample text {place}"
    else:
        value = item.scoring.p if item.scoring.p is not None else Decimal(12)
        value = value * Decimal("0.9") if place % 2 else value
    check = (CheckState.SELF_DECLARED, CheckState.DOCUMENTED, CheckState.CROSS_CHECKED)[place % 3]
    details = {field.key: f"{field.label.en} 1" for field in item.details[:2]} if place % 4 == 0 and not item.rows else {}
    rows = ({field.key: f"{field.label.en} {n}" for field in item.details} for n in (1, 2)) if item.rows else ()
    return Answer(
        item.id,
        AnswerState.VALUE,
        value,
        details,
        tuple(rows),
        date(2026, 10, 1),
        item.evidence[:2],
        (),  # type: ignore[arg-type]
        check,
        "Seen during the visit." if place % 7 == 0 else "",
        by="officer 1",
        at=NOW,
        sample=True,
    )


def answers(m: Methodology, skip: int = 9) -> dict[str, Answer]:
    """Answers to all items but every ``skip``-th; one unknown, one not applicable."""
    found: dict[str, Answer] = {}
    for place, item in enumerate(m.items):
        if item.source == "expr" or (skip and place % skip == skip - 1):
            continue
        found[item.id] = answer_for(item, place)
    found["C08"] = Answer("C08", AnswerState.UNKNOWN, by="officer 1")
    found["D12"] = Answer("D12", AnswerState.NOT_APPLICABLE, reason="Leased premises, insured by the owner.", by="officer 1")
    for fact in m.facts[::3]:
        nothing = False if fact.kind is ValueKind.YN else Decimal(0)
        found[fact.id] = Answer(fact.id, AnswerState.VALUE, nothing, sources=("OWN",), by="officer 1")
    return found


def customer(name: str = COMPANY, **changes: object) -> Customer:
    """The sample customer."""
    base = Customer(
        name=name,
        id=1,
        number="C-0001",
        former_names=("示例机械厂",),
        identifiers=(Identifier("uscc", "91350100M000100Y43", "CN"),),
        country="CN",
        address="福州市鼓楼区示例路1号",
        trade="",
        owner="salesperson 1",
        officer="officer 1",
        group="示例集团",
        related=(RelatedParty("示例铸造有限公司", "subsidiary"),),
        contacts=(Contact("contact 1", "CFO", "+86 591 000000", "cfo@example.com"),),
        first_deal=date(2021, 3, 1),
        flags=("sample",),
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def view(
    *,
    who: Customer | None = None,
    found: Mapping[str, Answer] | None = None,
    given: tuple[Statement, ...] | None = None,
    profile: str = "small",
) -> CaseView:
    """A case with the golden statements."""
    m = builtin()
    head = CaseHead(
        id=1,
        number="2026-118",
        customer_id=1,
        state=CaseState.SCORED,
        mode=CaseMode.INTERNAL,
        profile=profile,
        methodology_hash=m.hash,
        methodology_version=m.version,
        opened=date(2026, 10, 20),
        assessor="officer 1",
        change_class=ChangeClass.PERIODIC,
        purpose="Wants a limit for a framework contract.",
        requested_limit=Decimal(3000000),
        requested_term=60,
        own_monthly_sales=Decimal(1500000),
        own_exposure=Decimal("812500.50"),
        own_overdue=Decimal(96000),
        independent=True,
        verifier="officer 2",
        verified_at=NOW,
    )
    return CaseView(
        head=head,
        customer=who or customer(),
        answers=answers(m) if found is None else found,
        statements=statements() if given is None else given,
        guarantees=(Guarantee("industrial", Decimal(2000000), Decimal(300000), note="workshop 2"),),
        evidence=(Evidence(1, "audit-2025.pdf", "ab" * 32, 120345, NOW, "officer 1"),),
    )


def source(case: CaseView, m: Methodology | None = None, **more: object) -> DossierSource:
    """What the dossier of ``case`` is made from."""
    m = m or builtin()
    result = rate(m, input_of(case, TODAY))
    base = DossierSource(case, m, result, NOW, Office("Example Trading Co.", "1 Example Road"), "128:" + "3f" * 32)
    return replace(base, **more)  # type: ignore[arg-type]


def terms(grade: Grade, score: str = "71.718", limit: int = 2000000, **changes: object) -> Terms:
    """Terms of a grade with the wording of its policy."""
    policy = builtin().policy(grade)
    base = Terms(grade, Decimal(score), False, Decimal(limit), "CNY", policy.term_days, policy.prepayment_pct, "", "", 30)
    return replace(base, **changes)  # type: ignore[arg-type]


def proposal(
    case: CaseView, grade: Grade, text: str = "Warnings speak for care.", conditions: str = "Security first."
) -> Proposal:
    """A proposal of ``grade``."""
    return Proposal(
        1,
        case.head.id,
        1,
        terms(grade),
        ChangeClass.PERIODIC,
        ("statements", "payment"),
        text,
        conditions,
        date(2026, 11, 23),
        date(2026, 12, 22),
        date(2027, 11, 22),
        "officer 1",
        NOW,
        "c" * 64,
    )


def decision(note: str = "") -> Decision:
    """The approval of that proposal."""
    return Decision(1, "approved", "officer 2", Role.CREDIT_MANAGER, NOW, note, "c" * 64)


def change(before: Grade | None = Grade.A, after: Grade = Grade.BBB, **changes: object) -> GradeChange:
    """An entry of the log."""
    base = GradeChange(
        no=17,
        customer_id=1,
        customer_number="C-0001",
        customer_name=COMPANY,
        customer_identifier="USCC 91350100M000100Y43",
        case_id=1,
        case_number="2026-118",
        at=NOW,
        change_class=ChangeClass.WARNING,
        before=terms(before) if before is not None else None,
        after=terms(after, "66.4", 900000),
        grounds=("statements", "payment"),
        text="Net margin fell, bills payable and receivable jumped.",
        conditions="Orders in progress are delivered.",
        rules=("W07", "W08", "W10"),
        effective=date(2026, 11, 23),
        next_review=date(2026, 12, 22),
        proposed_by="officer 1",
        proposed_at=NOW,
        approved_by="officer 2",
        approved_role=Role.CREDIT_MANAGER,
        approved_at=NOW,
        decision_note="Agreed.",
        own_exposure=Decimal(812500),
        own_overdue=Decimal(96000),
        security_held=Decimal(700000),
        previous_no=9,
        changes_12m=2,
        methodology_version="1",
        fingerprint="129:" + "4e" * 32,
        notices=(Notice("sales", "salesperson 1", NOW, "e-mail", NOW), Notice("finance", "finance 1", NOW, "paper")),
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def many_statements() -> tuple[Statement, ...]:
    """Five full years and an interim period, amounts of twelve digits."""
    years = []
    for place in range(5):
        first = statements(Decimal(10) ** 5 + place)[1]
        years.append(replace(first, end=date(2021 + place, 12, 31), audited=True))
    interim = replace(years[-1], end=date(2026, 6, 30), months=6)
    return (*years, interim)


def negative_equity() -> tuple[Statement, ...]:
    """The golden statements after losses that ate up the equity."""
    return tuple(replace(s, values={**s.values, "undist": Decimal(-9000), "ap": s.values["ap"] + 9000}) for s in statements())


LONG_WORD = "Сверхдлинноесловобезпробелов" * 40
MIXED = "ООО «Ромашка» & Söhne <b>GmbH</b> 示例（集团）有限公司 👍🏽 \u202eסודי\u202c مرحبا ᠠᠮ 𬭚 =1+1 \x00\x07 e\u0301"
FORMULAS = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    '=HYPERLINK("http://x.example")',
    "=cmd|' /C calc'!A0",
    "\t=1+1",
    "＝1+1",
    "http://example.com",
    "mailto:a@example.com",
    "javascript:alert(1)",
    "internal:Sheet1!A1",
    "{=1+1}",
    "<a href='x'>y</a>",
)


def with_texts(text: str) -> CaseView:
    """A case that carries ``text`` in every field that takes a text."""
    m = builtin()
    typed = {item.id for item in m.items if item.kind is ValueKind.TEXT}
    found = {
        item: replace(
            answer,
            note=text,
            comment=text,
            reason=text,
            by=text[:60] or "x",
            value=text if item in typed else answer.value,
            details=dict.fromkeys(answer.details, text),
            rows=tuple(dict.fromkeys(row, text) for row in answer.rows),
        )
        for item, answer in answers(m).items()
    }
    case = view(
        who=customer(
            text,
            number=text[:40],
            former_names=(text,),
            identifiers=(Identifier("other", text),),
            address=text,
            owner=text,
            group=text,
            related=(RelatedParty(text, text),),
            contacts=(Contact(text, text),),
            note=text,
            trade=text,
            country=text,
        ),
        found=found,
        given=tuple(replace(s, note=text, source=text) for s in statements()),
    )
    head = replace(case.head, purpose=text, assessor=text[:60], verifier=text[:60], number=text[:40])
    return replace(
        case,
        head=head,
        guarantees=(Guarantee("industrial", Decimal(1000), Decimal(0), "", text),),
        evidence=(Evidence(1, text, "ab" * 32, 1, NOW, text),),
    )


def hostile() -> dict[str, CaseView]:
    """Cases that are hard to print."""
    return {
        "empty": view(found={}, given=()),
        "no statements": view(given=()),
        "negative equity": view(given=negative_equity()),
        "many periods": view(given=many_statements()),
        "long words": with_texts(LONG_WORD),
        "mixed scripts": with_texts(MIXED),
        "long text": with_texts("Lorem ipsum dolor sit amet. " * 150),
        "markup": with_texts("<para><b>&amp;</font>]]><!-- \\( ) \\ %s {x} -->"),
        "large": view(profile="large"),
    }
