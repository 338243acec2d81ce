"""What a new store gets: the shipped methodology, and two officers so that four eyes are there from the first case."""

from __future__ import annotations

from app.models.domain.enums import Role
from app.models.domain.parties import Officer
from app.services.registry import Services
from app.texts import Texts


def prepare(services: Services, texts: Texts) -> tuple[Officer, ...]:
    """Publish the shipped methodology and name two officers where the store has none yet; return all active officers."""
    there = services.officers.all()
    if not there:
        first, second = texts("officer.first"), texts("officer.second")
        services.methodologies.ensure_builtin(first)
        services.officers.add(first, Role.CREDIT_MANAGER, first)
        services.officers.add(second, Role.GENERAL_MANAGER, first)
        there = services.officers.all()
    return tuple(officer for officer in there if officer.active)
