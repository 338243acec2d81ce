"""The content of the grade-change form and of the checklist paper, as frozen values in the language of the paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from app.models.domain.enums import AnswerState, Area, ChangeClass, CheckState, Role, ValueKind
from app.services.documents.content import Office, Shown, TermsContent

DEPARTMENTS = ("sales", "finance", "credit", "logistics", "service", "legal", "management")
GROUNDS = ("payment", "statements", "management", "litigation", "collateral", "conditions", "own")


@dataclass(frozen=True, slots=True)
class RuleContent:
    """A rule that fired (K…, W…, gate) in words."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class NoticeContent:
    """A row of the notification table."""

    department: str
    person: str = ""
    sent: datetime | None = None
    channel: str = ""
    acknowledged: datetime | None = None


@dataclass(frozen=True, slots=True)
class ChangeFormContent:
    """客户资信等级变更表: every field of the form; None or "" is a field to fill in by hand.

    ``no`` None makes the blank form. ``notches`` is after − before, None for a first grade. ``stop`` prints the red
    notice (from CC down).
    """

    lang: str
    office: Office
    made_at: datetime
    no: int | None = None
    at: datetime | None = None
    customer_number: str = ""
    customer_name: str = ""
    customer_identifier: str = ""
    case_number: str = ""
    change_class: ChangeClass | None = None
    before: TermsContent | None = None
    after: TermsContent | None = None
    notches: int | None = None
    stop: bool = False
    grounds: tuple[str, ...] = ()
    text: str = ""
    rules: tuple[RuleContent, ...] = ()
    attachments: int | None = None
    attached: tuple[str, ...] = ()  # names of the files
    currency: str = ""
    balance: Decimal | None = None
    not_due: Decimal | None = None
    overdue: Decimal | None = None
    security_held: Decimal | None = None
    conditions: str = ""
    effective: date | None = None
    next_review: date | None = None
    proposed_by: str = ""
    proposed_at: datetime | None = None
    approved_by: str = ""
    approved_role: Role | None = None
    approved_at: datetime | None = None
    decision_note: str = ""
    notices: tuple[NoticeContent, ...] = ()
    previous_no: int | None = None
    changes_12m: int | None = None
    methodology_version: str = ""
    fingerprint: str = ""
    journal_row: int = 0  # rows that the journal had when the entry was made: the fingerprint is the code of the last
    sample: bool = False


@dataclass(frozen=True, slots=True)
class QuestionContent:
    """An item as it is asked on paper: the answers to tick, or lines to write on; ``value`` when it is filled in.

    ``condition``: in words what must hold for it to be asked, "" when it is always asked; ``asked`` whether it holds.
    """

    id: str
    label: str
    help: str
    unit: str
    kind: ValueKind
    options: tuple[str, ...]
    columns: tuple[str, ...]
    rows: bool
    sources: tuple[str, ...]
    key: bool
    value: Shown = None
    state: AnswerState = AnswerState.EMPTY
    as_of: date | None = None
    known_by: tuple[str, ...] = ()
    note: str = ""
    condition: str = ""
    details: tuple[tuple[str, str], ...] = ()
    reason: str = ""
    comment: str = ""
    check: CheckState = CheckState.NOT_ASKED
    by: str = ""
    second_by: str = ""
    asked: bool = True


@dataclass(frozen=True, slots=True)
class SheetContent:
    """The questions of one area."""

    area: Area
    questions: tuple[QuestionContent, ...]


@dataclass(frozen=True, slots=True)
class ChecklistContent:
    """The investigation checklist on paper, blank or filled in."""

    lang: str
    office: Office
    day: date
    methodology: str
    methodology_version: str
    blank: bool
    customer_name: str
    customer_number: str
    case_number: str
    assessor: str
    sheets: tuple[SheetContent, ...]
    sample: bool = False
