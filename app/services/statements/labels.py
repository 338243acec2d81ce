"""Which line of the canonical statement a printed label or code means. Exact words only: a doubtful label stays unread."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from app.models.domain.labels import LANGUAGES
from app.models.domain.methodology import Line

# Words of published statements that differ from the names in the methodology.
_ALSO: dict[str, tuple[str, ...]] = {
    "cash": ("cash", "货币资金", "денежные средства", "денежные средства и денежные эквиваленты"),
    "ar": ("accounts receivable", "trade and other receivables", "应收账款净额", "дебиторская задолженность"),
    "inv": ("inventory", "存货净额", "запасы"),
    "CA": ("total current assets", "流动资产总计", "итого по разделу ii", "итого оборотных активов", "оборотные активы"),
    "NCA": ("total non-current assets", "total noncurrent assets", "非流动资产总计", "итого по разделу i", "внеоборотные активы"),
    "TA": ("total assets", "资产合计", "资产总额", "баланс (актив)", "итого активов", "активы всего"),
    "ap": ("accounts payable", "trade and other payables", "кредиторская задолженность"),
    "CL": ("total current liabilities", "流动负债总计", "итого по разделу v", "краткосрочные обязательства"),
    "NCL": ("total non-current liabilities", "非流动负债总计", "итого по разделу iv", "долгосрочные обязательства"),
    "TL": ("total liabilities", "负债总计", "负债总额", "итого обязательств"),
    "paid_in": ("share capital", "paid-in capital", "股本", "实收资本（或股本）", "уставный капитал"),
    "E": (
        "total equity", "shareholders equity", "total shareholders equity", "股东权益合计", "所有者权益（或股东权益）合计",
        "所有者权益总计", "итого по разделу iii", "капитал и резервы", "итого капитала",
    ),
    "TLE": (
        "total liabilities and equity", "负债和股东权益总计", "负债及股东权益总计", "负债和所有者权益（或股东权益）总计",
        "负债及所有者权益总计", "баланс (пассив)",
    ),
    "rev": ("revenue", "revenues", "net sales", "sales", "主营业务收入", "выручка"),
    "cogs": ("cost of goods sold", "cost of revenue", "主营业务成本", "себестоимость продаж"),
    "gross": ("gross profit", "gross margin", "валовая прибыль", "валовая прибыль (убыток)"),
    "op_sales": ("прибыль (убыток) от продаж", "прибыль от продаж"),
    "int_exp": ("interest expense", "проценты к уплате"),
    "int_inc": ("interest income", "проценты к получению"),
    "pbt": ("profit before tax", "income before tax", "税前利润", "прибыль (убыток) до налогообложения"),
    "tax": ("income tax", "income tax expense", "所得税", "налог на прибыль"),
    "np": ("net profit", "net income", "profit for the year", "чистая прибыль (убыток)", "чистая прибыль"),
    "cfo": (
        "net cash from operating activities", "经营活动产生的现金流量净额", "сальдо денежных потоков от текущих операций",
    ),
    "cfi": (
        "net cash from investing activities", "投资活动产生的现金流量净额", "сальдо денежных потоков от инвестиционных операций",
    ),
    "cff": (
        "net cash from financing activities", "筹资活动产生的现金流量净额", "сальдо денежных потоков от финансовых операций",
    ),
    "cfo_in_sales": ("销售商品、提供劳务收到的现金",),
    "capex": ("购建固定资产、无形资产和其他长期资产支付的现金", "purchase of property, plant and equipment"),
}

_CODE = re.compile(r"(?<![0-9])[1-4][0-9]{3}(?![0-9])")
_BRACKETS = re.compile(r"\([^()]*\)")
# What statements print before a label: 一、 (一) 1. I. 减: 其中: 加: * and the like.
_LEAD = re.compile(
    r"^(?:[*#△\s]+|[一二三四五六七八九十]+[、.]|\([一二三四五六七八九十0-9]+\)|[0-9]{1,2}[.)、](?![0-9])|[ivx]{1,4}\.|"
    r"(?:减|加|其中|including|less|add|of which|в том числе|в т\.ч\.):?(?=.))\s*"
)


class LineFinder:
    """Finds the line of a label or of a code of the Russian forms."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._names: dict[str, str | None] = {}
        self._codes: dict[str, str | None] = {}
        kept = tuple(lines)
        for line in kept:
            for name in _names(line):
                _put(self._names, plain_label(name), line.key)
        shorter: dict[str, str | None] = {}
        for line in kept:
            for name in _names(line):
                _put(shorter, plain_label(_without_brackets(name)), line.key)
        self._names = shorter | self._names         # a name as a whole comes before one without its brackets
        self._codes = _codes(kept)
        keys = {line.key for line in kept}
        for key, names in _ALSO.items():
            for name in names if key in keys else ():
                self._names[plain_label(name)] = key

    def by_label(self, label: str) -> str | None:
        """Key of the line with this label in any of the languages; None when there is none or more than one."""
        whole = plain_label(label)
        return self._names[whole] if whole in self._names else self._names.get(plain_label(_without_brackets(label)))

    def by_code(self, text: str) -> str | None:
        """Key of the line with this code of the Russian forms ("1250"); None for anything else."""
        return self._codes.get(text.strip().removesuffix(".0"))


def plain_label(label: str) -> str:
    """The letters of a label that tell it from others: width, case, numbering, "less:", blanks and marks do not."""
    text = unicodedata.normalize("NFKC", label).casefold().strip()
    while (shorter := _LEAD.sub("", text, count=1)) != text:
        text = shorter
    return re.sub(r"[\W_]+", "", text)


def _names(line: Line) -> Iterable[str]:
    yield from (line.label.get(lang) for lang in LANGUAGES)
    yield from re.split(r"\s*\+\s*", line.cas)


def _without_brackets(name: str) -> str:
    return _BRACKETS.sub("", unicodedata.normalize("NFKC", name))


def _codes(lines: tuple[Line, ...]) -> dict[str, str | None]:
    """Codes that are a line of their own, then those that are one of several parts of a line."""
    alone: dict[str, str | None] = {}
    parts: dict[str, str | None] = {}
    for line in lines:
        # Codes behind words ("part of", "less") belong to another line as a whole.
        if re.fullmatch(r"\s*[0-9]{4}(?:\s*[+,]\s*[0-9]{4})*\s*", line.rsbu):
            found = _CODE.findall(line.rsbu)
            for code in found:
                _put(alone if len(found) == 1 else parts, code, line.key)
    return parts | alone


def _put(names: dict[str, str | None], name: str, key: str) -> None:
    """A name of two lines means neither."""
    if name:
        names[name] = key if names.get(name, key) == key else None
