"""Which papers there are: what window, commands and batches offer."""

from __future__ import annotations

from dataclasses import dataclass

CUSTOMER, COMPANY = "customer", "company"


@dataclass(frozen=True, slots=True)
class Kind:
    """A paper. ``name`` is its name in files and commands, ``scope`` whom it is about, ``suffix`` "pdf" or "eml".

    ``graded``: it tells of a grade in force, so there must be one. ``sent``: it leaves the house, so it must say who writes.
    """

    key: str
    name: str
    scope: str = CUSTOMER
    suffix: str = "pdf"
    graded: bool = False
    sent: bool = False


KINDS = (
    Kind("memo", "memo"),
    Kind("letter", "letter", graded=True, sent=True),
    Kind("notices", "notices", graded=True),
    Kind("mails", "notice-mails", suffix="eml", graded=True),
    Kind("checklist", "checklist"),
    Kind("filled", "checklist-filled"),
    Kind("order", "order", sent=True),
    Kind("grade_list", "grade-list", COMPANY),
    Kind("calendar", "review-calendar", COMPANY),
    Kind("change_list", "change-list", COMPANY),
)
"""In the order in which they are offered."""

SENT = frozenset(kind.key for kind in KINDS if kind.sent)
"""Papers that leave the house."""

_BY_KEY = {kind.key: kind for kind in KINDS}


def kind_of(key: str) -> Kind:
    """Return the kind of that key; KeyError when there is none."""
    return _BY_KEY[key]


@dataclass(frozen=True, slots=True)
class Made:
    """A paper that was made: the name offered for its file, and its bytes."""

    name: str
    data: bytes
