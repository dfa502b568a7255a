"""A warehouse of invented news, made by SQL: any number of articles with all that hangs on them.

Each article has about 500 words of no meaning (a Zipf law over 30,000 made words), 10 mentions and
4 statements in the sizes that real articles have; one statement in four is another outlet's,
too. Every request is kept with its headers: 40 feeds, each asked 24 times a day.
"""

import random

import duckdb

STORY = "made-story"
WORDS_EACH, MENTIONS_EACH, STATEMENTS_EACH = 500, 10, 4
ARTICLES_A_DAY, RUNS_A_DAY = 200, 24
_SYLLABLES = [a + b for a in "bcdfgklmnprst" for b in "aeiou"]
_TIME = "TIMESTAMP '2025-01-01' + to_milliseconds((number * 432000)::BIGINT)"
_DEFAULTS = {"VARCHAR": "''", "BOOLEAN": "false", "TIMESTAMP": _TIME, "DOUBLE": "0"}


def make_year(connection: duckdb.DuckDBPyConnection, articles: int, *, requests: bool) -> None:
    """Fill the tables of a migrated, empty warehouse."""
    draw = random.Random(1)
    words = ["".join(draw.choices(_SYLLABLES, k=draw.randint(1, 4))) for _ in range(30_000)]
    connection.execute("SET VARIABLE words = ?", [words])
    connection.execute(f"SET VARIABLE articles = {articles}")
    for table, source, columns in _TABLES:
        _fill(connection, table, source, columns)
    if requests:
        _fill(connection, "fetches", *_REQUESTS)


def _text(words: str, salt: int = 0) -> str:
    draw = f"hash(number, k, {salt}) / 18446744073709551615.0"
    return (
        f"array_to_string(list_transform(range(({words})::BIGINT), lambda k: "
        f"getvariable('words')[1 + least(29999, floor(pow(30000, {draw})))::INTEGER]), ' ')"
    )


def _id(kind: str, number: str = "number") -> str:
    """An id as ours are: 20 hexadecimal digits that do not repeat."""
    return f"substring(md5('{kind}' || ({number})), 1, 20)"


_ARTICLE = f"range(getvariable('articles')) made(number), LATERAL (SELECT {_TIME} AS moment)"
_RUN = f"(1 + number * {RUNS_A_DAY} // {ARTICLES_A_DAY})"
_OUTLET = "'outlet-' || (number % 40)"
_URL = "'https://outlet-' || (number % 40) || '.example/news/2025/' || md5('u' || number)"
_STATEMENT = (
    f"range(getvariable('articles') * {STATEMENTS_EACH}) made(place), "
    f"LATERAL (SELECT place // {STATEMENTS_EACH} AS number), LATERAL (SELECT {_TIME} AS moment)"
)
_SAID = "(CASE WHEN place % 4 = 3 THEN greatest(0, place - 163) ELSE place END)"
"""Every fourth appearance is of a statement that an earlier article had."""
_OWN = f"(SELECT * FROM {_STATEMENT} WHERE place % 4 < 3) own"
_ACTOR = "'actor-' || (hash(place) % 60)"

