"""The closed lists of the business. Each member's value is what the store and the data files write."""

from __future__ import annotations

from enum import IntEnum, StrEnum


class Area(StrEnum):
    """The five areas of an investigation, own trading experience, and the extra questions of the 5C view (G01…G03)."""

    COMPANY = "company"
    MANAGEMENT = "management"
    STAFF = "staff"
    EQUIPMENT = "equipment"
    FINANCES = "finances"
    EXPERIENCE = "experience"
    SURROUNDINGS = "surroundings"


FIVE_AREAS = (Area.COMPANY, Area.MANAGEMENT, Area.STAFF, Area.EQUIPMENT, Area.FINANCES)


class C(StrEnum):
    """The five C of credit, in the order in which they are always shown."""

    CHARACTER = "character"
    CAPACITY = "capacity"
    CAPITAL = "capital"
    COLLATERAL = "collateral"
    CONDITIONS = "conditions"


class Grade(IntEnum):
    """The ten grades. A higher number is a better grade, so ``min`` of two grades is the more prudent one."""

    D = 0
    C = 1
    CC = 2
    CCC = 3
    B = 4
    BB = 5
    BBB = 6
    A = 7
    AA = 8
    AAA = 9

    def moved(self, notches: int) -> Grade:
        """Return the grade ``notches`` up (or down, if negative), stopping at AAA and D."""
        return Grade(max(0, min(9, int(self) + notches)))


class ValueKind(StrEnum):
    """What an answer to an item is."""

    TEXT = "text"
    NUM = "num"
    MONEY = "money"
    PCT = "pct"
    INT = "int"
    DATE = "date"
    CHOICE = "choice"
    YN = "yn"
    TABLE = "table"
    DOC = "doc"


class ScoringKind(StrEnum):
    """How a value becomes Y. The meaning of a kind never changes; a new meaning gets a new name."""

    MORE = "more"          # N+: Y = 100 - (P - X) * alpha
    LESS = "less"          # N-: Y = 100 - (X - P) * alpha
    BAND = "band"          # N±: 100 inside [P1, P2], falling by alpha outside
    STEPS = "steps"        # L5: the step 0..5 gives its points
    YESNO = "yesno"        # points for yes, points for no
    EFFICACY = "efficacy"  # five-level standards, 功效系数法
    NONE = "none"          # information only


class AnswerState(StrEnum):
    """Empty, zero, unknown and not applicable never look alike; zero is a VALUE."""

    EMPTY = "empty"
    VALUE = "value"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"


class CheckState(StrEnum):
    """How far an answer has been verified, weakest first."""

    NOT_ASKED = "not_asked"
    SELF_DECLARED = "self_declared"
    DOCUMENTED = "documented"
    CROSS_CHECKED = "cross_checked"


class CaseState(StrEnum):
    """Where a case stands (domain.md §8.1)."""

    DRAFT = "draft"
    COLLECTING = "collecting"
    VERIFIED = "verified"
    SCORED = "scored"
    REVIEWED = "reviewed"          # proposal sent, waits for the second officer
    APPROVED = "approved"
    IN_FORCE = "in_force"
    DUE_FOR_REVIEW = "due_for_review"
    SUPERSEDED = "superseded"
    REJECTED = "rejected"


class CaseMode(StrEnum):
    """Who investigates: our own officers, an outside agency, or both."""

    INTERNAL = "internal"
    EXTERNAL = "external"
    BOTH = "both"


class ChangeClass(StrEnum):
    """Why a grade changed (domain.md §8.2, head of the form)."""

    FIRST = "first"
    PERIODIC = "periodic"
    WARNING = "warning"
    EVENT = "event"
    REQUEST = "request"
    CORRECTION = "correction"


class MissingPolicy(StrEnum):
    """What an unanswered item is worth (domain.md §4.4)."""

    PRUDENT = "prudent"
    RENORMALISE = "renormalise"
    NEUTRAL = "neutral"


class Colour(StrEnum):
    """What an early-warning rule says."""

    NONE = "none"
    AMBER = "amber"
    RED = "red"
    NOT_EVALUATED = "not_evaluated"


class Principle(StrEnum):
    """The four principles of credit assessment (真实性, 一致性, 独立性, 稳健性)."""

    TRUTH = "truth"
    CONSISTENCY = "consistency"
    INDEPENDENCE = "independence"
    PRUDENCE = "prudence"


class Severity(StrEnum):
    """How serious a finding of a principle check is."""

    OK = "ok"
    NOTE = "note"
    PROBLEM = "problem"


class Role(StrEnum):
    """Levels of the approval matrix, and those who only look or keep the program."""

    OFFICER = "officer"
    CREDIT_MANAGER = "credit_manager"
    FINANCE_DIRECTOR = "finance_director"
    GENERAL_MANAGER = "general_manager"
    VIEWER = "viewer"
    ADMINISTRATOR = "administrator"
