"""The units of work with the repositories on them: what services use.

A repository is imported when a unit first asks for it: the list of customers is shown without those of ratings or papers.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from app.models.db.unit_of_work import Reading, Writing

if TYPE_CHECKING:
    from app.models.db.repositories.alarms import AlarmQueries, Alarms
    from app.models.db.repositories.case_list import CaseListQueries
    from app.models.db.repositories.cases import CaseQueries, Cases
    from app.models.db.repositories.changes import ChangeQueries, Changes
    from app.models.db.repositories.customer_list import CustomerListQueries
    from app.models.db.repositories.customers import CustomerQueries, Customers
    from app.models.db.repositories.decisions import DecisionQueries, Decisions
    from app.models.db.repositories.evidence import EvidenceFiles, EvidenceQueries
    from app.models.db.repositories.history import History
    from app.models.db.repositories.holds import HoldQueries, Holds
    from app.models.db.repositories.imports import ImportQueries, Imports
    from app.models.db.repositories.lists import ListingQueries, Listings
    from app.models.db.repositories.log import LogKeeping, LogQueries
    from app.models.db.repositories.orders import OrderQueries, Orders
    from app.models.db.repositories.people import DraftQueries, Drafts, OfficerQueries, Officers, SettingQueries, Settings
    from app.models.db.repositories.ratings import Methodologies, MethodologyQueries, RatingQueries, Ratings
    from app.models.db.repositories.reports import ReportQueries
    from app.models.db.repositories.reviews import ReviewQueries
    from app.models.db.repositories.reviews import Reviews as ReviewKeeping
    from app.models.db.repositories.statements import StatementQueries, Statements
    from app.models.db.repositories.timeline import TimelineQueries
    from app.models.db.repositories.worklist import WorklistQueries


class ReadUnit(Reading):
    """A look at the store."""

    @cached_property
    def customers(self) -> CustomerQueries:
        """Customers."""
        from app.models.db.repositories.customers import CustomerQueries

        return CustomerQueries(self)

    @cached_property
    def customer_list(self) -> CustomerListQueries:
        """The list of customers: filtered, sorted, summed."""
        from app.models.db.repositories.customer_list import CustomerListQueries

        return CustomerListQueries(self)

    @cached_property
    def cases(self) -> CaseQueries:
        """Cases with answers and securities."""
        from app.models.db.repositories.cases import CaseQueries

        return CaseQueries(self)

    @cached_property
    def statements(self) -> StatementQueries:
        """Financial statements."""
        from app.models.db.repositories.statements import StatementQueries

        return StatementQueries(self)

    @cached_property
    def evidence(self) -> EvidenceQueries:
        """Files kept with cases."""
        from app.models.db.repositories.evidence import EvidenceQueries

        return EvidenceQueries(self)

    @cached_property
    def methodologies(self) -> MethodologyQueries:
        """Published methodology versions."""
        from app.models.db.repositories.ratings import MethodologyQueries

        return MethodologyQueries(self)

    @cached_property
    def ratings(self) -> RatingQueries:
        """Stored ratings."""
        from app.models.db.repositories.ratings import RatingQueries

        return RatingQueries(self)

    @cached_property
    def decisions(self) -> DecisionQueries:
        """Proposals and decisions."""
        from app.models.db.repositories.decisions import DecisionQueries

        return DecisionQueries(self)

    @cached_property
    def changes(self) -> ChangeQueries:
        """Grade-change log and grades in force."""
        from app.models.db.repositories.changes import ChangeQueries

        return ChangeQueries(self)

    @cached_property
    def alarms(self) -> AlarmQueries:
        """Early warnings that were raised."""
        from app.models.db.repositories.alarms import AlarmQueries

        return AlarmQueries(self)

    @cached_property
    def holds(self) -> HoldQueries:
        """Holds of limits."""
        from app.models.db.repositories.holds import HoldQueries

        return HoldQueries(self)

    @cached_property
    def listings(self) -> ListingQueries:
        """Watchlist and blacklist."""
        from app.models.db.repositories.lists import ListingQueries

        return ListingQueries(self)

    @cached_property
    def orders(self) -> OrderQueries:
        """Checks of orders."""
        from app.models.db.repositories.orders import OrderQueries

        return OrderQueries(self)

    @cached_property
    def log(self) -> LogQueries:
        """Looking through the grade-change log; corrections."""
        from app.models.db.repositories.log import LogQueries

        return LogQueries(self)

    @cached_property
    def reports(self) -> ReportQueries:
        """Outside reports over all cases."""
        from app.models.db.repositories.reports import ReportQueries

        return ReportQueries(self)

    @property
    def reviews(self) -> ChangeQueries:
        """The review calendar: ``review_rows``."""
        return self.changes

    @cached_property
    def looks(self) -> ReviewQueries:
        """Reviews with who makes them, notes on them, absences, overrides."""
        from app.models.db.repositories.reviews import ReviewQueries

        return ReviewQueries(self)

    @cached_property
    def officers(self) -> OfficerQueries:
        """Officers."""
        from app.models.db.repositories.people import OfficerQueries

        return OfficerQueries(self)

    @cached_property
    def settings(self) -> SettingQueries:
        """Settings."""
        from app.models.db.repositories.people import SettingQueries

        return SettingQueries(self)

    @cached_property
    def drafts(self) -> DraftQueries:
        """Half-typed input."""
        from app.models.db.repositories.people import DraftQueries

        return DraftQueries(self)

    @cached_property
    def journal(self) -> History:
        """What happened, and whether the chain holds."""
        from app.models.db.repositories.history import History

        return History(self)

    @cached_property
    def imports(self) -> ImportQueries:
        """Files from outside and what they brought."""
        from app.models.db.repositories.imports import ImportQueries

        return ImportQueries(self)

    @cached_property
    def worklist(self) -> WorklistQueries:
        """How much waits, and what moved."""
        from app.models.db.repositories.worklist import WorklistQueries

        return WorklistQueries(self)

    @cached_property
    def case_list(self) -> CaseListQueries:
        """The list of investigations."""
        from app.models.db.repositories.case_list import CaseListQueries

        return CaseListQueries(self)

    @cached_property
    def timeline(self) -> TimelineQueries:
        """What happened to a customer and all that hangs on it."""
        from app.models.db.repositories.timeline import TimelineQueries

        return TimelineQueries(self)


class WriteUnit(Writing, ReadUnit):
    """One command: the same repositories, saving too."""

    @cached_property
    def customers(self) -> Customers:
        """Customers."""
        from app.models.db.repositories.customers import Customers

        return Customers(self)

    @cached_property
    def cases(self) -> Cases:
        """Cases with answers and securities."""
        from app.models.db.repositories.cases import Cases

        return Cases(self)

    @cached_property
    def statements(self) -> Statements:
        """Financial statements."""
        from app.models.db.repositories.statements import Statements

        return Statements(self)

    @cached_property
    def evidence(self) -> EvidenceFiles:
        """Files kept with cases."""
        from app.models.db.repositories.evidence import EvidenceFiles

        return EvidenceFiles(self)

    @cached_property
    def methodologies(self) -> Methodologies:
        """Published methodology versions."""
        from app.models.db.repositories.ratings import Methodologies

        return Methodologies(self)

    @cached_property
    def ratings(self) -> Ratings:
        """Stored ratings."""
        from app.models.db.repositories.ratings import Ratings

        return Ratings(self)

    @cached_property
    def decisions(self) -> Decisions:
        """Proposals and decisions."""
        from app.models.db.repositories.decisions import Decisions

        return Decisions(self)

    @cached_property
    def changes(self) -> Changes:
        """Grade-change log and grades in force."""
        from app.models.db.repositories.changes import Changes

        return Changes(self)

    @cached_property
    def alarms(self) -> Alarms:
        """Early warnings that were raised."""
        from app.models.db.repositories.alarms import Alarms

        return Alarms(self)

    @cached_property
    def holds(self) -> Holds:
        """Holds of limits."""
        from app.models.db.repositories.holds import Holds

        return Holds(self)

    @cached_property
    def listings(self) -> Listings:
        """Watchlist and blacklist."""
        from app.models.db.repositories.lists import Listings

        return Listings(self)

    @cached_property
    def log(self) -> LogKeeping:
        """Looking through the grade-change log; corrections."""
        from app.models.db.repositories.log import LogKeeping

        return LogKeeping(self)

    @cached_property
    def orders(self) -> Orders:
        """Checks of orders."""
        from app.models.db.repositories.orders import Orders

        return Orders(self)

    @cached_property
    def looks(self) -> ReviewKeeping:
        """Reviews with who makes them, notes on them, absences, overrides."""
        from app.models.db.repositories.reviews import Reviews

        return Reviews(self)

    @cached_property
    def officers(self) -> Officers:
        """Officers."""
        from app.models.db.repositories.people import Officers

        return Officers(self)

    @cached_property
    def settings(self) -> Settings:
        """Settings."""
        from app.models.db.repositories.people import Settings

        return Settings(self)

    @cached_property
    def drafts(self) -> Drafts:
        """Half-typed input."""
        from app.models.db.repositories.people import Drafts

        return Drafts(self)

    @cached_property
    def imports(self) -> Imports:
        """Files from outside and what they brought."""
        from app.models.db.repositories.imports import Imports

        return Imports(self)
