"""All services of one open store, built once and handed on by constructor parameter."""

from __future__ import annotations

from dataclasses import dataclass

from app.models.db.store import Store
from app.services.cases.service import Cases
from app.services.clock import Clock, SystemClock
from app.services.customers.service import Customers
from app.services.drafts import Drafts
from app.services.grading.service import Grading
from app.services.grading.voiding import Voiding
from app.services.methodologies import Methodologies
from app.services.officers.service import Officers
from app.services.ratings.service import Ratings
from app.services.reviews.service import Reviews
from app.services.samples import Samples
from app.services.settings.service import SettingsService
from app.services.statements.service import Statements
from app.services.store_care import StoreCare


@dataclass(frozen=True, slots=True)
class Services:
    """What screens, commands and documents work with. Every method opens its own unit of work, on any thread."""

    clock: Clock
    officers: Officers
    settings: SettingsService
    methodologies: Methodologies
    customers: Customers
    cases: Cases
    statements: Statements
    ratings: Ratings
    grading: Grading
    reviews: Reviews
    drafts: Drafts
    samples: Samples
    store_care: StoreCare


def build_services(store: Store, clock: Clock | None = None) -> Services:
    """Build the services of an open store. ``clock`` None: the clock of the machine."""
    clock = clock or SystemClock()
    methodologies = Methodologies(store)
    voiding = Voiding(methodologies)
    settings = SettingsService(store)
    customers = Customers(store, clock, methodologies, voiding)
    cases = Cases(store, clock, methodologies, voiding)
    statements = Statements(store, clock, methodologies, voiding)
    return Services(
        clock=clock, officers=Officers(store), settings=settings, methodologies=methodologies, customers=customers,
        cases=cases, statements=statements, ratings=Ratings(store, clock, methodologies),
        grading=Grading(store, clock, methodologies, voiding), reviews=Reviews(store, clock), drafts=Drafts(store),
        samples=Samples(store, settings, customers, cases, statements), store_care=StoreCare(store),
    )
