"""Where the words of a PDF stand, read back by poppler, to see that nothing leaves the page or lies on another word."""

from __future__ import annotations

import html
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

_PAGE = re.compile(r'<page width="([\d.]+)" height="([\d.]+)">')
_WORD = re.compile(r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*?)</word>')


@dataclass(frozen=True)
class Word:
    """A word and its box in points from the upper left corner."""

    page: int
    left: float
    top: float
    right: float
    bottom: float
    text: str


def need(tool: str) -> str:
    """Return the path of a tool, or skip the test where it is not installed."""
    found = shutil.which(tool)
    if found is None:
        pytest.skip(f"{tool} is not installed")
    return found


def run(*arguments: str) -> str:
    """Run a tool and return what it prints."""
    done = subprocess.run([need(arguments[0]), *arguments[1:]], capture_output=True, check=True, timeout=120)
    return done.stdout.decode("utf-8")


def text_of(pdf: bytes, folder: Path) -> str:
    """Return the text of a PDF with all white space taken out, for poppler sets its own between Chinese characters."""
    return re.sub(r"\s+", "", raw_text(pdf, folder))


def raw_text(pdf: bytes, folder: Path) -> str:
    """Return the text of a PDF."""
    path = folder / "paper.pdf"
    path.write_bytes(pdf)
    return run("pdftotext", "-layout", str(path), "-")


def words_of(pdf: bytes, folder: Path) -> tuple[list[Word], list[tuple[float, float]]]:
    """Return the words and the sizes of the pages."""
    path = folder / "paper.pdf"
    path.write_bytes(pdf)
    words, pages = [], []
    for line in run("pdftotext", "-bbox", str(path), "-").splitlines():
        if page := _PAGE.search(line):
            pages.append((float(page[1]), float(page[2])))
        elif word := _WORD.search(line):
            left, top, right, bottom = (float(word[n]) for n in range(1, 5))
            words.append(Word(len(pages), left, top, right, bottom, html.unescape(word[5])))
    return words, pages


def outside(words: list[Word], pages: list[tuple[float, float]]) -> list[Word]:
    """Return the words that leave their page."""
    return [
        word
        for word in words
        if word.left < 0 or word.top < 0 or word.right > pages[word.page - 1][0] or word.bottom > pages[word.page - 1][1]
    ]


def overlapping(words: list[Word]) -> list[tuple[Word, Word]]:
    """Return pairs of words on one page whose boxes share more than a third of the smaller one."""
    found = []
    by_page: dict[int, list[Word]] = {}
    for word in words:
        by_page.setdefault(word.page, []).append(word)
    for page in by_page.values():
        page.sort(key=lambda word: word.top)
        for place, one in enumerate(page):
            for two in page[place + 1 :]:
                if two.top >= one.bottom:
                    break
                if _shared(one, two) > 0.34:
                    found.append((one, two))
    return found


def _shared(one: Word, two: Word) -> float:
    wide = min(one.right, two.right) - max(one.left, two.left)
    high = min(one.bottom, two.bottom) - max(one.top, two.top)
    if wide <= 0 or high <= 0:
        return 0.0
    smaller = min((one.right - one.left) * (one.bottom - one.top), (two.right - two.left) * (two.bottom - two.top))
    return wide * high / smaller if smaller else 0.0
