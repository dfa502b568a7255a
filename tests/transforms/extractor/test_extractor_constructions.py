import pytest
from constructions import Construction, read_table, write

from transforms.extraction import Extraction
from transforms.extractor.rules import RuleExtractor

TABLE = read_table()


@pytest.fixture(scope="session")
def extracted(extractor: RuleExtractor) -> dict[str, list[Extraction]]:
    texts = [construction.text for construction in TABLE]
    return dict(zip(texts, extractor.extract(texts), strict=True))


def test_the_table_has_at_least_150_constructions() -> None:
    assert len({construction.text for construction in TABLE}) >= 150


@pytest.mark.parametrize("construction", TABLE, ids=lambda c: f"{c.heading}: {c.text[:60]}")
def test_a_construction_gives_exactly_its_statements(
    construction: Construction, extracted: dict[str, list[Extraction]]
) -> None:
    expected = construction.expected
    found = extracted[construction.text]
    padded = [*expected, *[""] * len(found)]
    lines = [
        write(construction.text, extraction, line)
        for extraction, line in zip(found, padded, strict=False)
    ]
    assert lines == list(expected)
