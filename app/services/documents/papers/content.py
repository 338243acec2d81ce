"""The content of the other papers, as frozen values in the language of the paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from app.models.domain.enums import ChangeClass, Grade, ValueKind
from app.services.documents.content import Office, Shown, TermsContent
from app.services.documents.forms import NoticeContent


@dataclass(frozen=True, slots=True)
class PaperHead:
    """What every paper carries: language, who makes it, when, and whether it speaks of the sample company."""

    lang: str
    office: Office
    made_at: datetime
    sample: bool = False


@dataclass(frozen=True, slots=True)
class ReasonContent:
    """A reason in a letter: the item, what was found, and as of when; ``computed`` from the statements."""

    label: str
    unit: str
    kind: ValueKind
    value: Shown
    as_of: date | None
    computed: bool


@dataclass(frozen=True, slots=True)
class RaiseContent:
    """What would lift the grade: the item and the value it would have to reach, in words where it has words."""

    label: str
    unit: str
    kind: ValueKind
    to: Shown


@dataclass(frozen=True, slots=True)
class YearContent:
    """Statements that the assessment rests on: their last day, their months, whether they are audited."""

    end: date
    months: int
    audited: bool


@dataclass(frozen=True, slots=True)
class LetterContent:
    """The letter to a customer. Made from the open part of a dossier only (see ``openness``).

    ``rules`` are rules in words that hold the grade down, ``signs`` warning signs in the customer's own statements that
    lowered it, ``incomplete`` says that missing information did, ``closed`` that something did which may not be told.
    ``target`` is the grade that ``raises`` together reach, None when something that may not be told would have to change
    too. ``sources`` are codes of kinds of evidence. ``signed_by`` "" leaves the line to be signed without a name.
    """

    head: PaperHead
    number: str
    customer_name: str
    customer_number: str
    customer_address: str
    grade: Grade
    provisional: bool
    effective: date | None
    next_review: date | None
    for_it: tuple[ReasonContent, ...]
    against: tuple[ReasonContent, ...]
    rules: tuple[str, ...]
    signs: tuple[str, ...]
    incomplete: bool
    closed: bool
    wanted: tuple[str, ...]
    raises: tuple[RaiseContent, ...]
    target: Grade | None
    periods: tuple[YearContent, ...]
    sources: tuple[str, ...]
    signed_by: str


@dataclass(frozen=True, slots=True)
class GradeLine:
    """One customer of the grade list; without ``terms`` there is no grade in force. ``days_left`` below 0: overdue;
    ``frozen``: the limit counts for nothing.
    """

    number: str
    name: str
    terms: TermsContent | None
    next_review: date | None
    days_left: int | None
    sample: bool
    frozen: bool = False


@dataclass(frozen=True, slots=True)
class GradeSum:
    """How many customers a grade has and what their limits come to, by currency."""

    grade: Grade | None
    count: int
    limits: tuple[tuple[str, Decimal], ...]


@dataclass(frozen=True, slots=True)
class GradeListContent:
    """All customers with their grades, and the sums by grade, best first."""

    head: PaperHead
    lines: tuple[GradeLine, ...]
    sums: tuple[GradeSum, ...]


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """One review of the calendar."""

    day: date
    days_left: int
    number: str
    name: str
    grade: Grade
    limit: Decimal
    currency: str
    sample: bool = False


@dataclass(frozen=True, slots=True)
class WeekContent:
    """A week from Monday to Sunday with its reviews in order of their days. ``number``: of ISO 8601."""

    number: int
    first: date
    last: date
    lines: tuple[ReviewLine, ...]


@dataclass(frozen=True, slots=True)
class MonthContent:
    """A month: the reviews of each day that has any, and how many there are in all."""

    first: date
    counts: tuple[tuple[date, int], ...]
    total: int


@dataclass(frozen=True, slots=True)
class CalendarContent:
    """The reviews to come, by month and by week. ``late`` are overdue; none can stand after ``last`` (92 days on)."""

    head: PaperHead
    today: date
    last: date
    late: tuple[ReviewLine, ...]
    weeks: tuple[WeekContent, ...]
    months: tuple[MonthContent, ...]


@dataclass(frozen=True, slots=True)
class NoticesContent:
    """A grade change as it is told to each department; ``notches`` is after − before, None for a first grade."""

    head: PaperHead
    sender: str  # e-mail address of the own company, "" when none is set
    no: int
    customer_name: str
    customer_number: str
    change_class: ChangeClass
    before: TermsContent | None
    after: TermsContent
    notches: int | None
    stop: bool
    conditions: str
    effective: date
    next_review: date
    approved_by: str
    approved_at: datetime
    fingerprint: str
    notices: tuple[NoticeContent, ...]


@dataclass(frozen=True, slots=True)
class OrderContent:
    """The order of an outside report. ``agency`` "" and the fields that are None are filled in by hand.

    ``questions`` are the items that such a report would answer and that are open still, as (id, words).
    """

    head: PaperHead
    case_number: str
    agency: str
    ordered: date | None
    due: date | None
    cost: Decimal | None
    currency: str
    customer_name: str
    former_names: tuple[str, ...]
    identifiers: tuple[tuple[str, str], ...]
    country: str
    address: str
    trade: str
    ordered_by: str
    questions: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class OrdersContent:
    """One order for each outside report of a case, or a single blank one."""

    orders: tuple[OrderContent, ...]
