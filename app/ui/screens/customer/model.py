"""What the file of one customer holds: the identity being typed, and what is known of grade, cases and changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import astuple, dataclass, replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from app.models.domain.errors import ProblemList, UserError
from app.models.domain.holds import Hold
from app.models.domain.lists import Standing
from app.models.domain.methodology import Trade
from app.models.domain.parties import Contact, Customer, Identifier, Officer, RelatedParty
from app.models.domain.records import CaseHead, GradeChange, GradeInForce
from app.services.cases.states import OPEN_STATES
from app.services.changes import GRADE
from app.ui.runtime.autosave import Autosave, Write
from app.ui.runtime.runner import Runner
from app.ui.screens.customer import drafting
from app.ui.screens.customer.currency import usual_currency
from app.ui.screens.saving import Versions

if TYPE_CHECKING:
    from app.services.changes import Changed
    from app.services.registry import Services

IDENTIFIER_KINDS = ("uscc", "inn", "ogrn", "vat", "lei", "other")
PART_NAMES = {"contacts": "ui.customer.contact_unnamed", "related": "ui.customer.related_unnamed"}
"""Lists whose rows need a name, and what is said where one is missing."""

Parts = tuple[tuple[int, Contact | RelatedParty], ...]


@dataclass(frozen=True, slots=True)
class CustomerFile:
    """Everything the screen shows of one customer."""

    customer: Customer
    in_force: GradeInForce | None
    cases: tuple[CaseHead, ...]
    changes: tuple[GradeChange, ...]
    trades: tuple[Trade, ...]
    officers: tuple[Officer, ...]
    from_draft: bool = False
    base_currency: str = ""
    holds: tuple[Hold, ...] = ()
    standing: Standing | None = None
    refusal: UserError | None = None      # why the officer in use may not change the customer


def read_file(services: Services, customer_id: int | None, officer: str) -> CustomerFile:
    """The file of a customer; for a new one what the officer had begun to type, else an empty one (on a reader thread)."""
    if customer_id is None:
        trades, officers = services.methodologies.current().trades, services.officers.all()
        draft = services.drafts.get(officer, drafting.PLACE)
        base = services.settings.get("base_currency")
        begun = drafting.load(draft.payload) if draft is not None else None
        empty = Customer(name="", currency=base, officer=officer)
        refusal = services.rights.refusal("customer.save", officer)
        return CustomerFile(begun or empty, None, (), (), trades, officers, begun is not None, base, refusal=refusal)
    with services.page(customer_id=customer_id):
        return CustomerFile(
            services.customers.get(customer_id),
            services.grading.in_force(customer_id),
            services.cases.of_customer(customer_id),
            services.grading.changes(customer_id),
            services.methodologies.current().trades,
            services.officers.all(),
            holds=services.holds.of_customer(customer_id),
            standing=services.lists.of_customer(customer_id),
            refusal=services.rights.refusal("customer.save", officer),
        )


def save_customer(services: Services, versions: Versions, customer: Customer, by: str) -> Changed[Customer]:
    """Save against the newest version this window knows (on the writer thread)."""
    current = replace(customer, version=versions.newest(customer.id, customer.version))
    changed = services.customers.save(current, by)
    versions.note(changed.value.id, changed.value.version)
    return changed


def check_number(index: int, identifier: Identifier) -> tuple[int, Identifier, UserError | None]:
    """The check of one registration number, with the message when it does not hold (on a reader thread)."""
    from app.services.customers.identifiers import check_identifier

    try:
        check_identifier(identifier.kind, identifier.value, identifier.country, f"identifiers.{index}")
    except UserError as error:
        return index, identifier, error
    return index, identifier, None


def _named(part: Contact | RelatedParty) -> bool:
    return bool(part.name.strip())


def _beside_name(part: Contact | RelatedParty) -> tuple[str, ...]:
    return tuple(astuple(part)[1:])


class CustomerModel(QObject):
    """One customer. ``draft`` is what stands in the form; it is saved by autosave once the customer exists.

    A new customer is written by ``create`` only, so that a name half typed never appears in the list.
    """

    loaded = Signal()
    saved = Signal()
    created = Signal(int)
    case_opened = Signal(int)
    problem_changed = Signal(str)

    def __init__(self, services: Services, runner: Runner, autosave: Autosave, officer: Callable[[], str]) -> None:
        super().__init__()
        self._services, self._runner, self._autosave, self._officer = services, runner, autosave, officer
        self.file: CustomerFile | None = None
        self.draft = Customer(name="")
        self.problems: dict[str, UserError] = {}
        self.notes: dict[str, UserError] = {}
        self._versions = Versions()
        self._unnamed: dict[int, dict[str, Parts]] = {}  # by customer: rows without a name, which the store does not take
        self._dirty = False
        self._saving = 0
        autosave.failed.connect(self._not_saved)

    # --- reading ---------------------------------------------------------------------------------------------------

    def load(self, customer_id: int | None) -> None:
        """Show another customer (None: a new one); what was typed for the last one is saved first."""
        self._autosave.flush()
        self._runner.query(read_file, self._services, customer_id, self._officer(), done=self._show, key="customer.file")

    def refresh(self) -> None:
        """Read again what other screens may have changed; not while something typed is on its way."""
        if self.file is not None and not self.is_new and not self._dirty and not self._saving:
            self._runner.query(read_file, self._services, self.draft.id, self._officer(), done=self._show, key="customer.file")

    @property
    def is_new(self) -> bool:
        return self.draft.id == 0

    @property
    def open_case(self) -> CaseHead | None:
        """The case under way, if there is one."""
        cases = self.file.cases if self.file is not None else ()
        return next((case for case in cases if case.state in OPEN_STATES), None)

    # --- typing ----------------------------------------------------------------------------------------------------

    def change(self, **fields: object) -> None:
        """Take what was typed into one or more fields of ``Customer``.

        The country of a new customer brings its currency, until the officer has chosen one.
        """
        changed = replace(self.draft, **fields)  # type: ignore[arg-type]
        if "country" in fields and self._currency_follows():
            base = self.file.base_currency if self.file is not None else ""
            changed = replace(changed, currency=usual_currency(changed.country) or base or changed.currency)
        if changed == self.draft:
            return
        self.draft = changed
        for place in [
            place for place in self.problems if place.split(".")[0] in fields and not place.startswith("identifiers.")
        ]:
            self._set_problem(place, None)
        if not changed.name.strip():
            self._set_problem("name", UserError("ui.customer.name_missing", "name"))
        self._look_for_names()
        self._dirty = True
        if self.is_new:
            self._autosave.touch(("customer", 0), self._write_draft)
        else:
            self._autosave.touch(("customer", self.draft.id), self._write)

    def _currency_follows(self) -> bool:
        base = self.file.base_currency if self.file is not None else ""
        return self.is_new and self.draft.currency in ("", base, usual_currency(self.draft.country))

    def check_identifiers(self) -> None:
        """Look at the check digits of every number typed so far; messages come back at their fields."""
        for place in [place for place in self.problems if place.startswith("identifiers.")]:
            if int(place.split(".")[1]) >= len(self.draft.identifiers):
                self._set_problem(place, None)  # its row was taken away
        for index, identifier in enumerate(self.draft.identifiers):
            if identifier.value.strip():
                self._runner.query(check_number, index, identifier, done=self._checked, key=f"customer.identifier.{index}")
            else:
                self._set_problem(f"identifiers.{index}", None)

    def create(self) -> None:
        """Write the new customer."""
        if not self.draft.name.strip():
            self._set_problem("name", UserError("ui.customer.name_missing", "name"))
            return
        if any(place in self.problems for place in PART_NAMES):
            return
        self._runner.command(
            save_customer,
            self._services,
            self._versions,
            self._clean(),
            self._officer(),
            done=self._created,
            failed=self._refused,
        )

    def discard(self) -> None:
        """Throw away what was begun for a new customer."""
        self._dirty = False
        self._autosave.forget(("customer", 0))
        self._runner.command(self._services.drafts.drop, self._officer(), drafting.PLACE, done=self._discarded)

    def start_case(self) -> None:
        """Open a case: the first one, or the periodic look at a grade in force."""
        self._runner.command(self._services.cases.open, self.draft.id, self._officer(), done=self._case_opened)

    # ---------------------------------------------------------------------------------------------------------------

    def _clean(self) -> Customer:
        """The draft without the empty rows of its lists, and without those that wait for a name."""
        draft = self.draft
        return replace(
            draft,
            name=draft.name.strip(),
            identifiers=tuple(found for found in draft.identifiers if found.value.strip()),
            contacts=tuple(found for found in draft.contacts if _named(found)),
            related=tuple(found for found in draft.related if _named(found)),
            former_names=tuple(name.strip() for name in draft.former_names if name.strip()),
        )

    def _write(self) -> Write | None:
        if not self._dirty or self.is_new or self._is_held():
            return None
        self._dirty = False
        self._saving += 1
        return Write(save_customer, self._services, self._versions, self._clean(), self._officer(), done=self._written)

    def _write_draft(self) -> Write | None:
        if not self.is_new or not self._dirty:
            return None
        return Write(self._services.drafts.put, self._officer(), drafting.PLACE, drafting.dump(self.draft))

    def _written(self, changed: Changed[Customer]) -> None:
        self._saving -= 1
        self.draft = replace(self.draft, version=changed.value.version, number=changed.value.number)
        if self.file is not None:
            self.file = replace(self.file, customer=changed.value)
        self._take_notes(changed)
        self.saved.emit()
        if GRADE in changed.flags:      # the approval is void by that: head and stop line say so at once
            self.refresh()

    def _not_saved(self, error: BaseException, owner: QObject | None) -> None:
        if owner is not self:
            return
        self._saving -= 1
        self._dirty = True
        if isinstance(error, UserError):
            self._refused(error)

    def _refused(self, error: UserError) -> None:
        for problem in error.problems if isinstance(error, ProblemList) else (error,):
            self._set_problem(self._place(problem), problem)

    def _place(self, problem: UserError) -> str:
        """Services count the numbers without the empty rows; the message stands at the row it is about."""
        name, _, index = (problem.field or "").partition(".")
        if name == "identifiers" and index.isdigit():
            filled = [at for at, found in enumerate(self.draft.identifiers) if found.value.strip()]
            return f"identifiers.{filled[int(index)] if int(index) < len(filled) else 0}"
        return name

    def _take_notes(self, changed: Changed[Customer]) -> None:
        fresh = {self._place(note): note for note in changed.notes}
        before, self.notes = self.notes, fresh
        for place in {*before, *fresh}:
            self.problem_changed.emit(place)

    def _checked(self, answer: tuple[int, Identifier, UserError | None]) -> None:
        index, identifier, error = answer
        if index < len(self.draft.identifiers) and self.draft.identifiers[index] == identifier:
            self._set_problem(f"identifiers.{index}", error)
            if self._dirty and not self.is_new and not self._is_held():
                self._autosave.touch(("customer", self.draft.id), self._write)  # what a wrong number had held back

    def _is_held(self) -> bool:
        """Whether something typed keeps the customer from being saved; a row without a name holds back itself only."""
        return any(place not in PART_NAMES for place in self.problems)

    def _look_for_names(self) -> None:
        """Say at the lists in which a row has no name, and keep such rows, whatever is saved and read meanwhile."""
        unnamed: dict[str, Parts] = {}
        for place, key in PART_NAMES.items():
            unnamed[place] = tuple((at, part) for at, part in enumerate(getattr(self.draft, place)) if not _named(part))
            self._set_problem(place, UserError(key, place) if unnamed[place] else None)
        self._unnamed[self.draft.id] = unnamed

    def _with_unnamed(self, customer: Customer) -> Customer:
        """What was read, with the rows that were typed and wait for a name."""
        lists: dict[str, list[Any]] = {place: list(getattr(customer, place)) for place in PART_NAMES}
        for place, rows in self._unnamed.get(customer.id, {}).items():
            named = {_beside_name(part) for part in lists[place]}  # undone: its name is back
            for at, part in rows:
                if customer.id and _beside_name(part) not in named:  # a new customer's draft holds them itself
                    lists[place].insert(at, part)
        return replace(customer, contacts=tuple(lists["contacts"]), related=tuple(lists["related"]))

    def _set_problem(self, field: str, problem: UserError | None) -> None:
        if problem is None and self.problems.pop(field, None) is None:
            return
        if problem is not None:
            self.problems[field] = problem
        self.problem_changed.emit(field)

    def _show(self, file: CustomerFile) -> None:
        fresh = self.file is None or self.file.customer.id != file.customer.id
        if not fresh and self._dirty:
            self.file = replace(file, customer=self.file.customer if self.file is not None else file.customer)
        else:
            self.file, self.draft, self._dirty = file, self._with_unnamed(file.customer), False
            self.problems.clear()
            self.notes.clear()
            self._look_for_names()
        self.loaded.emit()
        for place in PART_NAMES:
            self.problem_changed.emit(place)

    def _created(self, changed: Changed[Customer]) -> None:
        self._dirty = False
        self.draft = changed.value
        self._autosave.forget(("customer", 0))
        self._runner.command(self._services.drafts.drop, self._officer(), drafting.PLACE)
        self._take_notes(changed)
        self.created.emit(changed.value.id)

    def _discarded(self, nothing: None) -> None:
        self.file = None
        self.load(None)

    def _case_opened(self, changed: Changed[CaseHead]) -> None:
        self.case_opened.emit(changed.value.id)
