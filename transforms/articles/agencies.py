"""News agencies, and the credits by which texts name them."""

import re

AGENCIES = (
    "AFP", "Agence France-Presse", "AP", "Associated Press", "Reuters", "dpa",
    "Deutsche Presse-Agentur", "ANSA", "EFE", "Kyodo", "Xinhua", "Anadolu", "APA", "Belga",
    "BNS", "BTA", "CTK", "ELTA", "Interfax", "Interfax-Ukraine", "KUNA", "LETA", "MTI",
    "NTB", "PA Media", "PAP", "PTI", "RIA Novosti", "Ritzau", "SITA", "STT", "TASS", "TT",
    "Ukrinform", "UNIAN", "UPI", "Yonhap", "Bloomberg", "Current Time",
)  # fmt: skip

_BY_LOWER = {name.lower(): name for name in AGENCIES}
_NAMES = "|".join(re.escape(name) for name in sorted(AGENCIES, key=len, reverse=True))

_DATELINE = re.compile(
    r"[A-Z\u00c0-\u024f\u0400-\u042f][^\n()]{1,60}\(\s*(?P<name>[^\W\d_][\w. -]{1,30}?)\s*\)"
    r"\s*(?:--?|[\u2013\u2014])\s"
)
"""Any name in this place is an agency's: "HALMSUND, Nov 24 (Orbis) - "."""
_NAMED = re.compile(rf"(?<![\w-])(?:{_NAMES})(?![\w-])")
REPORTING_CREDIT = re.compile(
    r"(?:with|based on|some of the information in|includes?)\s+(?:additional\s+|some\s+)?"
    r"(?:reporting|material|information|contributions?|this report)\s*"
    r"(?:by|from|was provided by|is from|:)?\s+(?P<names>.{2,300})",
    re.IGNORECASE | re.DOTALL,
)


def known_agency(name: str) -> str:
    """Return the agency's usual name where ``name`` is one, else ""."""
    return _BY_LOWER.get(name.strip().strip("()").removeprefix("The ").lower(), "")


def agency_of_dateline(paragraph: str) -> str:
    """Return the agency in a first paragraph such as "BERLIN (dpa) - ...", else ""."""
    found = _DATELINE.match(paragraph)
    return (known_agency(found["name"]) or found["name"]) if found else ""


def credited_agencies(paragraph: str) -> tuple[str, ...]:
    """Return the agencies of a closing credit ("With reporting by AFP and Reuters")."""
    credit = REPORTING_CREDIT.match(paragraph)
    return tuple(dict.fromkeys(_NAMED.findall(credit["names"]))) if credit else ()
