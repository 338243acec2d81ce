"""The sample customer: put in on the first run, taken out again with everything that hangs on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from app.models.db.store import Store
from app.services.cases.service import Cases
from app.services.changes import CASE, CUSTOMER, REVIEWS, STATEMENTS, Changed, changed
from app.services.customers.service import Customers
from app.services.settings.service import SettingsService
from app.services.statements.service import Statements

SAMPLE = "sample"


class Samples:
    """Installing and removing sample data. What is sample is marked so on the customer and on every answer."""

    def __init__(
        self, store: Store, settings: SettingsService, customers: Customers, cases: Cases, statements: Statements
    ) -> None:
        self._store = store
        self._settings = settings
        self._customers = customers
        self._cases = cases
        self._statements = statements

    def install(self, by: str, lang: str = "en") -> Changed[int]:
        """Create the sample customer with statements and an open case, its words in ``lang``; return the customer's id.

        Where the sample is already there it is returned as it is. The exchange rates that belong to its statements are
        entered too, unless the store has rates of its own.
        """
        with self._store.together("sample.install"):
            return self._install(by, lang)

    def _install(self, by: str, lang: str) -> Changed[int]:
        from app.services.sample_data import load_sample

        for customer_id in self._there():
            if self._whole(customer_id):
                return changed(customer_id, customer_id=customer_id)
            self._customers.delete(customer_id, by)         # a start that was cut off half-way
        sample = load_sample(lang)
        self._enter_rates(sample.rates, sample.rates_date, sample.case.currency, by)
        flags = tuple(dict.fromkeys((*sample.customer.flags, SAMPLE)))
        customer_id = self._customers.save(replace(sample.customer, flags=flags), by).value.id
        for statement in sample.statements:
            self._statements.save(customer_id, statement, by)
        head = self._cases.open(
            customer_id, by, profile=sample.case.profile, purpose=sample.case.purpose,
            requested_limit=sample.case.requested_limit, requested_term=sample.case.requested_term, currency=sample.case.currency,
            own_monthly_sales=sample.case.own_monthly_sales, own_exposure=sample.case.own_exposure,
            own_overdue=sample.case.own_overdue, with_areas=sample.case.with_areas,
        ).value
        self._cases.answer(head.id, [replace(answer, sample=True) for answer in sample.answers], by)
        if sample.guarantees:
            self._cases.guarantees(head.id, tuple(sample.guarantees), by)
        return changed(customer_id, CUSTOMER, CASE, STATEMENTS, REVIEWS, customer_id=customer_id, case_id=head.id)

    def there(self) -> bool:
        """Whether a sample customer is in the store."""
        return bool(self._there())

    def remove(self, by: str) -> Changed[int]:
        """Remove every sample customer; return how many there were."""
        there = self._there()
        with self._store.together("sample.remove"):
            for customer_id in there:
                self._customers.delete(customer_id, by)
        return changed(len(there), CUSTOMER, CASE, STATEMENTS, REVIEWS)

    def _enter_rates(self, rates: Mapping[str, Decimal], day: date, base: str, by: str) -> None:
        if self._settings.get("base_currency") != base or self._settings.rates().days:
            return
        for currency, rate in rates.items():
            self._settings.set_rate(day, currency, rate, by)

    def _whole(self, customer_id: int) -> bool:
        cases = self._cases.of_customer(customer_id)
        return bool(cases) and bool(self._cases.view(cases[0].id).answers)

    def _there(self) -> tuple[int, ...]:
        with self._store.read() as unit:
            return unit.customers.sample_ids()
