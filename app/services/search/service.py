"""Finds customers, cases, persons, notes and files by what is typed, also when it is typed with a slip."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from app.models.db.repositories.search import GRAM, Place, SearchQueries, grams
from app.models.db.search_text import folded, folded_code
from app.models.db.store import Store
from app.models.domain.enums import Grade
from app.models.domain.search import HIT_KINDS, Hit
from app.services.search.nearness import allowed, overlap, runs, slips, swapped

_MOST_PLACES = 160
_MOST_CANDIDATES = 900
_NEAREST = 60
_ENOUGH = 3
_AROUND = 28
_KIND_OF = {
    "name": "customer", "former_name": "customer", "pinyin": "customer", "initials": "customer", "number": "customer",
    "identifier": "identifier", "contact": "contact", "related": "contact", "case_number": "case", "purpose": "case",
    "answer": "note", "note": "note", "proposal": "note", "statement": "note", "file": "evidence",
}


class Search:
    """Reads only; on any thread."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def find(self, text: str, limit: int = 20) -> tuple[Hit, ...]:
        """Return the best hits, the best first; nothing for an empty text.

        Names, former names, pinyin and initials, numbers, registration numbers, case numbers, contacts, notes and names of
        files. What is written nearly so is looked for when hardly anything is written exactly so.
        """
        typed = folded(text.replace("\0", " "))[:200]
        if not typed:
            return ()
        with self._store.read() as unit:
            queries = SearchQueries(unit)
            ranked = _exact(queries, typed, limit)
            if len(ranked) < _ENOUGH and len(typed) > GRAM and not any(rank[0] <= 1 for rank, _ in ranked):
                known = {hit.customer_id for _, hit in ranked}
                ranked += [one for one in _near(queries, typed) if one[1].customer_id not in known]
        return _best(ranked, limit)


Ranked = list[tuple[tuple[int, int, int], Hit]]


def _exact(queries: SearchQueries, typed: str, limit: int) -> Ranked:
    words = typed.split()
    wanted: dict[str, dict[int, None]] = defaultdict(dict)
    wanted["customer"].update(dict.fromkeys(queries.beginning(typed, limit)))
    long = [gram for word in _indexed(words) for gram in grams(word)]
    if long:
        code = folded_code(typed)
        ways = [long, grams(code)] if len(code) >= 4 and code != typed else [long]
        for kind, row_id in queries.containing(ways, _MOST_PLACES):
            wanted[kind][row_id] = None
    elif len(wanted["customer"]) < limit:
        wanted["customer"].update(dict.fromkeys(queries.scanned([typed], limit * 2)))
        for kind, row_id in queries.persons(typed, limit):
            wanted[kind][row_id] = None
    ranked: Ranked = []
    for kind, ids in wanted.items():
        for place in queries.places(kind, list(ids)):
            found = _match(place, typed, words)
            if found is not None:
                ranked.append(found)
    return ranked


def _indexed(words: Sequence[str]) -> list[str]:
    return [word for word in words if len(word) >= GRAM]


def _match(place: Place, typed: str, words: Sequence[str]) -> tuple[tuple[int, int, int], Hit] | None:
    """The best part of a place that holds all words, with its rank; None when none does."""
    code = folded_code(typed)
    best: tuple[int, str, str] | None = None
    for where, part in place.parts:
        plain = folded(part)
        at = plain.find(typed)
        if at < 0 and not all(word in plain for word in words):
            if len(code) < 4 or where not in ("identifier", "number", "contact") or code not in folded_code(part):
                continue
            at = 0
        quality = 0 if plain == typed else 1 if at == 0 else 2 if at > 0 and not plain[at - 1].isalnum() else 3
        if best is None or quality < best[0]:
            best = (quality, where, _around(part, words))
    if best is None:
        return None
    return _hit(place, *best)


def _hit(place: Place, quality: int, where: str, matched: str, *, exact: bool = True) -> tuple[tuple[int, int, int], Hit]:
    kind = _KIND_OF[where]
    grade = None if place.grade is None else Grade(place.grade)
    subtitle = place.case_number or place.number
    hit = Hit(kind, place.customer_id, place.case_id, place.name, subtitle, where, matched, grade, place.item, exact)
    return (quality, HIT_KINDS.index(kind), len(place.name)), hit


def _around(part: str, words: Sequence[str]) -> str:
    """The text around the first word, on one line."""
    line = " ".join(part.split())
    at = max(0, min((spot for word in words if (spot := line.casefold().find(word)) >= 0), default=0))
    start, end = max(0, at - _AROUND), at + _AROUND * 2
    return ("…" if start else "") + line[start:end] + ("…" if end < len(line) else "")


# --- nearly the same --------------------------------------------------------------------------------------------------


def _near(queries: SearchQueries, typed: str) -> Ranked:
    most = allowed(typed)
    size = 2 if any(char >= "\u2e80" for char in typed) else GRAM
    ids = _candidates(queries, typed, chinese=size == 2)
    wanted = runs(typed, size)
    scored = [(overlap(wanted, names), customer_id, names) for customer_id, names in queries.names(ids)]
    scored.sort(key=lambda one: -one[0])
    near: dict[int, int] = {}
    for _, customer_id, names in scored[:_NEAREST]:
        found = min(slips(typed, line, most) for line in names.split("\n") if line)
        if found <= most:
            near[customer_id] = found
    places = queries.places("customer", list(near))
    return [_hit(place, 3 + near[place.customer_id], "name", place.name, exact=False) for place in places]


def _candidates(queries: SearchQueries, typed: str, *, chinese: bool) -> list[int]:
    if chinese:
        half = max(2, len(typed) // 2)
        return queries.scanned([typed[:half], typed[-half:]], _MOST_CANDIDATES)
    words = _indexed(typed.split())
    ways: list[list[str]] = []
    for at, word in enumerate(words):
        others = [gram for place, other in enumerate(words) if place != at for gram in grams(other)]
        ways += [[*others, *way] for way in _nearly(word)]
    return [row_id for _, row_id in queries.containing(ways, _MOST_CANDIDATES, "customer")]


def _nearly(word: str) -> list[list[str]]:
    """Runs of letters of which a word with a slip still holds all of one list."""
    found = grams(word)
    ways = [grams(one) for one in swapped(word)]
    if len(found) <= 3:
        return [*ways, *([gram] for gram in found)]
    third = max(2, len(found) // 3)
    return [*ways, found[:third], found[-third:], found[third:-third]]


def _best(ranked: Ranked, limit: int) -> tuple[Hit, ...]:
    """The best of each kind, so that many hits of one kind hide no other; then the best of all."""
    ranked.sort(key=lambda one: (one[0], one[1].title, one[1].customer_id))
    share = max(3, limit // 3)
    kept: list[Hit] = []
    rest: list[Hit] = []
    seen: dict[str, int] = defaultdict(int)
    once: set[tuple[object, ...]] = set()
    for _, hit in ranked:
        key = (hit.kind, hit.customer_id, hit.case_id, hit.item)
        if key in once:
            continue
        once.add(key)
        seen[hit.kind] += 1
        (kept if seen[hit.kind] <= share else rest).append(hit)
    chosen = kept[:limit] + rest[: max(0, limit - len(kept))]
    order = {id(hit): at for at, (_, hit) in enumerate(ranked)}
    return tuple(sorted(chosen, key=lambda hit: order[id(hit)]))
