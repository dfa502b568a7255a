"""Words per CPU second of the tagger against spaCy's bare tokenizer, on news articles.

Run ``python -m benchmarks.tagging``; ``--full`` takes all articles in place of 150. The
vocabularies are as hard as the articles allow: actors beyond the story's own carry the capitalised
word pairs that the articles use most, and terms their most frequent word pairs, so that nearly
every name in them is a hit.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import partial

import spacy

from benchmarks.measuring.measure import Measure
from benchmarks.measuring.running import article_texts, in_turn, run
from seeds.load import bundled_story, load_story
from seeds.story import Actor, Label, Story, Term
from transforms.tagging.tagger import Tagger

_NAME = re.compile(r"\b[A-Z][a-z]+ [A-Z][a-z]+\b")
_PHRASE = re.compile(r"\b[a-z]{4,} [a-z]{4,}\b")
_LOWER_CASE = re.compile(r"\b[a-z]+\b")
_ON = date(2016, 9, 1)
VOCABULARIES = ((100, 50, 1.43), (5_000, 50, 2.0))
"""(actors, terms, most of the tokenizer's time)."""


def measure(full: bool) -> list[Measure]:
    """Return the cost with each vocabulary."""
    texts = article_texts("train")
    ordinary = {word for text in texts for word in _LOWER_CASE.findall(text)}
    names = [name for name in _frequent(_NAME, texts) if not _ends_in(name, ordinary)]
    phrases = _frequent(_PHRASE, texts)
    tokenizer = spacy.blank("en")
    story = load_story(bundled_story())
    read = texts if full else texts[:150]
    words = sum(len(text.split()) for text in read)
    measures = []
    for actors, terms, most in VOCABULARIES:
        tagger = Tagger(_enlarged(story, names, phrases, actors, terms))
        ours, theirs = in_turn(
            5,
            partial(_tagged, tagger, read),
            lambda: [len(tokenizer(text)) for text in read],
        )
        measures.append(
            Measure(
                f"tagging, {actors:,} actors", f"{len(read)} articles, {words:,} words",
                "s of CPU", ours, "spaCy's tokenizer", theirs, at_most=most,
            )
        )  # fmt: skip
    return measures


def _tagged(tagger: Tagger, texts: list[str]) -> int:
    return sum(len(tagger.tag(text, _ON)) for text in texts)


def _frequent(shape: re.Pattern[str], texts: Iterable[str]) -> list[str]:
    counts = Counter(words for text in texts for words in shape.findall(text))
    return [words for words, _ in counts.most_common()]


def _ends_in(name: str, words: set[str]) -> bool:
    """Return whether the last word of a name is an ordinary word, as no surname would be."""
    return name.rpartition(" ")[2].lower() in words


def _enlarged(story: Story, names: list[str], phrases: list[str], actors: int, terms: int) -> Story:
    """Return the story cut or filled up to so many actors and terms."""
    kept = {actor.actor_id for actor in story.actors[:actors]}
    new_names = names[: max(0, actors - len(story.actors))]
    new_phrases = phrases[: max(0, terms - len(story.terms))]
    return replace(
        story,
        actors=(
            *(actor for actor in story.actors if actor.actor_id in kept),
            *(Actor(_slug(name), "person", "", "", "") for name in new_names),
        ),
        actor_labels=(
            *(label for label in story.actor_labels if label.target_id in kept),
            *(Label(_slug(name), "pref", name, "en") for name in new_names),
        ),
        terms=(*story.terms, *(Term(_slug(words), "", "", "", "") for words in new_phrases)),
        term_labels=(
            *story.term_labels,
            *(Label(_slug(words), "pref", words, "en", "") for words in new_phrases),
        ),
    )


def _slug(words: str) -> str:
    return f"made-up-{words.lower().replace(' ', '-')}"


if __name__ == "__main__":
    sys.exit(run(measure))
