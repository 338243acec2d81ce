"""Dossiers in three languages, made once for all tests of the papers."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from app.models.domain.enums import Grade
from app.services.documents.assemble import assemble
from app.services.documents.content import DossierContent
from app.services.documents.source import DossierSource
from app.services.methodology import builtin
from app.services.rating import ask_next, lift, principles
from app.services.ratings.inputs import input_of
from tests.services.documents import cases

LANGUAGES = ("en", "zh", "ru")


@cache
def full_source() -> DossierSource:
    """A decided case with every part filled: findings, advice, proposal, decision, history."""
    case, m = cases.view(), builtin()
    base = cases.source(case)
    given = input_of(case, cases.TODAY)
    return replace(
        base,
        findings=principles(
            m, given, base.result, assessor="officer 1", owner="salesperson 1", approver="officer 2", last_version=m.version
        ),
        ask=ask_next(m, given, base.result),
        lift=lift(m, given, base.result),
        proposal=cases.proposal(case, Grade.BBB),
        decisions=(cases.decision("Agreed."),),
        changes=(cases.change(),),
    )


@cache
def dossier(lang: str) -> DossierContent:
    """The dossier of that case."""
    return assemble(full_source(), lang)


@pytest.fixture(params=LANGUAGES)
def lang(request: pytest.FixtureRequest) -> str:
    """Each language of the program."""
    return str(request.param)


@pytest.fixture
def content(lang: str) -> DossierContent:
    """The filled dossier in that language."""
    return dossier(lang)
