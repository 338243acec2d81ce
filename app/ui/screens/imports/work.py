"""What the import screen asks of worker threads."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.models.domain.errors import UserError
from app.services.progress import Progress

if TYPE_CHECKING:
    from app.services.changes import Changed
    from app.services.imports.check import Checked, Decisions
    from app.services.imports.commit import Done
    from app.services.imports.fields import Fields
    from app.services.imports.model import Kind
    from app.services.imports.profiles import Profile
    from app.services.imports.session import Peek, Seen, Work
    from app.services.registry import Services


def look(
    services: Services, path: Path, lang: str, progress: Progress
) -> tuple[Path, Peek | None, UserError | None]:
    """The first rows of a file, or why it is refused."""
    from app.services.imports.service import mark_of
    from app.services.imports.session import peek

    try:
        services.imports.refuse_known([mark_of(path)])
        return path, peek(path, lang, progress), None
    except UserError as error:
        return path, None, error


def profiles(services: Services) -> tuple[Profile, ...]:
    """All profiles, own ones first."""
    from app.services.imports.session import profiles_of

    return profiles_of(services)


def read_all(
    services: Services, paths: Sequence[Path], lang: str, profile: str, progress: Progress
) -> tuple[Work, Fields, tuple[Mapping[str, Seen], ...]]:
    """Files read and understood, the fields there are, and the first values."""
    from app.services.imports.fields import fields_of
    from app.services.imports.session import first_values, read

    work = read(services, paths, lang, progress, profile)
    return work, fields_of(services.methodologies.current()), first_values(work)


def edited(
    work: Work, call: Callable[..., Work], args: tuple[Any, ...]
) -> tuple[Work, Work, tuple[Mapping[str, Seen], ...]]:
    """The work before and after one change, and the first values then."""
    from app.services.imports.session import first_values

    after = call(work, *args)
    return work, after, first_values(after)


def check(services: Services, work: Work, progress: Progress) -> Checked:
    """Check every row."""
    from app.services.imports import session

    return session.check(services, work, progress)


def decide(services: Services, checked: Checked, decisions: Decisions, progress: Progress) -> Checked:
    """Check again with decisions about companies."""
    return services.imports.decide(checked, decisions, progress)


def write(
    services: Services, checked: Checked, decisions: Decisions, by: str, progress: Progress
) -> Changed[Done]:
    """Write what was checked."""
    from app.services.imports import session

    return session.commit(services, checked, decisions, by, progress)


def keep_profile(services: Services, work: Work, name: str, by: str) -> Changed[str]:
    """Remember how files like these are understood."""
    from app.services.imports.session import profile_of

    return services.imports.save_profile(name, profile_of(work, name), by)


def blank(path: Path, services: Services, kinds: Sequence[Kind], lang: str) -> Path:
    """Write a blank workbook with a sheet for each kind of record."""
    from app.services.imports.templates import write_template

    write_template(path, kinds, services.methodologies.current(), lang)
    return path
