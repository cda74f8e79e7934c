"""Which areas are confirmed and which are repaired."""

from repairloop.stages.diagnose import by_promise, lowest, p_values


def test_the_lowest_rates_are_confirmed():
    rates = {"a/x": 0.5, "a/y": 0.1, "b/z": 0.3, "b/w": 0.0}
    assert lowest(rates, 2, {}) == ["a/y", "b/w"]
    assert lowest(rates, 9, {}) == sorted(rates)


def test_among_ties_the_most_promising_come_first():
    rates = dict.fromkeys(["a/1", "a/2", "a/3", "b/1"], 0.0) | {"d/1": 0.2}
    assert lowest(rates, 2, {}) == ["a/1", "a/2"]
    assert lowest(rates, 2, {"a/3": 0.5, "b/1": 0.2}) == ["a/3", "b/1"]
    assert by_promise(["a/1", "a/2", "b/1"], {"b/1": 0.4, "a/2": 0.1}) == ["b/1", "a/2", "a/1"]


def test_an_area_without_a_graded_answer_is_not_tested():
    assert p_values({"a/x": (0, 0)}, 0.7) == {}
    p, q = p_values({"a/x": (1, 40), "a/y": (30, 40)}, 0.7)["a/x"]
    assert p < q < 0.001
