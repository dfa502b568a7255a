"""Which article a page is: the outlet's own number, else its canonical address."""

import re

from transforms.articles.addresses import is_web_address, normalised_address, registrable_site
from transforms.identifiers import digest_id


def article_key(url: str, canonical: str, article_key_regex: str) -> str:
    r"""Return what an article is known by within its outlet.

    ``article_key_regex`` is the outlet's rule with one group, such as RFE/RL's
    ``/a/(?:[^/]+/)?(\d+)\.html``: the same number on a mirror host, without its slug or
    as an AMP page is the same article. Without a match it is the normalised canonical
    address where that can be trusted, else the page's own.
    """
    if article_key_regex:
        rule = re.compile(article_key_regex)
        for address in (url, canonical):
            found = rule.search(address)
            if found and found.group(1):
                return found.group(1)
    return normalised_address(canonical if trusted_canonical(url, canonical) else url)


def article_id_of(outlet: str, url: str, canonical: str, article_key_regex: str) -> str:
    """Return the id that these addresses alone give an article.

    A number is the outlet's own; an address is nobody's, so that two outlets' feeds that
    lead to one page name one article.
    """
    key = article_key(url, canonical, article_key_regex)
    return digest_id("article", outlet if key.isdigit() else "", key)


def trusted_canonical(url: str, canonical: str) -> bool:
    """Say whether a page's claim about its own address may name the article.

    A canonical address on another site is a syndicated copy, or a page that would take
    another outlet's article for its own: such a page stays an article of its own, and the
    near-duplicate search joins the copies. A front page as canonical address is a mistake
    of the template, which would make one article of a whole outlet.
    """
    if not (is_web_address(url) and is_web_address(canonical)):
        return False
    own, claimed = normalised_address(url), normalised_address(canonical)
    own_site = registrable_site("https://" + own)
    if not own_site or registrable_site("https://" + claimed) != own_site:
        return False
    has_path = "/" in claimed or "?" in claimed
    return has_path or claimed == own
