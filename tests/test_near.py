"""The index of near-duplicates against exact Jaccard similarity."""

import random

from repairloop.near import NearDuplicates, hashed, signatures
from repairloop.overlap import normal, shingles

WORDS = [f"word{n}" for n in range(500)]


def text(rng, length=60):
    return " ".join(rng.choice(WORDS) for _ in range(length))


def signature(text):
    return signatures([hashed([text])[0].grams])[0]


def seen(index, text):
    """Whether a text like it was there; if not, it is added."""
    own = signature(text)
    if index.find(own):
        return True
    index.add(own)
    return False


def jaccard(a, b):
    one, two = shingles(normal(a)), shingles(normal(b))
    return len(one & two) / len(one | two)


def test_signatures_estimate_jaccard_similarity():
    rng = random.Random(0)
    errors = []
    for _ in range(150):
        words = text(rng).split()
        other = words[: rng.randrange(10, 60)] + text(rng, 20).split()
        a, b = " ".join(words), " ".join(other)
        errors.append((signature(a).minima == signature(b).minima).mean() - jaccard(a, b))
    assert abs(sum(errors) / len(errors)) < 0.02
    assert max(map(abs, errors)) < 0.25


def test_near_copies_are_seen_and_others_are_not():
    rng = random.Random(1)
    index = NearDuplicates()
    originals = [text(rng) for _ in range(1500)]
    assert not any(seen(index, t) for t in originals)
    copies = [f"{t} {rng.choice(WORDS)}" for t in originals]
    assert sum(seen(index, t) for t in copies) > 0.98 * len(copies)
    cut = [" ".join(t.split()[:30] + text(rng, 30).split()) for t in originals]
    assert not any(seen(index, t) for t in cut)


def test_short_texts_are_the_same_or_not():
    index = NearDuplicates()
    assert [seen(index, t) for t in ("2 + 2?", "2 + 3?", "2 + 2?", "")] == [False, False, True, False]
