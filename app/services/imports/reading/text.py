"""Text tables: which letters, which sign between the fields, and whether quotation marks surround a field or belong to it."""

from __future__ import annotations

import csv
import itertools
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from app.services.imports.reading.model import ANY, Note, NoteKind, Row, TextChoice
from app.services.imports.reading.sniff import looks_utf16, refusal
from app.services.imports.words import words

Quoting = Literal[0, 3]
_SAMPLE = 400_000
_LINES = 200
DELIMITERS = (",", ";", "\t", "|")
ENCODINGS = ("gb18030", "big5", "cp1251", "cp866", "cp1252")
"""The encodings without a mark that are tried, besides UTF-8."""
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_SEP = re.compile(r"^sep=(.)\r?$", re.IGNORECASE)


class TextTable:
    """A text file as rows of texts; what was guessed stands in ``notes`` and can be chosen otherwise."""

    def __init__(self, path: Path, choice: TextChoice = ANY) -> None:
        self._path = path
        with path.open("rb") as file:
            sample = file.read(_SAMPLE)
        self.notes: list[Note] = []
        self.encoding = choice.encoding or self._found_encoding(sample)
        text = sample.decode(self.encoding, errors="replace")
        if len(sample) == _SAMPLE:
            text = text[:max(text.rfind("\n"), text.rfind("\r")) + 1] or text
        lines = text.splitlines()
        self._skipped = 0
        named = _SEP.match(lines[0]) if lines else None
        if named:
            self._skipped = 1
        self.delimiter = choice.delimiter or (named[1] if named else best_delimiter(lines[:_LINES]))
        self.quoting = self._found_quoting(text)

    def rows(self) -> Iterator[Row]:
        """The rows, read as they are asked for; a blank field is None."""
        try:
            # One way to end a line, whatever the file uses: the reader would take "\r" alone for a mistake.
            with self._path.open(encoding=self.encoding, errors="replace") as file:
                for _ in range(self._skipped):
                    file.readline()
                for fields in csv.reader(file, delimiter=self.delimiter, quoting=self.quoting):
                    yield tuple(field if field != "" else None for field in fields)
        except csv.Error:
            raise refusal("import.damaged", self._path) from None

    def _found_encoding(self, sample: bytes) -> str:
        for mark, name in _MARKS:
            if sample.startswith(mark):
                return name
        wide = looks_utf16(sample[:2_000])
        if wide is not None:
            self.notes.append(Note(NoteKind.ENCODING, wide))
            return wide
        try:
            _decoded_whole(sample, "utf-8")
        except UnicodeDecodeError:
            name = best_encoding(sample)
            self.notes.append(Note(NoteKind.ENCODING, name))
            return name
        return "utf-8"

    def _found_quoting(self, text: str) -> Quoting:
        """Quotation marks around fields, unless the rows come out more even when they are letters like others."""
        if '"' not in text:
            return csv.QUOTE_MINIMAL
        if _evenness(text, self.delimiter, csv.QUOTE_NONE) > _evenness(text, self.delimiter, csv.QUOTE_MINIMAL):
            self.notes.append(Note(NoteKind.QUOTES))
            return csv.QUOTE_NONE
        return csv.QUOTE_MINIMAL


def best_delimiter(lines: list[str]) -> str:
    """The sign that cuts most lines into the same number of fields, more than one; a comma where none does."""
    best, score = ",", 0.0
    for sign in DELIMITERS:
        try:
            counts = Counter(len(fields) for fields in csv.reader(lines, delimiter=sign) if fields)
        except csv.Error:
            continue
        if not counts:
            continue
        fields, lines_so = max(counts.items(), key=lambda pair: (pair[1] * (pair[0] > 1), pair[0]))
        rated = 0.0 if fields < 2 else lines_so / counts.total() + min(fields, 50) / 1_000
        if rated > score:
            best, score = sign, rated
    return best


def _evenness(text: str, delimiter: str, quoting: Quoting) -> float:
    """Share of lines of the text that are rows with the usual number of fields."""
    lines = text.splitlines()
    try:
        rows = csv.reader(lines, delimiter=delimiter, quoting=quoting)
        counts = Counter(len(fields) for fields in itertools.islice(rows, 5_000))
    except csv.Error:
        return 0.0
    return counts.most_common(1)[0][1] / min(len(lines), 5_000) if counts else 0.0


def _decoded_whole(sample: bytes, encoding: str) -> str:
    """Decode a sample whose last letter may be cut in two. UnicodeDecodeError when it is not of that encoding."""
    for cut in range(4):
        try:
            return sample[: len(sample) - cut].decode(encoding)
        except UnicodeDecodeError as error:
            if error.start < len(sample) - 4 or cut == 3:
                raise
    raise AssertionError("unreachable")


def best_encoding(sample: bytes) -> str:
    """The encoding without a mark in which the letters make most sense: Chinese, Cyrillic or Latin."""
    return max(ENCODINGS, key=lambda name: _sense(sample, name))


def _sense(sample: bytes, encoding: str) -> float:
    try:
        text = _decoded_whole(sample, encoding)
    except UnicodeDecodeError:
        return -1.0
    strange = [char for char in text if ord(char) > 127]
    if not strange:
        return 0.0
    if encoding in ("gb18030", "big5"):
        return sum(char in words()["han"] for char in strange) / len(strange) * (1.2 if encoding == "gb18030" else 1.19)
    if encoding in ("cp1251", "cp866"):
        told = sum(len(found) for found in re.findall(words()["cyrillic"], text.lower()))
        odd = len(re.findall(words()["cyrillic_odd"], text))
        return (told - 3 * odd) / len(strange)
    return sum(char in words()["latin"] for char in strange) / len(strange) * 0.9
