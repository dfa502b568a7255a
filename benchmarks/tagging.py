"""Words per CPU second of the tagger against spaCy's bare tokenizer, on news articles.

Run ``python -m benchmarks.tagging``. The vocabularies are as hard as the articles allow:
actors beyond the story's own carry the capitalised word pairs that the articles use most,
and terms their most frequent word pairs, so that nearly every name in them is a hit.
"""

import json
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import spacy

from seeds.load import bundled_story, load_story
from seeds.story import Actor, Label, Story, Term
from transforms.tagging.tagger import Tagger

ARTICLES = Path(__file__).parents[2] / "shared" / "eval" / "polnear" / "train.jsonl"
_NAME = re.compile(r"\b[A-Z][a-z]+ [A-Z][a-z]+\b")
_PHRASE = re.compile(r"\b[a-z]{4,} [a-z]{4,}\b")
_LOWER_CASE = re.compile(r"\b[a-z]+\b")
_ROUNDS = 3
_ON = date(2016, 9, 1)
VOCABULARIES = ((100, 50, 0.7), (5_000, 50, 0.5))
"""(actors, terms, least share of spaCy's words per second)."""


def main() -> int:
    """Print the figures; return 1 where a share is not reached."""
    if not ARTICLES.exists():
        print(f"skipped: the articles are not at {ARTICLES}")
        return 0
    texts = [json.loads(line)["text"] for line in ARTICLES.read_text("utf-8").splitlines()]
    words = sum(len(text.split()) for text in texts)
    tokenizer = spacy.blank("en")
    story = load_story(bundled_story())
    ordinary = {word for text in texts for word in _LOWER_CASE.findall(text)}
    names = [name for name in _frequent(_NAME, texts) if not _ends_in(name, ordinary)]
    phrases = _frequent(_PHRASE, texts)
    reached = True
    for actors, terms, least in VOCABULARIES:
        started = time.process_time()
        tagger = Tagger(_enlarged(story, names, phrases, actors, terms))
        set_up = time.process_time() - started
        ours, theirs = [], []
        for _ in range(_ROUNDS):
            theirs.append(_seconds(tokenizer, texts))
            ours.append(_seconds(partial(tagger.tag, on=_ON), texts))
        share = min(theirs) / min(ours)
        reached = reached and share >= least
        found = sum(len(tagger.tag(text, _ON)) for text in texts)
        print(
            f"{actors} actors, {terms} terms: set-up {set_up:.2f} s; "
            f"tagger {words / min(ours):,.0f} words/s, spaCy {words / min(theirs):,.0f} words/s, "
            f"ratio {share:.2f} (at least {least}); {found:,} tags in {len(texts)} articles"
        )
    return 0 if reached else 1


def _seconds(work: Callable[[str], object], texts: Iterable[str]) -> float:
    started = time.process_time()
    for text in texts:
        work(text)
    return time.process_time() - started


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
    sys.exit(main())
