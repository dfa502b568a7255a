"""Only documents that are old and that nothing needs are removed."""

import os
from datetime import timedelta
from pathlib import Path

from command_line import onrecord
from making import AT, a_feed_state, a_fetch, a_revision, land_rows

from flows.archive.tidying import tidy
from flows.installation.home import Home
from flows.monitoring.documents import document_path, keep_document


def test_what_is_old_and_in_no_use_goes_and_the_rest_stays(home: Path) -> None:
    place = Home(home)
    place.prepare()
    old, held, article, recent = (
        keep_document(place.documents, words)
        for words in (b"an old feed", b"the feed now", b"a page", b"a feed of today")
    )
    draft = document_path(place.documents, old).with_suffix(".draft")
    draft.write_bytes(b"half")
    land_rows(
        place.private, "run-1",
        feeds=[a_feed_state(body_hash=held)],
        revisions=[a_revision("The strait is open.", document_id=article)],
        fetches=[
            a_fetch("https://gazette.example/1", document_id=old, requested_at=AT),
            a_fetch("https://gazette.example/2", document_id=held, requested_at=AT),
            a_fetch("https://gazette.example/3", document_id=article, requested_at=AT),
            a_fetch("https://gazette.example/4", document_id=recent,
                    requested_at=AT + timedelta(days=2)),
        ],
    )  # fmt: skip
    tidied = tidy(place, AT + timedelta(days=1))
    assert (tidied.removed, tidied.kept) == (1, 3)
    left = {name for _, _, files in os.walk(place.documents) for name in files}
    assert left == {f"{name}.gz" for name in (held, article, recent)}
    assert tidy(place, AT + timedelta(days=1)).removed == 0


def test_a_home_without_a_warehouse_loses_nothing(home: Path) -> None:
    keep_document(Home(home).documents, b"words")
    ended = onrecord("archive", "tidy", "--older-than", "1d", "--home", home)
    assert ended.returncode == 2
    assert "nothing has landed" in ended.stderr
    assert len(list(home.rglob("*.gz"))) == 1
