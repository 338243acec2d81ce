"""Corrections that one officer wrote and another has to enter: kept as text, so that they outlast the program."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from hashlib import sha256

from app.models.domain.enums import ChangeClass
from app.models.domain.errors import UserError
from app.models.domain.log import Correction, WaitingCorrection
from app.models.domain.records import GradeChange, GradeInForce, Notice
from app.services.grading.entry import GROUNDS, check_notices
from app.services.typed_text import TEXT, check_text

SHELF = "correction"
"""Under this name the store keeps what waits. No officer is called so: it is nobody's half-typed input."""


def checked(typed: Correction, entry: GradeChange) -> Correction:
    """The correction as it is kept. UserError ``log.*`` at the field."""
    reason = check_text(typed.reason, "reason", TEXT).strip()
    if not reason:
        raise UserError("log.reason", "reason")
    for ground in typed.grounds:
        if ground not in GROUNDS:
            raise UserError("grading.ground", "grounds", ground=ground[:40])
    kept = replace(
        typed, reason=reason, grounds=tuple(one for one in GROUNDS if one in typed.grounds),
        text=check_text(typed.text, "text", TEXT).strip(),
        conditions=check_text(typed.conditions, "conditions", TEXT).strip(),
        decision_note=check_text(typed.decision_note, "decision_note", TEXT).strip(),
        notices=None if typed.notices is None else check_notices(typed.notices),
    )
    if not kept.grounds and not kept.text:
        raise UserError("grading.no_grounds", "text")
    if not corrected_fields(kept, entry):
        raise UserError("log.nothing", "text")
    return kept


def corrected_fields(correction: Correction, entry: GradeChange) -> tuple[str, ...]:
    """Names of what a correction says otherwise than the entry."""
    names = [name for name in ("grounds", "text", "conditions", "decision_note", "effective")
             if getattr(correction, name) != getattr(entry, name)]
    if correction.notices is not None and correction.notices != entry.notices:
        names.append("notices")
    return tuple(names)


def as_entry(
    entry: GradeChange, waiting: WaitingCorrection, in_force: GradeInForce | None, newest: int, now: datetime,
) -> GradeChange:
    """The new entry that corrects ``entry``: it moves no grade, so the terms before and after it are those in force.

    The second officer's name, role and moment are the caller's to fill in.
    """
    typed = waiting.correction
    terms = entry.after if in_force is None else in_force.terms
    return replace(
        entry, no=0, at=now, change_class=ChangeClass.CORRECTION, before=terms, after=terms, grounds=typed.grounds,
        text=typed.text, conditions=typed.conditions, decision_note=typed.decision_note, effective=typed.effective,
        next_review=entry.next_review if in_force is None else in_force.next_review, proposed_by=waiting.by,
        proposed_at=waiting.at, previous_no=newest, fingerprint="", notices=typed.notices or (),
    )


def place(no: int) -> str:
    """Where the correction of an entry waits."""
    return f"entry.{no}"


def written(no: int, correction: Correction, by: str, at: datetime) -> str:
    """A waiting correction as text."""
    told = correction.notices
    return json.dumps({
        "no": no, "by": by, "at": at.isoformat(), "reason": correction.reason, "grounds": correction.grounds,
        "text": correction.text, "conditions": correction.conditions, "decision_note": correction.decision_note,
        "effective": correction.effective.isoformat(), "notices": None if told is None else [_notice(one) for one in told],
    }, ensure_ascii=False, sort_keys=True)


def read(payload: str) -> WaitingCorrection:
    """What ``written`` wrote."""
    kept = json.loads(payload)
    told = kept["notices"]
    correction = Correction(
        kept["reason"], tuple(kept["grounds"]), kept["text"], kept["conditions"], kept["decision_note"],
        date.fromisoformat(kept["effective"]), None if told is None else tuple(_told(one) for one in told),
    )
    code = sha256(payload.encode()).hexdigest()
    return WaitingCorrection(kept["no"], correction, kept["by"], datetime.fromisoformat(kept["at"]), code)


def _notice(one: Notice) -> list[str | None]:
    days = [moment.isoformat() if moment is not None else None for moment in (one.sent, one.acknowledged)]
    return [one.department, one.person, one.channel, *days]


def _told(kept: Sequence[str | None]) -> Notice:
    department, person, channel, sent, acknowledged = kept
    moments = [datetime.fromisoformat(one) if one else None for one in (sent, acknowledged)]
    return Notice(department or "", person or "", moments[0], channel or "", moments[1])
