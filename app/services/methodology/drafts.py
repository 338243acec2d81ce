"""Drafts of the next methodology version: kept while they are worked on, tried on the customers, published for ever."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from app.models.db.repositories.methodology_drafts import MethodologyDraftQueries
from app.models.db.repositories.methodology_drafts import MethodologyDrafts as Kept
from app.models.db.store import Store
from app.models.domain.enums import Role
from app.models.domain.errors import NotAllowed, ProblemList, UserError
from app.models.domain.methodology import Methodology
from app.models.domain.methodology_drafts import DraftHead
from app.services.changes import METHODOLOGY, Changed, changed
from app.services.clock import Clock
from app.services.methodologies import Methodologies
from app.services.methodology.check import check
from app.services.methodology.codec import canonical, content_hash, from_canonical
from app.services.methodology.what_if import WhatIf, what_if
from app.services.officers.service import may_enter, signer
from app.services.progress import Progress
from app.services.typed_text import check_line, check_text

PUBLISHERS = frozenset({Role.CREDIT_MANAGER, Role.FINANCE_DIRECTOR, Role.GENERAL_MANAGER, Role.ADMINISTRATOR})
"""Who may publish: those who answer for the policy, not who applies it or only looks."""

NAME, VERSION, REASON = 120, 40, 2000


@dataclass(frozen=True, slots=True)
class DraftView:
    """A draft with its content."""

    head: DraftHead
    methodology: Methodology


class MethodologyDrafts:
    """Any number of drafts side by side; a published version is never touched by them."""

    def __init__(self, store: Store, clock: Clock, methodologies: Methodologies) -> None:
        self._store = store
        self._clock = clock
        self._methodologies = methodologies

    def all(self) -> tuple[DraftHead, ...]:
        """Return every draft, oldest first."""
        with self._store.read() as unit:
            return MethodologyDraftQueries(unit).all()

    def open(self, draft_id: int) -> DraftView:
        """Return a draft with its content. UserError ``methodology.draft_gone``."""
        with self._store.read() as unit:
            head, body = MethodologyDraftQueries(unit).get(draft_id)
        return DraftView(head, from_canonical(body))

    def start(self, base_hash: str, name: str, by: str) -> Changed[DraftView]:
        """Begin a draft as a copy of a published version."""
        name = check_line(name, "draft_name", NAME, required=True)
        base = self._methodologies.by_hash(base_hash)
        with self._store.write("methodology.draft.start", by) as unit:
            may_enter(unit, by)
            head = Kept(unit).add(name, base_hash, canonical(base))
            unit.commit()
        return changed(DraftView(head, base), METHODOLOGY)

    def save(self, draft_id: int, version: int, m: Methodology, by: str) -> Changed[DraftHead]:
        """Keep a draft as it stands, right or wrong. Conflict when somebody saved a newer version of it."""
        return self._change("methodology.draft.edit", draft_id, version, {"body": canonical(m)}, by)

    def rename(self, draft_id: int, version: int, name: str, by: str) -> Changed[DraftHead]:
        """Give a draft another name."""
        name = check_line(name, "draft_name", NAME, required=True)
        return self._change("methodology.draft.rename", draft_id, version, {"name": name}, by)

    def discard(self, draft_id: int, by: str) -> Changed[None]:
        """Throw a draft away."""
        with self._store.write("methodology.draft.discard", by) as unit:
            may_enter(unit, by)
            Kept(unit).drop(draft_id)
            unit.commit()
        return changed(None, METHODOLOGY)

    def publish(
        self, draft_id: int, version: int, *, name: str, valid_from: date | None, reason: str, by: str
    ) -> Changed[str]:
        """Publish a draft as version ``name`` and return its hash. The draft is gone; from its day new cases are opened by it.

        ProblemList with every fault at once: of the content (``methodology.…``), of name, day or reason. NotAllowed
        ``methodology.may_not_publish`` for who may only apply it.
        """
        with self._store.write("methodology.publish", by) as unit:
            if signer(unit, by).role not in PUBLISHERS:
                raise NotAllowed("methodology.may_not_publish", name=by)
            kept = Kept(unit)
            head, body = kept.get(draft_id)
            m = from_canonical(body)
            hashed = content_hash(m)
            published = unit.methodologies.all()
            problems = [*check(m), *self._wrong(name, valid_from, reason, {row.version for row in published})]
            same = next((row for row in published if row.hash == hashed), None)
            if same is not None:
                problems.append(UserError("methodology.same_content", version=same.version))
            if problems:
                raise ProblemList("methodology.problems", tuple(problems))
            assert valid_from is not None
            m = replace(m, version=name.strip(), valid_from=valid_from, hash=hashed)
            row = unit.methodologies.publish(_name_json(m), m.version, hashed, canonical(m), valid_from, by)
            kept.note_published(row, head.base_hash, reason.strip())
            kept.drop(draft_id, version)
            unit.commit()
        return changed(hashed, METHODOLOGY)

    def what_if(self, base_hash: str, m: Methodology, progress: Progress) -> WhatIf:
        """Rate every customer's newest inputs by the version ``base_hash`` and by ``m``. Nothing is stored.

        ProblemList ``methodology.problems`` when ``m`` does not hold: what cannot be published cannot be tried either.
        """
        problems = check(m)
        if problems:
            raise ProblemList("methodology.problems", problems)
        base = self._methodologies.by_hash(base_hash)
        return what_if(self._store, base, replace(m, hash=content_hash(m)), progress)

    def _wrong(self, name: str, valid_from: date | None, reason: str, taken: set[str]) -> list[UserError]:
        found: list[UserError] = []
        try:
            check_line(name, "version", VERSION, required=True)
        except UserError as error:
            found.append(error)
        try:
            check_text(reason, "reason", REASON)
        except UserError as error:
            found.append(error)
        if not reason.strip():
            found.append(UserError("text.required", "reason"))
        if name.strip().casefold() in {one.casefold() for one in taken}:
            found.append(UserError("methodology.version_taken", "version", version=name.strip()))
        if valid_from is None:
            found.append(UserError("methodology.no_day", "valid_from"))
        elif valid_from < self._clock.today():
            found.append(UserError("methodology.day_past", "valid_from", day=self._clock.today()))
        return found

    def _change(self, command: str, draft_id: int, version: int, values: dict[str, str], by: str) -> Changed[DraftHead]:
        with self._store.write(command, by) as unit:
            may_enter(unit, by)
            head = Kept(unit).save(draft_id, version, values)
            unit.commit()
        return changed(head, METHODOLOGY)


def _name_json(m: Methodology) -> str:
    import json

    return json.dumps({"en": m.name.en, "zh": m.name.zh, "ru": m.name.ru}, ensure_ascii=False)
