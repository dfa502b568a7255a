import gzip
import hashlib
from pathlib import Path

from flows.monitoring.documents import document_path, keep_document, read_document, remove_drafts


def test_a_document_is_kept_once_compressed_under_its_own_digest(tmp_path: Path) -> None:
    body = b"<p>The strait is open</p>" * 100
    document_id = keep_document(tmp_path, body)
    assert document_id == hashlib.sha256(body).hexdigest()
    assert read_document(tmp_path, document_id) == body

    path = document_path(tmp_path, document_id)
    before = path.stat()
    assert before.st_size < len(body)
    assert keep_document(tmp_path, body) == document_id
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_the_same_bytes_give_the_same_file_on_every_machine(tmp_path: Path) -> None:
    for home in ("a", "b"):
        keep_document(tmp_path / home, b"words")
    one, other = (path.read_bytes() for path in sorted(tmp_path.rglob("*.gz")))
    assert one == other
    assert gzip.decompress(one) == b"words"


def test_drafts_that_a_killed_run_left_go_and_documents_stay(tmp_path: Path) -> None:
    kept = keep_document(tmp_path, b"words")
    (tmp_path / "drafts" / "left.draft").write_bytes(b"half a")
    remove_drafts(tmp_path)
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [f"{kept}.gz"]
    assert read_document(tmp_path, keep_document(tmp_path, b"more words")) == b"more words"
