"""Tests and intervals against their definitions and published values."""

import math
from itertools import product
from random import Random

import pytest

from repairloop.ground import stats


def test_wilson_interval_matches_the_published_example():
    low, high = stats.interval(0, 10)  # Brown, Cai, DasGupta 2001: p = 0, n = 10 gives [0, z²/(n + z²)]
    z2 = 1.959963984540054**2
    assert low == pytest.approx(0, abs=1e-12)
    assert high == pytest.approx(z2 / (10 + z2))


def test_interval_of_nothing_is_everything():
    assert stats.interval(0, 0) == (0.0, 1.0)


def path(probabilities, level=0.01, sizes=(6, 5, 4), target=0.7, effect=0.1):
    """Every way through the looks at an area with this pass rate: (p-value, chance)."""

    def go(looks, chance):
        p, stopped = stats.below_target(looks, target, level, effect)
        if stopped:
            yield p, chance
            return
        n = sizes[len(looks)]
        for k in range(n + 1):
            yield from go(
                [*looks, (k, n)], chance * math.comb(n, k) * probabilities**k * (1 - probabilities) ** (n - k)
            )

    n = sizes[0]
    for k in range(n + 1):
        yield from go([(k, n)], math.comb(n, k) * probabilities**k * (1 - probabilities) ** (n - k))


DESIGNS = [
    {"sizes": (6, 5, 4), "level": 0.02},
    {"sizes": (16, 9, 12), "level": 0.05 / 9},
    {"sizes": (5, 0, 7), "level": 0.1},
    {"sizes": (1, 1, 1), "level": 0.3},
    {"sizes": (8, 6, 6), "level": 0.05, "target": 0.5, "effect": 0.2},
]


@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize("above", [0.0, 0.05, 0.2])
def test_the_stage_wise_p_value_is_valid_where_the_area_reaches_its_target(design, above):
    ends = list(path(design.get("target", 0.7) + above, **design))
    assert sum(chance for _, chance in ends) == pytest.approx(1)
    for x in {p for p, _ in ends}:
        assert sum(chance for p, chance in ends if p <= x) <= x + 1e-9


@pytest.mark.parametrize("design", DESIGNS)
def test_the_stage_wise_p_value_is_exact_at_the_target_unless_the_area_stopped_high(design):
    ends = list(path(design.get("target", 0.7), **design))
    for x in {p for p, _ in ends if p < 1}:
        assert sum(chance for p, chance in ends if p <= x) == pytest.approx(x)


def test_the_first_look_alone_is_the_binomial_test():
    expected = sum(math.comb(12, k) * 0.7**k * 0.3 ** (12 - k) for k in range(5))
    assert stats.below_target([(4, 12)], 0.7, 0.001, 0.1) == (pytest.approx(expected), False)
    assert stats.below_target([(4, 12)], 0.7, 0.05, 0.1) == (pytest.approx(expected), True)


def test_an_area_stops_high_at_the_target_then_above_half_the_effect_below_it():
    assert stats.below_target([(7, 10)], 0.7, 0.001, 0.1) == (1.0, True)
    assert not stats.below_target([(6, 10)], 0.7, 0.001, 0.1)[1]
    assert not stats.below_target([(6, 10), (7, 10)], 0.7, 0.001, 0.1)[1]  # .65 of 20
    assert stats.below_target([(6, 10), (8, 10)], 0.7, 0.001, 0.1) == (1.0, True)
    assert stats.below_target([(6, 10), (7, 10), (5, 10)], 0.7, 0.001, 0.1)[1]


def test_more_passes_never_make_an_area_more_suspect():
    for sizes in ((16,), (16, 9), (16, 9, 12)):
        for look in stats.design(sizes, 0.7, 0.005, 0.1):
            assert (look.p_values[1:] >= look.p_values[:-1]).all()
            assert look.low < look.high


def test_an_area_without_a_graded_answer_is_not_said_to_fail_or_pass():
    assert stats.below_target([(0, 0)], 0.7, 0.01, 0.1) == (1.0, True)
    assert stats.above_floor([(0, 0)], 0.7, 0.6) == 1.0
    assert stats.above_floor([], 0.7, 0.6) == 1.0


def test_passing_is_the_binomial_test_of_the_first_look_against_the_floor():
    assert stats.above_floor([(16, 16)], 0.7, 0.6) == pytest.approx(0.6**16)
    assert stats.above_floor([(11, 16), (40, 40)], 0.7, 0.6) == 1.0  # below the target at first: it went on
    at_floor = [
        (stats.above_floor([(k, 16)], 0.7, 0.6), math.comb(16, k) * 0.6**k * 0.4 ** (16 - k)) for k in range(17)
    ]
    for x, _ in at_floor:
        assert sum(chance for p, chance in at_floor if p <= x) <= x + 1e-9


def test_adjust_is_benjamini_hochberg():
    p = [0.01, 0.04, 0.03, 0.005]
    assert stats.adjust(p) == pytest.approx([0.02, 0.04, 0.04, 0.02])
    assert stats.adjust([]) == []


