"""Lines that move while nothing happens: clocks, counters, advertisements, session marks.

Each form describes a whole line, or a whole piece of a line that "|" or a bullet parts, so
that a sentence with the same words in it stays.
"""

import re

_UNIT = (
    r"(?:s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|weeks?"
    r"|хв(?:илин\w?)?|мин(?:ут\w?)?|годин\w?|час\w*|Minuten?|Stunden?)"
)
_LABEL = (
    r"(?:(?:last|recently|first)\s+)?(?:updated?|modified|refreshed|published|posted|edited"
    r"|оновлено|обновлено|aktualisiert|mis\s+à\s+jour|actualizado|aggiornato)"
)
_AGO = re.compile(
    rf"(?:{_LABEL}\s*[:-]?\s*)?(?:just\s+now|(?:about\s+|less\s+than\s+|over\s+|il\s+y\s+a\s+|vor\s+)?"
    rf"(?:an?|\d+)\s*{_UNIT}(?:\s+\d+\s*{_UNIT})?\.?(?:\s+(?:ago|тому|назад|fa))?)",
    re.IGNORECASE,
)
_STAMP = re.compile(rf"{_LABEL}\b[^.!?\"]{{0,20}}\d[^!?\"]{{0,60}}", re.IGNORECASE)
_WORD_OF_A_CLOCK = re.compile(
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|jan(?:uary)?|feb(?:ruary)?"
    r"|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?|a\.?m\.?|p\.?m\.?|utc|gmt|e[es]t|e[de]st|[cw]es?t|msk|bst|z|at"
    r"|st|nd|rd|th|o'clock|local|time|now|live|current|currently|it|is|in|the|today",
    re.IGNORECASE,
)
_COUNTED = (
    r"(?:views?|reads?|readers?|comments?|shares?|likes?|reactions?|replies|retweets?|votes?"
    r"|downloads?|claps?|followers?|subscribers?|viewers?|visitors?|listeners?|plays?|bookmarks?"
    r"|(?:people|users|others)(?:\s+are)?(?:\s+(?:reading|watching|viewing|online|here))?"
    r"|times\s+(?:read|shared|viewed)|просмотр\w*|перегляд\w*|комментари\w*|коментар\w*"
    r"|Aufrufe|Kommentare?|vues|commentaires?|lectores|comentarios?|visualizzazioni)"
)
_NUMBER = r"\d[\d.,' ]*\s*(?:[km]|thousand|million|тис\.?|тыс\.?)?"
_COUNTER = re.compile(
    rf"{_NUMBER}\s*{_COUNTED}(?:\s+(?:so\s+far|now|today|online|this\s+(?:article|story|page)"
    rf"|right\s+now|reading|watching|this)){{0,3}}|{_COUNTED}\s*[:(]?\s*{_NUMBER}\)?"
    rf"|{_NUMBER}[\s-]*min(?:ute)?s?\s+(?:read|listen|watch)"
    r"|you\s+have\s+(?:read\s+)?\d+\s.{0,40}\b(?:articles?|stories)\b.{0,40}",
    re.IGNORECASE,
)
_ADVERTISEMENT = re.compile(
    r"(?:advert(?:isement|ising)?|sponsored(?:\s+(?:content|by))?|promoted(?:\s+content)?|anzeige"
    r"|реклама|publicité|publicidad|pubblicità|ad)(?:\s*(?:[:|-]|\d+\s+of\s+\d+).{0,160})?",
    re.IGNORECASE,
)
_SESSION = re.compile(
    r"(?:session|request|trace|visitor|page|reference|ref|ray|build)(?:\s+(?:id|no\.?|number))?"
    r"\s*[:#]\s*[\w.-]{5,80}|(?=\S*\d)[0-9a-f-]{12,64}",
    re.IGNORECASE,
)
_PARTS = re.compile(r"\s+(?:[|/\u00b7\u2022-])\s+")
_LONGEST = 200


def is_volatile(line: str) -> bool:
    """Say whether a line by its form says nothing that lasts."""
    if not line or len(line) > _LONGEST:
        return False
    forms = (_AGO, _STAMP, _COUNTER, _ADVERTISEMENT, _SESSION)
    return any(form.fullmatch(line) for form in forms) or _is_clock(line)


def without_volatile(line: str) -> str:
    """Return a line without its volatile pieces; "" where nothing lasts of it."""
    if len(line) > _LONGEST:
        return line
    if is_volatile(line):
        return ""
    parts = _PARTS.split(line)
    if len(parts) == 1:
        return line
    return " | ".join(part for part in parts if not is_volatile(part))


def _is_clock(line: str) -> bool:
    """Say whether a line is a time of day or a date, and nothing else."""
    if not any(character.isdigit() for character in line):
        return False
    words = re.findall(r"[^\W\d_]+(?:[.'][^\W\d_]+)*\.?", line)
    has_clock = bool(re.search(r"\d{1,2}[:.]\d{2}|\d{4}|\d{1,2}\s*[ap]\.?m", line, re.IGNORECASE))
    return has_clock and len(words) <= 10 and all(map(_is_word_of_a_clock, words))


def _is_word_of_a_clock(word: str) -> bool:
    return bool(_WORD_OF_A_CLOCK.fullmatch(word.rstrip(".")))
