"""Asserting refusals by their key."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.models.domain.errors import ProblemList, UserError
from app.texts import Texts


def told(call: Callable[[], object]) -> UserError | None:
    """The UserError that ``call`` raises, None when it goes through; anything else is a bug and passes on."""
    try:
        call()
    except UserError as error:
        return error
    return None


def refused(key: str, call: Callable[[], object], field: str | None = None) -> UserError:
    """The UserError of ``key`` that ``call`` raises, at ``field`` if given; its text exists in every language."""
    with pytest.raises(UserError) as caught:
        call()
    error = caught.value
    assert error.key == key, f"{error.key} {error.params}"
    assert field is None or error.field == field
    for one in (error, *(error.problems if isinstance(error, ProblemList) else ())):
        for lang in ("en", "zh", "ru"):
            assert Texts.load(lang).error(one.key, one.params)
    return error
