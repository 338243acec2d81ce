"""Officers, settings and drafts."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, bindparam, delete, insert, select, update

from app.models.db.records import every_row
from app.models.db.rows import Draft
from app.models.db.tables.keeping import drafts
from app.models.db.tables.people import officers, settings
from app.models.db.unit_of_work import Reading, Writing
from app.models.domain.enums import Role
from app.models.domain.errors import UserError
from app.models.domain.parties import Officer


class OfficerQueries:
    """Reading officers."""

    def __init__(self, unit: Reading) -> None:
        self._unit = unit

    def all(self) -> tuple[Officer, ...]:
        """Return every officer, active or not, in the order of entry."""
        rows = every_row(self._unit, officers, "id")
        return tuple(Officer(row.id, row.name, Role(row.role), row.active, bool(row.password)) for row in rows)

    def get(self, name: str) -> Officer | None:
        """Return the officer of exactly that name."""
        return next((officer for officer in self.all() if officer.name == name), None)

    def secret(self, officer_id: int) -> str:
        """Return the stored form of an officer's password, "" for one without."""
        return str(self._unit.scalar(select(officers.c.password).where(officers.c.id == officer_id)) or "")


class Officers(OfficerQueries):
    """Reading and saving officers."""

    def __init__(self, unit: Writing) -> None:
        super().__init__(unit)
        self._writing = unit

    def save(self, officer: Officer) -> Officer:
        """Store an officer (id 0 = new) and return it. UserError "store.officer_exists" at field "name"."""
        taken = select(officers.c.id).where(officers.c.name == officer.name, officers.c.id != officer.id)
        if self._unit.connection.execute(taken).first() is not None:
            raise UserError("store.officer_exists", field="name", name=officer.name)
        values = {"name": officer.name, "role": officer.role, "active": officer.active}
        if officer.id:
            self._writing.update(officers, officer.id, values)
            return officer
        new = self._writing.insert(officers, {**values, "password": ""})
        return Officer(new, officer.name, officer.role, officer.active)

    def set_secret(self, officer_id: int, secret: str) -> None:
        """Keep the stored form of a new password; "" takes the password away."""
        self._writing.update(officers, officer_id, {"password": secret})


class SettingQueries:
    """Reading settings."""

    def __init__(self, unit: Reading) -> None:
        self._unit = unit

    def get(self, key: str) -> str | None:
        """Return a setting, None when it was never set."""
        return self.all().get(key)

    def all(self) -> dict[str, str]:
        """Return every setting that was set."""
        return {row.key: row.value for row in every_row(self._unit, settings, "key")}


class Settings(SettingQueries):
    """Reading and changing settings."""

    def __init__(self, unit: Writing) -> None:
        super().__init__(unit)
        self._writing = unit

    def set(self, key: str, value: str) -> None:
        """Store a setting."""
        row_id = self._unit.scalar(select(settings.c.id).where(settings.c.key == key))
        if row_id is None:
            self._writing.insert(settings, {"key": key, "value": value})
        else:
            self._writing.update(settings, row_id, {"value": value})


def one_draft() -> dict[str, Select[Any]]:
    """The query that brings one draft with the records of a page (``Store.page(also=…)``); parameters "owner", "place"."""
    return {drafts.name: select(drafts).where(drafts.c.owner == bindparam("owner"), drafts.c.place == bindparam("place"))}


class DraftQueries:
    """Reading half-typed input."""

    def __init__(self, unit: Reading) -> None:
        self._unit = unit

    def get(self, owner: str, place: str) -> Draft | None:
        """Return what ``owner`` had typed at ``place``."""
        records = self._unit.records
        if records is not None and records.holds(drafts.name):
            row = next((row for row in records.named(drafts.name) if (row.owner, row.place) == (owner, place)), None)
        else:
            row = self._unit.one(select(drafts).where(drafts.c.owner == owner, drafts.c.place == place))
        return None if row is None else Draft(row.owner, row.place, row.payload, row.saved_at)

    def all(self, owner: str) -> tuple[Draft, ...]:
        """Return every draft of ``owner``, oldest first."""
        rows = self._unit.rows(select(drafts).where(drafts.c.owner == owner).order_by(drafts.c.saved_at, drafts.c.id))
        return tuple(Draft(row.owner, row.place, row.payload, row.saved_at) for row in rows)


class Drafts(DraftQueries):
    """Reading and keeping half-typed input. Drafts are no part of the business and do not enter the journal."""

    def __init__(self, unit: Writing) -> None:
        super().__init__(unit)
        self._writing = unit

    def put(self, owner: str, place: str, payload: str) -> None:
        """Keep what is being typed, in place of what was kept before."""
        values = {"payload": payload, "saved_at": self._writing.now}
        connection = self._writing.connection
        same = update(drafts).where(drafts.c.owner == owner, drafts.c.place == place)
        if not connection.execute(same.values(values)).rowcount:
            connection.execute(insert(drafts), {"owner": owner, "place": place, **values})

    def drop(self, owner: str, place: str) -> None:
        """Forget a draft; it is no mistake if there is none."""
        self._writing.connection.execute(delete(drafts).where(drafts.c.owner == owner, drafts.c.place == place))
