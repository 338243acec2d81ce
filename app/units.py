"""Units that stand beside a number in a field or a file: multipliers, currencies, per cent, counters.

All words are lower case; the dot of an abbreviation is left out (``тыс.`` → ``тыс``).
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

MULTIPLIERS: dict[str, Decimal] = {
    word: Decimal(10) ** power
    for power, words in {
        3: ("千", "仟", "тыс", "тысяч", "тысяча", "тысячи", "т", "k", "thousand"),
        4: ("万", "萬"),
        6: ("百万", "млн", "миллион", "миллиона", "миллионов", "mln", "mn", "m", "million", "millions"),
        7: ("千万",),
        8: ("亿", "億"),
        9: ("十亿", "млрд", "миллиард", "миллиарда", "миллиардов", "bn", "billion", "billions"),
        12: ("万亿", "трлн", "триллион", "триллиона", "триллионов", "trillion", "trillions"),
    }.items()
    for word in words
}

CURRENCIES: dict[str, str] = {
    word: code
    for code, words in {
        "CNY": ("元", "圆", "人民币", "人民币元", "rmb", "cny", "¥", "yuan", "юань", "юаня", "юаней"),
        "RUB": ("руб", "рубль", "рубля", "рублей", "р", "₽", "rub", "rur", "卢布"),
        "USD": ("美元", "usd", "us$", "$", "долл", "доллар", "доллара", "долларов", "долл сша", "долларов сша", "dollars"),
        "EUR": ("欧元", "eur", "€", "евро", "euro", "euros"),
        "GBP": ("英镑", "gbp", "£"),
        "HKD": ("港元", "港币", "香港元", "hkd", "hk$"),
        "JPY": ("日元", "日圆", "jpy", "jp¥", "иена", "иены", "иен"),
        "KZT": ("坚戈", "kzt", "₸", "тенге"),
        "BYN": ("byn",),
        "CHF": ("瑞士法郎", "chf"),
        "INR": ("卢比", "inr", "₹"),
        "AUD": ("澳元", "澳大利亚元", "aud", "a$"),
        "CAD": ("加元", "加拿大元", "cad", "c$"),
        "SGD": ("新加坡元", "新元", "坡币", "sgd", "s$"),
        "TWD": ("新台币", "台币", "twd", "nt$"),
        "KRW": ("韩元", "韩国元", "韩圆", "krw", "₩"),
        "MOP": ("澳门元", "mop"),
        "NZD": ("新西兰元", "nzd"),
        "THB": ("泰铢", "thb"),
        "MYR": ("林吉特", "马来西亚林吉特", "myr"),
        "SEK": ("瑞典克朗", "sek"),
        "NOK": ("挪威克朗", "nok"),
        "DKK": ("丹麦克朗", "dkk"),
        "DEM": ("德国马克", "dem"),
        "FRF": ("法国法郎", "frf"),
        "TRY": ("土耳其里拉", "try", "₺"),
        "AED": ("迪拉姆", "aed"),
        "UAH": ("uah", "₴", "гривна", "гривны", "гривен"),
        "PLN": ("兹罗提", "pln", "zł", "злотых"),
    }.items()
    for word in words
}

COUNTERS: dict[str, str] = {
    word: unit
    for unit, words in {
        "%": ("%", "процент", "процента", "процентов", "percent", "per cent"),
        "day": ("天", "日", "дн", "день", "дня", "дней", "day", "days"),
        "month": ("个月", "мес", "месяц", "месяца", "месяцев", "month", "months"),
        "year": ("年", "г", "год", "года", "лет", "year", "years"),
        "person": ("人", "名", "чел", "человек", "person", "persons", "people"),
        "times": ("次", "倍", "раз", "раза", "times", "x", "×"),
    }.items()
    for word in words
}

_WORDS = {**CURRENCIES, **COUNTERS}


@cache
def _words() -> re.Pattern[str]:
    # Longest first, so that 万亿 is not read as 万; a word in letters must end where the letters end ("mx" is no unit).
    words = sorted([*MULTIPLIERS, *_WORDS], key=len, reverse=True)
    parts = (re.escape(word) + (r"(?![a-zа-яё])" if re.search("[a-zа-яё]$", word) else "") for word in words)
    return re.compile("|".join(parts))


_SIGN_AFTER_K = re.compile(r"^(k|m|mn|bn)(?=[€$£¥₽])")


def read_unit(text: str) -> tuple[Decimal, str] | None:
    """Multiplier and unit of the words round a number; None when any of them is unknown.

    The unit is ``""`` when only a multiplier stands there, else ``%``, an ISO currency code, ``day``, ``month``,
    ``year``, ``person`` or ``times``. ¥ is read as the yuan; the yen is written JP¥, JPY or 日元.

    >>> read_unit("万元"), read_unit("тыс. руб."), read_unit("k€")
    ((Decimal('10000'), 'CNY'), (Decimal('1000'), 'RUB'), (Decimal('1000'), 'EUR'))
    """
    rest = " ".join(text.lower().replace(".", " ").split())
    multiplier: Decimal | None = None
    unit = ""
    while rest:
        match = _SIGN_AFTER_K.match(rest) or _words().match(rest)
        if match is None:
            return None
        word = match.group()
        if word in MULTIPLIERS and multiplier is None:
            multiplier = MULTIPLIERS[word]
        elif word in _WORDS and unit in ("", _WORDS[word]):
            unit = _WORDS[word]
        else:
            return None
        rest = rest[match.end() :].lstrip()
    return multiplier or Decimal(1), unit
