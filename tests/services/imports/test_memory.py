"""Very many invoices in little memory, measured in a process of their own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_all_invoices_of_the_published_set_take_less_than_half_a_gigabyte(root: Path, shared: Path) -> None:
    files = [str(shared / "data/sme" / f"with_rating_123_{which}_invoices.csv.gz") for which in ("sales", "purchase")]
    command = [sys.executable, "-m", "benchmarks.bench_turnover", *files]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "'read': 373431" in done.stdout and "as before: True" in done.stdout
