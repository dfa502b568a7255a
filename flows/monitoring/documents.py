"""Raw documents kept under the home, by content hash and compressed."""

import gzip
import hashlib
from pathlib import Path


def keep_document(folder: Path, body: bytes) -> str:
    """Keep ``body`` and return its id, the SHA-256 in hexadecimal; the same bytes once."""
    document_id = hashlib.sha256(body).hexdigest()
    path = document_path(folder, document_id)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(".draft")
        draft.write_bytes(gzip.compress(body, compresslevel=6, mtime=0))
        draft.replace(path)
    return document_id


def read_document(folder: Path, document_id: str) -> bytes:
    """Return the bytes of a kept document."""
    return gzip.decompress(document_path(folder, document_id).read_bytes())


def document_path(folder: Path, document_id: str) -> Path:
    """Return where a document is kept."""
    return folder / document_id[:2] / f"{document_id}.gz"
