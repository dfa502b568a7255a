"""Addresses of articles: what makes two of them the same, and whose they are."""

import re
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urlsplit

_TRACKING = re.compile(
    r"utm_\w*|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|ysclid|igshid|mc_[ce]id|_ga|_gl|"
    r"at_\w+|ns_\w+|cmpid|ocid|ito|ftag|taid|smid|sref|ref|ref_src|referrer|source|src|"
    r"partner|rss|feed|feedtype|feedname|traffic_source|__twitter_impression|amp|outputtype|"
    r"guccounter|guce_\w+|xtor|wt_\w+|trk|share",
    re.IGNORECASE,
)
"""Parameters that say how a reader came, not what is read."""

_SERVING_HOST = re.compile(r"(?:www\d?|m|mobile|amp)\.(?=[^.]+\.)")
_AMP_PATH = re.compile(r"(?<=/)amp/|/amp(?=/?$)|\.amp(?=\.html?$|$)", re.IGNORECASE)
_INDEX_PATH = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?)$", re.IGNORECASE)
_FRONT_PATH = re.compile(r"/?(?:[a-z]{2}(?:[-_][a-z]{2})?)?", re.IGNORECASE)
"""The root of a site, or of its edition in a language."""

_GOOGLE_AMP = re.compile(r"/amp/(?:s/)?(?P<rest>[^/]+\..+)")
_AMP_CACHE = re.compile(r"/(?:[cvi]|wp)/(?:s/)?(?P<rest>[^/]+\..+)")


def is_web_address(url: str) -> bool:
    """Say whether ``url`` is an absolute http(s) address that can be read."""
    try:
        parts = urlsplit(url)
        return parts.scheme in {"http", "https"} and bool(parts.hostname and parts.port != 0)
    except ValueError:
        return False


def normalised_address(url: str) -> str:
    """Return what makes an address the same article, for comparing, not for fetching.

    Gone are the scheme, ``www.`` and its like, AMP marks and caches, tracking parameters,
    the fragment, the trailing slash; what is left of the query is sorted. An address that
    cannot be read is returned as it is.
    """
    try:
        parts = urlsplit(_outside_amp_cache(url.strip()))
        host = (parts.hostname or "").lower().rstrip(".")
        port = parts.port
    except ValueError:
        return url
    if not host:
        return url
    host = _SERVING_HOST.sub("", host, count=1)
    if port not in {None, 80, 443}:
        host = f"{host}:{port}"
    path = quote(unquote(parts.path), safe="/:@!$&'()*+,;=~-._")
    path = _INDEX_PATH.sub("/", _AMP_PATH.sub("", path)).rstrip("/")
    query = _lasting_query(parts)
    return f"{host}{path}?{query}" if query else f"{host}{path}"


def registrable_site(url: str) -> str:
    """Return the site that an address belongs to: "rferl.org" of "https://www.rferl.org/a".

    Two labels, or three under a country's short second level ("co.uk", "com.ua"). This is
    a rule of thumb in place of the public suffix list: it may hold two sites of an unusual
    registry for one, never the reverse for the registries that news sites use.
    """
    try:
        host = (urlsplit(url).hostname or "").lower().rstrip(".")
    except ValueError:
        return ""
    labels = host.split(".")
    if labels[-1].isdigit() or ":" in host:  # a numeric address is its own site
        return host
    has_second_level = len(labels) > 2 and len(labels[-1]) == 2 and len(labels[-2]) <= 3
    return ".".join(labels[-3 if has_second_level else -2 :])


def leads_to_front_page(asked: str, answered: str) -> bool:
    """Say whether a request for an article ended at a site's front page.

    Outlets redirect the addresses of articles that they removed, or of links that are wrong,
    to it: what stands there is no article, and changes all day.
    """
    return is_front_page(answered) and not is_front_page(asked)


def is_front_page(url: str) -> bool:
    """Say whether an address is the root of a site, or of its edition in a language."""
    host, slash, rest = normalised_address(url).partition("/")
    return "?" not in host and _FRONT_PATH.fullmatch(slash + rest) is not None


def _lasting_query(parts: SplitResult) -> str:
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    return urlencode(sorted(pair for pair in pairs if not _TRACKING.fullmatch(pair[0])))


def _outside_amp_cache(url: str) -> str:
    """Return the publisher's address that a cache of AMP pages serves."""
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    if host in {"google.com", "www.google.com"}:
        found = _GOOGLE_AMP.match(parts.path)
    elif host.endswith((".cdn.ampproject.org", ".ampproject.net")):
        found = _AMP_CACHE.match(parts.path)
    else:
        return url
    if not found:
        return url
    return f"https://{found['rest']}" + (f"?{parts.query}" if parts.query else "")
