from datetime import timedelta

import pytest
from making import AT

from transforms.polling.cache_lifetime import cache_lifetime

DATE = "Sat, 22 Nov 2025 10:00:00 GMT"
IN_AN_HOUR = "Sat, 22 Nov 2025 11:00:00 GMT"


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"cache-control": "public"}, None),
        ({"cache-control": "public, max-age=600"}, 600),
        ({"cache-control": 'Max-Age="600"'}, 600),
        ({"cache-control": "max-age=600", "age": "200"}, 400),
        ({"cache-control": "max-age=600", "age": "900"}, 0),
        ({"cache-control": "max-age=600, max-age=7"}, 600),
        ({"cache-control": "s-maxage=600"}, None),
        ({"cache-control": "no-cache, max-age=600"}, 0),
        ({"cache-control": "max-age=-1"}, 0),
        ({"cache-control": "max-age=" + "9" * 30}, 315_360_000),
        ({"cache-control": "max-age=60", "expires": IN_AN_HOUR, "date": DATE}, 60),
        ({"expires": IN_AN_HOUR, "date": DATE}, 3_600),
        ({"expires": IN_AN_HOUR, "date": DATE, "age": "600"}, 3_000),
        ({"expires": IN_AN_HOUR}, 3_600),
        ({"expires": "0"}, 0),
        ({"expires": DATE, "date": IN_AN_HOUR}, 0),
        ({"expires": "Fri, 31 Dec 9999 23:59:59 GMT"}, 315_360_000),
    ],
)
def test_a_lifetime_is_read_as_rfc_9111_says(headers: dict[str, str], seconds: int | None) -> None:
    wanted = None if seconds is None else timedelta(seconds=seconds)
    assert cache_lifetime(headers, AT) == wanted
