"""The index of near-duplicates against exact Jaccard similarity."""

import random

from hypothesis import given
from hypothesis import strategies as st

from repairloop.ground.near import NearDuplicates, hashed, signatures
from repairloop.ground.overlap import normal, shingles

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


LIKE = st.text(alphabet="abB é_1,.“”!ß\n\t\x1c–İ", max_size=40)


@given(st.lists(LIKE | st.text(max_size=20), min_size=1, max_size=12))
def test_hashing_many_texts_is_the_same_as_normalising_each(texts):
    made = hashed(texts)
    plain = [normal(text) for text in texts]
    for one, key, text in zip(made, plain, texts, strict=True):
        for other, key_of_other in zip(made, plain, strict=True):
            assert (one.key == other.key) == (key == key_of_other)
        assert len(set(one.grams.tolist())) == len(shingles(key))
        alone = hashed([text])[0]
        assert alone.key == one.key
        assert alone.grams.tolist() == one.grams.tolist()


def test_signatures_do_not_depend_on_what_else_is_hashed():
    rng = random.Random(2)
    texts = [text(rng, rng.randrange(1, 90)) for _ in range(50)]
    together = signatures([one.grams for one in hashed(texts)])
    for own, one in zip(together, texts, strict=True):
        alone = signature(one)
        assert own.bands == alone.bands
        assert own.minima.tolist() == alone.minima.tolist()
