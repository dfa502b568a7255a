"""Numbers of stems are stored: they may not change without the stored ones being emptied."""

from transforms.identifiers import digest_id
from transforms.merging import figures, function_words, word_forms
from transforms.merging.sought import stem_numbers
from transforms.merging.wordings import wording_of

SENTENCE = "His country won't hand over 600,000 of its largest “grain stores”, six ministers said"


def test_stems_are_those_that_stored_numbers_stand_for() -> None:
    lists = (
        function_words.FUNCTION_WORDS, function_words.SAME_SENSE, function_words.NUMBER_WORDS,
        figures.NUMERALS, word_forms.BASE_FORMS, word_forms._PARTICLES,
    )  # fmt: skip
    content = [repr(sorted(words.items() if isinstance(words, dict) else words)) for words in lists]
    found = digest_id(*content, repr(stem_numbers(wording_of(SENTENCE, "mixed"))))
    assert found == "059da9ddab6a0c575b1d", (
        "write a migration with UPDATE statement_appearances SET stem_numbers = NULL, "
        "so that stored wordings are found by their days, and put this digest here"
    )
