"""The units of work with the repositories on them: what services use."""

from __future__ import annotations

from functools import cached_property

from app.models.db.repositories.cases import CaseQueries, Cases
from app.models.db.repositories.changes import ChangeQueries, Changes
from app.models.db.repositories.customers import CustomerQueries, Customers
from app.models.db.repositories.decisions import DecisionQueries, Decisions
from app.models.db.repositories.evidence import EvidenceFiles, EvidenceQueries
from app.models.db.repositories.history import History
from app.models.db.repositories.people import DraftQueries, Drafts, OfficerQueries, Officers, SettingQueries, Settings
from app.models.db.repositories.ratings import Methodologies, MethodologyQueries, RatingQueries, Ratings
from app.models.db.repositories.statements import StatementQueries, Statements
from app.models.db.unit_of_work import Reading, Writing


class ReadUnit(Reading):
    """A look at the store."""

    @cached_property
    def customers(self) -> CustomerQueries:
        """Customers."""
        return CustomerQueries(self)

    @cached_property
    def cases(self) -> CaseQueries:
        """Cases with answers and securities."""
        return CaseQueries(self)

    @cached_property
    def statements(self) -> StatementQueries:
        """Financial statements."""
        return StatementQueries(self)

    @cached_property
    def evidence(self) -> EvidenceQueries:
        """Files kept with cases."""
        return EvidenceQueries(self)

    @cached_property
    def methodologies(self) -> MethodologyQueries:
        """Published methodology versions."""
        return MethodologyQueries(self)

    @cached_property
    def ratings(self) -> RatingQueries:
        """Stored ratings."""
        return RatingQueries(self)

    @cached_property
    def decisions(self) -> DecisionQueries:
        """Proposals and decisions."""
        return DecisionQueries(self)

    @cached_property
    def changes(self) -> ChangeQueries:
        """Grade-change log and grades in force."""
        return ChangeQueries(self)

    @property
    def reviews(self) -> ChangeQueries:
        """The review calendar: ``review_rows``."""
        return self.changes

    @cached_property
    def officers(self) -> OfficerQueries:
        """Officers."""
        return OfficerQueries(self)

    @cached_property
    def settings(self) -> SettingQueries:
        """Settings."""
        return SettingQueries(self)

    @cached_property
    def drafts(self) -> DraftQueries:
        """Half-typed input."""
        return DraftQueries(self)

    @cached_property
    def journal(self) -> History:
        """What happened, and whether the chain holds."""
        return History(self)


class WriteUnit(Writing, ReadUnit):
    """One command: the same repositories, saving too."""

    @cached_property
    def customers(self) -> Customers:
        """Customers."""
        return Customers(self)

    @cached_property
    def cases(self) -> Cases:
        """Cases with answers and securities."""
        return Cases(self)

    @cached_property
    def statements(self) -> Statements:
        """Financial statements."""
        return Statements(self)

    @cached_property
    def evidence(self) -> EvidenceFiles:
        """Files kept with cases."""
        return EvidenceFiles(self)

    @cached_property
    def methodologies(self) -> Methodologies:
        """Published methodology versions."""
        return Methodologies(self)

    @cached_property
    def ratings(self) -> Ratings:
        """Stored ratings."""
        return Ratings(self)

    @cached_property
    def decisions(self) -> Decisions:
        """Proposals and decisions."""
        return Decisions(self)

    @cached_property
    def changes(self) -> Changes:
        """Grade-change log and grades in force."""
        return Changes(self)

    @cached_property
    def officers(self) -> Officers:
        """Officers."""
        return Officers(self)

    @cached_property
    def settings(self) -> Settings:
        """Settings."""
        return Settings(self)

    @cached_property
    def drafts(self) -> Drafts:
        """Half-typed input."""
        return Drafts(self)