def test_adjust_keeps_false_discoveries_rare_where_nothing_is_false():
    rng = Random(7)
    runs = 300
    named = sum(any(q <= 0.05 for q in stats.adjust([rng.random() for _ in range(30)])) for _ in range(runs))
    assert named / runs < 0.09  # without correction it would be 1 − .95³⁰ = .79


@pytest.mark.parametrize(("gained", "lost"), list(product(range(0, 9, 2), repeat=2)))
def test_mcnemar_is_the_exact_sign_test(gained, lost):
    n, k = gained + lost, min(gained, lost)
    tail = sum(math.comb(n, i) for i in range(k + 1)) / 2**n
    expected = 1.0 if gained == lost else min(1.0, 2 * tail)
    assert stats.mcnemar(gained, lost) == pytest.approx(expected)


def test_worse_looks_at_losses_only():
    assert stats.worse(0, 5) == pytest.approx(1 / 32)
    assert stats.worse(5, 0) == pytest.approx(1.0)
    assert stats.worse(0, 0) == 1.0


def test_change_interval_covers_the_true_change():
    rng = Random(3)
    covered = 0
    for _ in range(400):
        draws = rng.choices(["gain", "loss", "same"], [0.3, 0.1, 0.6], k=80)
        low, high = stats.change_interval(draws.count("gain"), draws.count("loss"), 80)
        covered += low <= 0.2 <= high
    assert covered / 400 == pytest.approx(0.95, abs=0.03)


def test_budget_adds_up_and_prefers_the_half_solved():
    rates = {"s/a": (0, 60), "s/b": (24, 60), "s/c": (41, 60)}
    rows = stats.budget(rates, dict.fromkeys(rates, 0.3), 1000, 0.7)
    assert sum(rows.values()) == 1000
    assert rows["s/b"] > rows["s/a"] > 0
    assert stats.budget({}, {}, 1000, 0.7) == {}


def brute_net(n, gained, lost, least):
    """P(lost − gained ≥ least), over every sequence of n pairs."""
    chances = {1: lost, -1: gained, 0: 1 - gained - lost}
    return sum(math.prod(chances[x] for x in way) for way in product((1, 0, -1), repeat=n) if sum(way) >= least)


@pytest.mark.parametrize("least", [-1, 0, 1, 2, 5])
def test_the_chance_of_a_net_loss_is_the_sum_over_all_sequences(least):
    assert stats.net_at_least(5, 0.1, 0.3, least) == pytest.approx(brute_net(5, 0.1, 0.3, least))
    assert stats.net_at_least(5, 0.0, 0.0, least) == (least <= 0)


def test_the_power_of_the_exact_test_is_what_drawing_gives():
    rng, n, flips, loss, hits = Random(3), 40, 0.05, 0.1, 0
    for _ in range(4000):
        draws = [rng.random() for _ in range(n)]
        lost = sum(x < flips / 2 + loss for x in draws)
        gained = sum(x >= 1 - flips / 2 for x in draws)
        hits += stats.worse(gained, lost) <= 0.05
    assert stats.loss_power(n, flips, loss, 0.05) == pytest.approx(hits / 4000, abs=0.025)


def test_the_smallest_changes_are_those_with_the_power_asked_for():
    loss = stats.smallest_loss(60, 0.05, 0.05)
    assert stats.loss_power(60, 0.05, loss, 0.05) >= stats.POWER > stats.loss_power(60, 0.05, loss - 0.002, 0.05)
    assert stats.smallest_loss(4, 0.05, 0.05) is None  # four losses of four have a p-value of 1/16
    two = stats.smallest_loss_in_two_stages(16, 60, 0.05, 2, 0.1)
    assert stats.smallest_loss(60, 0.05, 0.05) < two < stats.smallest_loss(16, 0.05, 0.05)


def test_the_smallest_gain_and_the_smallest_excluded_loss_agree_with_drawing():
    rng, n = Random(5), 200

    def share(gained, lost, decides):
        def once():
            draws = [rng.random() for _ in range(n)]
            g, b = sum(x < gained for x in draws), sum(x >= 1 - lost for x in draws)
            return decides(*stats.change_interval(g, b, n))

        return sum(once() for _ in range(1500)) / 1500

    gain = stats.smallest_gain(n, 0.04, 0.05)
    assert share(gain + 0.02, 0.02, lambda low, high: low > 0.05) == pytest.approx(0.8, abs=0.05)
    loss = stats.smallest_excluded_loss(n, 0.04, 0.1)
    assert share(0.02, loss + 0.02, lambda low, high: low <= -0.1) == pytest.approx(0.8, abs=0.05)


def test_above_is_the_upper_binomial_tail():
    expected = sum(math.comb(12, k) * 0.1**k * 0.9 ** (12 - k) for k in range(4, 13))
    assert stats.above(4, 12, 0.1) == pytest.approx(expected)
    assert stats.above(0, 0, 0.1) == 1.0


def test_the_bound_of_a_share_is_exact():
    assert stats.at_most(0, 200) == pytest.approx(1 - 0.05 ** (1 / 200))
    assert stats.at_most(5, 5) == stats.at_most(0, 0) == 1.0
