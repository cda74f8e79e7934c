"""Rows against probes: same content, same text, nearly the same text; nothing that is similar is missed."""

from random import Random

from repairloop.ground.overlap import THRESHOLD, Overlap, normal, shingles


def test_kinds_of_overlap():
    index = Overlap([("r1", "k1", "What is 47 + 38?"), ("r2", "k2", "Add 1 and 2, please.")])
    assert index.matches("k1", "something else altogether") == {"r1": "same_content"}
    assert index.matches("", "what is  47+38 ?") == {"r1": "same_text"}
    assert index.matches("k9", "What is 47 + 39?") == {}


def test_near_text_is_found_exactly_where_the_definition_says():
    rng = Random(1)
    words = [f"w{i}" for i in range(30)]
    rows = [" ".join(rng.choices(words, k=80)) for _ in range(60)]
    index = Overlap((str(i), "", text) for i, text in enumerate(rows))
    found = 0
    for text in rows:
        changed = text.split()
        for place in rng.sample(range(80), rng.choice([1, 1, 2])):
            changed[place] = "other"
        probe = " ".join(changed)
        own = shingles(normal(probe))
        expected = set()
        for i, row in enumerate(rows):
            other = shingles(normal(row))
            if len(own & other) >= THRESHOLD * len(own | other):
                expected.add(str(i))
        assert set(index.matches("", probe)) == expected
        found += len(expected)
    assert found > 10
