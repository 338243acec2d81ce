"""Processes that are born loaded: a script forks one for each trial instead of starting an interpreter.

Each harness here runs as a script of its own (``python -m tests.faults.kills …``), never inside the test process, and
prints what it saw as one line of JSON.
"""

from __future__ import annotations

import os
import select
import signal
import time
import traceback
from collections.abc import Callable

from app.models.db.units import ReadUnit, WriteUnit
from app.models.domain.answers import Answer, Guarantee
from app.models.domain.enums import CaseMode, CaseState, ChangeClass
from app.models.domain.parties import Customer
from app.models.domain.records import CaseHead
from tests.models.db import samples

Work = Callable[[int], None]


def fork(work: Work) -> tuple[int, int]:
    """Run ``work(pipe)`` in a new process; return (its id, the end of the pipe to read from)."""
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        return child, reading
    os.close(reading)
    code = 1
    try:
        work(writing)
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


def read_all(reading: int) -> bytes:
    """Read until every writer of the pipe is gone."""
    parts = []
    while part := os.read(reading, 65536):
        parts.append(part)
    os.close(reading)
    return b"".join(parts)


def kill_after(work: Work, seconds: float) -> bytes:
    """Run ``work`` and kill it without warning ``seconds`` after its first sign of life; return what it wrote."""
    child, reading = fork(work)
    select.select([reading], [], [], 10)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return read_all(reading)


def run(work: Work) -> tuple[int, bytes]:
    """Run ``work`` to its end; return (exit code, negative for a signal; what it wrote)."""
    child, reading = fork(work)
    written = read_all(reading)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), written


def save_story(unit: WriteUnit, number: int) -> None:
    """What an officer's save may touch at once: customer, case, answers, securities, evidence, and the journal."""
    samples.publish(unit)
    customer = unit.customers.save(Customer(f"Customer {number}", number=f"K{number}"))
    head = CaseHead(0, "", customer.id, CaseState.DRAFT, CaseMode.INTERNAL, "small", samples.METHOD_HASH, "1",
                    samples.NOON.date(), "officer 1", ChangeClass.FIRST)
    case = unit.cases.save(head)
    unit.cases.save_answers(case.id, [Answer(f"A{n:02d}", note=f"note {number}") for n in range(3)])
    unit.cases.save_guarantees(case.id, [Guarantee("land", samples.terms().limit)])
    unit.evidence.add(case.id, f"{number}.pdf", os.urandom(6000), "officer 1")


def stories(unit: ReadUnit) -> set[int]:
    """Return the numbers whose story is there whole; AssertionError when one is there in part."""
    found = set()
    for row in unit.customers.page(limit=100_000):
        (head,) = unit.cases.of_customer(row.id)
        assert len(unit.cases.answers(head.id)) == 3, row
        assert len(unit.cases.guarantees(head.id)) == 1, row
        (file,) = unit.evidence.of_case(head.id)
        assert len(unit.evidence.data(file.id)) == file.size == 6000, row
        found.add(int(row.number[1:]))
    return found
