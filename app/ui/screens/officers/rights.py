"""What a role may do and decide, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.models.domain.enums import Role
from app.models.domain.errors import UserError
from app.ui.context import Ui

if TYPE_CHECKING:
    from app.models.domain.methodology import ApprovalLevel
    from app.models.domain.parties import Officer
    from app.services.registry import Services


@dataclass(frozen=True, slots=True)
class Seen:
    """What the screen shows: the officers, what each role may do, the levels of the approval matrix in the base currency, and
    why the officer at work may not keep the list (None: he may).
    """

    officers: tuple[Officer, ...]
    rights: dict[Role, tuple[str, ...]]
    levels: tuple[ApprovalLevel, ...]
    currency: str
    refusal: UserError | None


def look(services: Services, officer: str) -> Seen:
    """Read everything for the screen."""
    with services.page():
        return Seen(
            services.officers.all(), {role: services.rights.of_role(role) for role in Role},
            services.methodologies.current().approvals, services.settings.get("base_currency"),
            services.rights.refusal("officer.add", officer),
        )


def rights_in_words(ui: Ui, seen: Seen, role: Role) -> str:
    """Such as "May: enter customers · import files"."""
    return ui.t("ui.officers.may", rights=" · ".join(ui.t(f"rights.{right}") for right in seen.rights[role]))


def level_in_words(ui: Ui, seen: Seen, role: Role) -> str:
    """Which amount and which grades the role may decide."""
    level = next((one for one in seen.levels if one.role == role.value), None)
    if level is None:
        return ui.t("ui.officers.level_none")
    if level.amount is None:
        return ui.t("ui.officers.level_all", grade=level.lowest.name)
    return ui.t("ui.officers.level", amount=ui.money(level.amount, seen.currency, 0), grade=level.lowest.name)