_TABLES: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("runs", f"(SELECT DISTINCT {_RUN} AS run FROM {_ARTICLE}), LATERAL (SELECT run AS number)",
     {"run_seq": "run", "run_id": f"'{STORY}-' || run", "story_id": f"'{STORY}'"}),
    ("feeds", "range(40) made(number)",
     {"story_id": f"'{STORY}'", "feed_id": _OUTLET, "outlet": _OUTLET,
      "last_success_at": "now()::TIMESTAMP", "run_seq": "1"}),
    ("actors", "range(60) made(number)",
     {"story_id": f"'{STORY}'", "actor_id": "'actor-' || number", "name": "'Actor ' || number",
      "kind": "CASE WHEN number < 6 THEN 'group' ELSE 'person' END", "run_seq": "1"}),
    ("memberships", "range(48) made(number)",
     {"story_id": f"'{STORY}'", "group_id": "'actor-' || (number % 6)",
      "member_id": "'actor-' || (6 + number)", "run_seq": "1"}),
    ("terms", "range(30) made(number)",
     {"story_id": f"'{STORY}'", "term_id": "'term-' || number", "name": "'Term ' || number",
      "broader": "CASE WHEN number < 5 THEN '' ELSE 'term-' || (number % 5) END",
      "run_seq": "1"}),
    ("articles", _ARTICLE,
     {"article_id": _id("a"), "outlet": _OUTLET, "canonical_url": _URL,
      "first_published_at": "moment", "run_seq": _RUN}),
    ("article_revisions", _ARTICLE,
     {"revision_id": _id("r"), "article_id": _id("a"), "version": "1", "feed_id": _OUTLET,
      "entry_id": _id("e"), "outlet": _OUTLET, "url": _URL, "title": _text("9", 1),
      "text": _text(f"{WORDS_EACH} - 150 + hash(number) % 300"), "word_count": str(WORDS_EACH),
      "published_at": "moment", "published_precision": "'minute'", "flags": "[]",
      "content_hash": "md5('c' || number)", "extraction": "'trafilatura'",
      "document_id": "sha256('d' || number)", "run_seq": _RUN}),
    ("analyses", _ARTICLE,
     {"revision_id": _id("r"), "story_id": f"'{STORY}'", "story_version": "md5('v')",
      "run_seq": _RUN}),
    ("entries", _ARTICLE,
     {"entry_id": _id("e"), "story_id": f"'{STORY}'", "feed_id": _OUTLET, "entry_key": _URL,
      "url": _URL, "title": _text("9", 1), "summary": _text("30", 2), "published_at": "moment",
      "entry_hash": _id("h"), "page_state": "'fetched'", "run_seq": _RUN}),
    ("page_visits", _ARTICLE,
     {"story_id": f"'{STORY}'", "page_id": _id("a"), "article_id": _id("a"),
      "entry_id": _id("e"), "feed_id": _OUTLET, "url": _URL, "changing": "[]", "run_seq": _RUN}),
    ("mentions",
     f"range(getvariable('articles') * {MENTIONS_EACH}) made(place), "
     f"LATERAL (SELECT place // {MENTIONS_EACH} AS number)",
     {"mention_id": _id("m", "place"), "revision_id": _id("r"), "story_id": f"'{STORY}'",
      "kind": "'actor'", "target_id": _ACTOR, "exact": "'Actor'", "prefix": _text("6", 3),
      "suffix": _text("6", 4), "start": "(place % 10) * 300", "end": "(place % 10) * 300 + 5",
      "matched_label": "'Actor'", "method": "'label'", "confidence": "1", "run_seq": _RUN}),
    ("statements", _OWN,
     {"statement_id": _id("s", "place"), "story_id": f"'{STORY}'",
      "speech_type": "CASE WHEN place % 3 = 0 THEN 'direct' ELSE 'indirect' END",
      "text": _text("18", 5), "act": "'state'", "modality": "'asserted'",
      "date_first_published": "moment", "is_joint": "place % 50 = 0", "status": "'active'",
      "first_seen_at": "moment", "run_seq": _RUN}),
    ("statement_appearances", _STATEMENT,
     {"appearance_id": _id("p", "place"), "statement_id": _id("s", _SAID),
      "revision_id": _id("r"), "article_id": _id("a"), "story_id": f"'{STORY}'",
      "outlet": _OUTLET, "url": _URL, "words": _text("18", 5), "sentence": _text("60", 6),
      "speech_type": "CASE WHEN place % 3 = 0 THEN 'direct' ELSE 'indirect' END",
      "source": "[{'start': place % 3000, 'end': place % 3000 + 9}]", "cue": "[]",
      "content": "[{'start': place % 3000, 'end': place % 3000 + 99}]",
      "source_text": "'President Actor'", "cue_text": "'said'", "cue_lemma": "'say'",
      "attributions": f"[{{'actor_id': {_ACTOR}, 'role': 'speaker', 'name': 'An Actor', "
                      "'description': '', 'office': 'President of Actoria', 'method': 'label'}]",
      "term_ids": "['term-' || (hash(place, 1) % 30)]", "speakers": f"[{_ACTOR}]",
      "said_from": "moment - INTERVAL 3 DAY", "said_until": "moment + INTERVAL 1 HOUR",
      "sense_key": _id("k", "place"), "is_first": f"place = {_SAID}",
      "altered": f"CASE WHEN place % 12 = 3 THEN '[-{'a'}-] {{+{'b'}+}} ' || {_text('12', 5)} "
                 "ELSE '' END",
      "published_at": "moment", "fetched_at": "moment", "run_seq": _RUN}),
    ("statement_actors", _OWN,
     {"statement_id": _id("s", "place"), "actor_id": _ACTOR, "role": "'speaker'",
      "name": "'An Actor'", "office": "'President of Actoria'", "method": "'label'",
      "run_seq": _RUN}),
    ("statement_terms", _OWN,
     {"statement_id": _id("s", "place"), "term_id": "'term-' || (hash(place, 1) % 30)",
      "run_seq": _RUN}),
)  # fmt: skip

_HEADERS = (
    "[{'name': 'content-type', 'value': 'text/html; charset=utf-8'}, "
    "{'name': 'date', 'value': strftime(" + _TIME + ", '%a, %d %b %Y %H:%M:%S GMT')}, "
    "{'name': 'etag', 'value': md5('t' || number)}, "
    "{'name': 'cache-control', 'value': 'max-age=60'}, "
    "{'name': 'x-request-id', 'value': md5('x' || number)}]"
)
_REQUESTS: tuple[str, dict[str, str]] = (
    "range((getvariable('articles') * 5.8)::BIGINT) made(place), "
    "LATERAL (SELECT place / 5.8 AS number)",
    {"fetch_id": _id("f", "place"), "story_id": f"'{STORY}'", "feed_id": "'outlet-'||(place % 40)",
     "url": "'https://outlet-' || (place % 40) || '.example/rss.xml'", "outcome": "'unchanged'",
     "status": "304", "etag": "md5('t' || number)", "body_hash": "sha256('d' || number)",
     "duration_seconds": "(hash(place) % 1000) / 1000", "response_headers": _HEADERS,
     "document_id": "sha256('d' || number)",
     "run_seq": f"floor(1 + number * {RUNS_A_DAY} / {ARTICLES_A_DAY})::BIGINT"},
)  # fmt: skip


def _fill(
    connection: duckdb.DuckDBPyConnection, table: str, source: str, columns: dict[str, str]
) -> None:
    """Insert what is given; columns that must not be null and are not given are empty."""
    known = connection.execute(
        "SELECT column_name, data_type, is_nullable FROM duckdb_columns() WHERE table_name = ? "
        "AND NOT internal ORDER BY column_index",
        [table],
    ).fetchall()
    values = [
        f'{columns.get(name, _DEFAULTS.get(kind, "0"))} AS "{name}"'
        for name, kind, nullable in known
        if name in columns or not nullable
    ]
    connection.execute(f"INSERT INTO {table} BY NAME SELECT {', '.join(values)} FROM {source}")
