"""Reading and changing settings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from app.models.db.store import Store
from app.models.db.units import ReadUnit
from app.services.changes import SETTINGS as SETTINGS_FLAG
from app.services.changes import Changed, changed
from app.services.settings.rates import RateTable
from app.services.settings.schema import SETTINGS, check_currency, setting


class SettingsService:
    """Settings by key; a key that was never set has the default of its schema."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, key: str) -> str:
        """Return a setting. KeyError for a key that is not in the schema."""
        with self._store.read() as unit:
            return read(unit, key)

    def all(self) -> dict[str, str]:
        """Return every setting by its key, defaults filled in."""
        with self._store.read() as unit:
            kept = unit.settings.all()
        return {spec.key: kept.get(spec.key, spec.default) for spec in SETTINGS}

    def set(self, key: str, value: str, by: str) -> Changed[str]:
        """Check and keep a setting; return it as it is kept. UserError ``settings.*`` at the key."""
        kept = setting(key).check(key, value)
        with self._store.write("settings.set", by) as unit:
            if read(unit, key) != kept:
                unit.settings.set(key, kept)
                unit.commit()
        return changed(kept, SETTINGS_FLAG)

    def set_all(self, values: Mapping[str, str], by: str) -> Changed[int]:
        """Check and keep several settings in one step; return how many differ from before."""
        kept = {key: setting(key).check(key, value) for key, value in values.items()}
        with self._store.write("settings.set_all", by) as unit:
            new = {key: value for key, value in kept.items() if read(unit, key) != value}
            for key, value in new.items():
                unit.settings.set(key, value)
            unit.commit()
        return changed(len(new), SETTINGS_FLAG)

    def rates(self) -> RateTable:
        """Return the table of exchange rates."""
        return RateTable.from_json(self.get("rates"))

    def set_rate(self, day: date, currency: str, rate: Decimal | None, by: str) -> Changed[RateTable]:
        """Set one rate from ``day`` on (None takes it out): units of the base currency per unit of ``currency``."""
        code = check_currency("rates", currency)
        with self._store.write("settings.rate", by) as unit:
            table = RateTable.from_json(read(unit, "rates")).with_rate(day, code, rate)
            unit.settings.set("rates", table.to_json())
            unit.commit()
        return changed(table, SETTINGS_FLAG)


def read(unit: ReadUnit, key: str) -> str:
    """A setting within a unit of work."""
    kept = unit.settings.get(key)
    return setting(key).default if kept is None else kept


def rates_on(unit: ReadUnit, day: date) -> tuple[str, dict[str, Decimal], date | None]:
    """Base currency, the rates that hold on ``day`` and the date of the newest one."""
    kept = unit.settings.all()
    base = kept.get("base_currency", setting("base_currency").default)
    rates, since = RateTable.from_json(kept.get("rates", "{}")).on(day, base)
    return base, rates, since
