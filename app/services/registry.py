"""All services of one open store, made one by one and handed on by constructor parameter."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from app.services.clock import Clock, SystemClock

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from app.models.db.records import Answers
    from app.models.db.store import Store
    from app.services.alarms.service import Alarms
    from app.services.cases.service import Cases
    from app.services.customers.listing import CustomerList
    from app.services.customers.service import Customers
    from app.services.drafts import Drafts
    from app.services.evidence.service import EvidenceFiles
    from app.services.grading.service import Grading
    from app.services.grading.voiding import Voiding
    from app.services.help.service import Help
    from app.services.holds import Holds
    from app.services.imports.service import Imports
    from app.services.ledger.service import Ledgers
    from app.services.lists.service import WatchAndBlackLists
    from app.services.log.service import ChangeLog
    from app.services.methodologies import Methodologies
    from app.services.methodology.drafts import MethodologyDrafts
    from app.services.officers.service import Officers
    from app.services.orders.service import Orders
    from app.services.overrides_watch.service import OverridesWatch
    from app.services.ratings.service import Ratings
    from app.services.replay.service import Replay
    from app.services.reports.service import OutsideReports
    from app.services.reviews.service import Reviews
    from app.services.rights.service import Rights
    from app.services.samples import Samples
    from app.services.search.service import Search
    from app.services.settings.service import SettingsService
    from app.services.statements.service import Statements
    from app.services.store_care import StoreCare
    from app.services.timeline.service import Timeline
    from app.services.trail import Trail
    from app.services.undo.service import Undo
    from app.services.views import SavedViews
    from app.services.worklist.service import WorklistService


class Services:
    """What screens, commands and documents work with. Every method opens its own unit of work, on any thread.

    A service is imported and made when it is first asked for: the list of customers, which is shown first, needs few.
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        self.clock = clock
        self._store = store

    def page(
        self, *, customer_id: int | None = None, case_id: int | None = None, answered: Answers = "none", history: bool = False,
        ledger: bool = False, draft: tuple[str, str] | None = None,
    ) -> AbstractContextManager[object]:
        """One look at the store for everything that this thread reads inside; see ``Store.page``.

        ``draft``: owner and place of a draft that comes along.
        """
        also, beside = None, None
        if draft is not None:
            from app.models.db.repositories.people import one_draft

            also, beside = one_draft, {"owner": draft[0], "place": draft[1]}
        return self._store.page(
            customer_id=customer_id, case_id=case_id, answered=answered, history=history, ledger=ledger, also=also, beside=beside
        )

    @cached_property
    def officers(self) -> Officers:
        """Who works with the store."""
        from app.services.officers.service import Officers
        from app.services.officers.sign_in import SignIn

        return Officers(self._store, SignIn(self._store, self.clock))

    @cached_property
    def rights(self) -> Rights:
        """What an officer may do."""
        from app.services.rights.service import Rights

        return Rights(self._store)

    @cached_property
    def settings(self) -> SettingsService:
        """Settings and rates."""
        from app.services.settings.service import SettingsService

        return SettingsService(self._store)

    @cached_property
    def methodologies(self) -> Methodologies:
        """Published methodology versions."""
        from app.services.methodologies import Methodologies

        return Methodologies(self._store, self.clock)

    @cached_property
    def methodology_drafts(self) -> MethodologyDrafts:
        """Drafts of the next methodology version: editing, what would change, publishing."""
        from app.services.methodology.drafts import MethodologyDrafts

        return MethodologyDrafts(self._store, self.clock, self.methodologies)

    @cached_property
    def customers(self) -> Customers:
        """Customers: the list, the search, keeping and removing."""
        from app.services.customers.service import Customers

        return Customers(self._store, self.clock, self.methodologies, self._voiding)

    @cached_property
    def customer_list(self) -> CustomerList:
        """The list of customers: what is found, pages, sums."""
        from app.services.customers.listing import CustomerList

        return CustomerList(self._store, self.clock)

    @cached_property
    def search(self) -> Search:
        """The search over everything that was written down."""
        from app.services.search.service import Search

        return Search(self._store)

    @cached_property
    def views(self) -> SavedViews:
        """Views of lists that officers keep for themselves."""
        from app.services.views import SavedViews

        return SavedViews(self._store)

    @cached_property
    def cases(self) -> Cases:
        """Cases with answers, securities and evidence."""
        from app.services.cases.service import Cases

        return Cases(self._store, self.clock, self.methodologies, self._voiding)

    @cached_property
    def evidence(self) -> EvidenceFiles:
        """Files kept with the cases of a customer."""
        from app.services.evidence.service import EvidenceFiles

        return EvidenceFiles(self._store, self.clock, self._voiding)

    @cached_property
    def timeline(self) -> Timeline:
        """What happened to a customer, and where its figures come from."""
        from app.services.timeline.service import Timeline

        return Timeline(self._store, self.clock, self.methodologies)

    @cached_property
    def statements(self) -> Statements:
        """Financial statements."""
        from app.services.statements.service import Statements

        return Statements(self._store, self.clock, self.methodologies, self._voiding)

    @cached_property
    def imports(self) -> Imports:
        """Files from outside: checking, importing, taking back."""
        from app.services.imports.service import Imports

        return Imports(self._store, self.clock, self.methodologies, self._voiding)

    @cached_property
    def ledger(self) -> Ledgers:
        """The own receivables of customers."""
        from app.services.ledger.service import Ledgers

        return Ledgers(self._store, self.clock, self.methodologies)

    @cached_property
    def ratings(self) -> Ratings:
        """Scores, and grades out of scores."""
        from app.services.ratings.service import Ratings

        return Ratings(self._store, self.clock, self.methodologies)

    @cached_property
    def grading(self) -> Grading:
        """Proposals, decisions and the grade-change log."""
        from app.services.grading.service import Grading

        return Grading(self._store, self.clock, self.methodologies, self._voiding)

    @cached_property
    def log(self) -> ChangeLog:
        """The grade-change log as it is looked through, exported and corrected."""
        from app.services.log.service import ChangeLog

        return ChangeLog(self._store, self.clock)

    @cached_property
    def replay(self) -> Replay:
        """Past ratings run again; what was known on a day."""
        from app.services.replay.service import Replay

        return Replay(self._store, self.clock, self.methodologies)

    @cached_property
    def holds(self) -> Holds:
        """What holds limits beside an overdue review."""
        from app.services.holds import Holds

        return Holds(self._store, self.clock, self.methodologies)

    @cached_property
    def alarms(self) -> Alarms:
        """Early warnings that became tasks."""
        from app.services.alarms.service import Alarms

        return Alarms(self._store, self.clock, self.methodologies)

    @cached_property
    def lists(self) -> WatchAndBlackLists:
        """Watchlist and blacklist."""
        from app.services.lists.service import WatchAndBlackLists

        return WatchAndBlackLists(self._store, self.clock, self._voiding)

    @cached_property
    def orders(self) -> Orders:
        """Orders against limits: checks and releases."""
        from app.services.orders.service import Orders

        return Orders(self._store, self.clock, self.methodologies)

    @cached_property
    def reports(self) -> OutsideReports:
        """Reports of outside agencies, over all cases."""
        from app.services.reports.service import OutsideReports

        return OutsideReports(self._store, self.clock)

    @cached_property
    def reviews(self) -> Reviews:
        """The review calendar."""
        from app.services.reviews.service import Reviews

        return Reviews(self._store, self.clock, self.methodologies)

    @cached_property
    def overrides_watch(self) -> OverridesWatch:
        """Overrides: how many there are, and what becomes of those that have ended."""
        from app.services.overrides_watch.service import OverridesWatch

        return OverridesWatch(self._store, self.clock, self.methodologies)

    @cached_property
    def worklist(self) -> WorklistService:
        """What waits to be done, most money at risk first."""
        from app.services.worklist.service import WorklistService

        return WorklistService(self._store, self.clock, self._published)

    def _published(self) -> Methodologies:
        return self.methodologies

    @cached_property
    def drafts(self) -> Drafts:
        """Half-typed input."""
        from app.services.drafts import Drafts

        return Drafts(self._store)

    @cached_property
    def samples(self) -> Samples:
        """The sample company."""
        from app.services.samples import Samples

        return Samples(self._store, self.settings, self.customers, self.cases, self.statements)

    @cached_property
    def store_care(self) -> StoreCare:
        """What the store is, whether it is whole, its backups."""
        from app.services.store_care import StoreCare

        return StoreCare(self._store)

    @cached_property
    def undo(self) -> Undo:
        """Taking commands back and doing them again; it remembers from when it is first asked for."""
        from app.services.undo.service import Undo

        return Undo(self._store, self.methodologies, self._voiding)

    @cached_property
    def trail(self) -> Trail:
        """Names for the way back to case and customer."""
        from app.services.trail import Trail

        return Trail(self._store)

    @cached_property
    def help(self) -> Help:
        """Help in three languages, with what the methodology says of its items."""
        from app.services.help.service import Help

        return Help(self.methodologies.current)

    @cached_property
    def _voiding(self) -> Voiding:
        from app.services.grading.voiding import Voiding

        return Voiding(self.methodologies)


def build_services(store: Store, clock: Clock | None = None) -> Services:
    """Build the services of an open store. ``clock`` None: the clock of the machine."""
    from app.services.rights.guard import Guard, SignedIn

    clock = clock or SystemClock()
    if not isinstance(store.guard, Guard):      # services that are built anew over an open store keep who has signed in
        store.guard = Guard(SignedIn(), clock)
    store.guard.clock = clock
    store.moment = clock.now
    return Services(store, clock)
