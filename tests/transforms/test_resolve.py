from dataclasses import replace
from datetime import date

from making import AT, a_revision, strait_talks

from transforms.extraction import Extraction
from transforms.records import Revision
from transforms.resolve import Resolver, article_date, mentions_of, office_on
from transforms.spans import Span, Spans
from transforms.tagging.tagger import Tagger

STORY = strait_talks()
TAGGER = Tagger(STORY)
RESOLVER = Resolver(STORY, TAGGER.offices, "rules-1")
TEXT = (
    "Talks on the strait\n\n"
    "Tolls are back.\n\n"
    "“We will never pay,” President of Norland Ana Brod told reporters on Friday on X.\n\n"
    "Ana Brod and Ilse Marn agreed that patrols would begin.\n\n"
    "“The sea is cold,” said Bo Tamm, a fisherman. Joint patrols begin soon."
)


def spans(text: str, *words: str) -> Spans:
    return tuple(Span(text.index(each), text.index(each) + len(each)) for each in words)


def extraction(content: str, source: str = "", cue: str = "", **values: object) -> Extraction:
    settings = {
        "speech_type": "direct", "source": spans(TEXT, source) if source else (), "antecedent": (),
        "cue": spans(TEXT, cue) if cue else (), "content": spans(TEXT, content),
        "cue_lemma": "say", "act": "state", "modality": "asserted", "rule": "r", "speaker_rule": "",
    }  # fmt: skip
    return Extraction(**(settings | values))


def resolve(*extractions: Extraction, revision: Revision | None = None) -> list:
    revision = revision or a_revision(TEXT)
    tags = TAGGER.tag(revision.text, article_date(revision))
    return RESOLVER.appearances(revision, tags, extractions)


QUOTE = "“We will never pay,”"


def test_a_statement_gets_its_speaker_office_recipient_time_and_terms() -> None:
    (row,) = resolve(
        extraction(
            QUOTE, "President of Norland Ana Brod", "told",
            recipient=spans(TEXT, "reporters"), stated=spans(TEXT, "on Friday"),
            medium=spans(TEXT, "on X"),
        )
    )  # fmt: skip
    speaker, recipient = row.attributions
    assert (speaker.actor_id, speaker.role, speaker.name) == ("ana-brod", "speaker", "Ana Brod")
    assert speaker.office == "President of Norland"
    assert (recipient.actor_id, recipient.role) == ("unnamed:reporters", "recipient")
    assert (row.words, row.source_text) == ("We will never pay", "President of Norland Ana Brod")
    assert row.sentence == TEXT.split("\n\n")[2]
    assert (row.stated_text, row.stated_precision, row.medium) == ("on Friday", "day", "on X")
    assert row.stated_at is not None
    assert row.stated_at.day == 21
    assert row.term_ids == ()
    assert not row.is_joint


def test_two_speakers_are_signatories() -> None:
    (row,) = resolve(extraction("that patrols would begin", "Ana Brod and Ilse Marn", "agreed"))
    assert [(part.actor_id, part.role) for part in row.attributions] == [
        ("ana-brod", "signatory"), ("ilse-marn", "signatory"),
    ]  # fmt: skip
    assert row.is_joint


def test_somebody_who_is_not_on_the_watchlist_keeps_the_name_that_the_article_gives() -> None:
    (row,) = resolve(extraction("“The sea is cold,”", "Bo Tamm, a fisherman", "said"))
    (speaker,) = row.attributions
    assert (speaker.actor_id, speaker.name) == ("unlisted:bo-tamm", "Bo Tamm")
    assert speaker.office == ""
    assert row.term_ids == ("patrols",), "the terms of its paragraph"


def test_terms_within_the_words_go_before_those_around_them() -> None:
    (row,) = resolve(extraction("Tolls are back."))
    assert row.term_ids == ("tolls",)
    assert row.attributions == ()


def test_words_within_words_name_what_they_stand_in() -> None:
    outer, inner = resolve(
        extraction(QUOTE, "Ana Brod", "told"), extraction("never pay", "Ana Brod", parent=0)
    )
    assert inner.parent_appearance_id == outer.appearance_id
    assert outer.parent_appearance_id == ""


def test_the_same_content_found_twice_and_content_without_words_give_no_row() -> None:
    rows = resolve(extraction(QUOTE, "Ana Brod"), extraction(QUOTE, "reporters"), extraction("“"))
    assert [row.source_text for row in rows] == ["Ana Brod"]


def test_mentions_carry_the_words_around_them() -> None:
    revision = a_revision(TEXT)
    mentions = mentions_of(revision, TAGGER.tag(TEXT, date(2025, 11, 22)))
    assert len({mention.mention_id for mention in mentions}) == len(mentions) > 3
    for mention in mentions:
        assert TEXT[mention.start : mention.end] == mention.exact
        before, after = TEXT[: mention.start], TEXT[mention.end :]
        assert (mention.prefix, mention.suffix) == (before[-32:], after[:32])


def test_an_office_is_the_one_that_is_held_on_the_day() -> None:
    def office(year: int) -> str:
        return office_on(STORY.roles, "ilse-marn", date(year, 3, 1))

    assert [office(year) for year in (2018, 2019, 2024, 2025)] == [
        "", "President of Norland", "President of Norland", "President of Sudmark",
    ]  # fmt: skip


def test_an_article_without_a_date_counts_from_when_it_was_fetched() -> None:
    assert article_date(a_revision(TEXT, published_at=None, fetched_at=AT)) == AT.date()


def test_a_pronoun_that_was_not_followed_names_nobody() -> None:
    text = "Talks\n\n“The tolls are back,” he said."
    found = replace(
        extraction(QUOTE), source=spans(text, "he"), content=spans(text, "“The tolls are back,”")
    )
    (row,) = resolve(found, revision=a_revision(text))
    assert row.source_text == "he"
    assert row.attributions == ()


def test_of_two_offices_the_words_choose() -> None:
    minister = replace(STORY.roles[0], office_id="second", title="Harbour Master", one_seat=False)
    roles = (*STORY.roles, minister)
    day = minister.starts or date(2025, 11, 22)
    assert office_on(roles, minister.actor_id, day) == STORY.roles[0].title
    named = office_on(roles, minister.actor_id, day, "the harbour master, Ana Brod")
    assert named == "Harbour Master"


def test_an_answer_is_about_the_terms_of_the_question_before_it() -> None:
    text = (
        "Talks\n\nShe was asked whether tolls would go.\n\n“No,” Ana Brod said.\n\nTolls are back."
    )
    found = replace(extraction(QUOTE), source=spans(text, "Ana Brod"), content=spans(text, "“No,”"))
    (row,) = resolve(found, revision=a_revision(text))
    assert row.term_ids == ("tolls",)
    told = text.replace("asked whether", "sure that")
    (row,) = resolve(
        replace(found, source=spans(told, "Ana Brod"), content=spans(told, "“No,”")),
        revision=a_revision(told),
    )
    assert row.term_ids == ()
