import pytest

from flows.language.language_model import load_language_model
from transforms.extractor.rules import RuleExtractor


@pytest.fixture(scope="session")
def extractor() -> RuleExtractor:
    """The extractor over the bundled model, loaded once."""
    return RuleExtractor(load_language_model())
