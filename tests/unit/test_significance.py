from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from eval.significance import (
    Difference,
    PairedTest,
    holm,
    interval_of,
    interval_of_mean,
    mean_of_known,
    paired_difference,
)

TESTS: tuple[PairedTest, ...] = ("randomisation", "bootstrap")


def _share_of_ones(rows: Sequence[int]) -> float | None:
    return sum(rows) / len(rows) if rows else None


def _only_if_all_differ(rows: Sequence[int]) -> float | None:
    return 1.0 if len(set(rows)) == len(rows) else None


def test_the_interval_of_a_mean_holds_it_and_is_the_same_at_every_call() -> None:
    values = [0.0, 0.2, 0.4, 0.9, 1.0] * 8
    low, high = interval_of_mean(values)
    assert low < np.mean(values) < high
    assert interval_of_mean(values) == (low, high)


def test_the_interval_of_a_mean_is_as_wide_as_theory_says() -> None:
    values = [0.0] * 200 + [1.0] * 200
    low, high = interval_of_mean(values)
    assert (high - low) / 2 == pytest.approx(1.96 * 0.5 / np.sqrt(400), rel=0.1)


def test_equal_values_have_no_width() -> None:
    assert interval_of_mean([0.3, 0.3]) == (0.3, 0.3)


def test_the_interval_of_any_figure_agrees_with_that_of_a_mean() -> None:
    rows = [0] * 60 + [1] * 40
    by_figure, by_mean = interval_of(_share_of_ones, rows), interval_of_mean([float(row) for row in rows])
    assert by_figure == pytest.approx(by_mean, abs=0.02)
    assert interval_of(_share_of_ones, rows) == by_figure


def test_a_figure_that_is_not_defined_has_no_interval() -> None:
    assert interval_of(_share_of_ones, []) is None
    assert interval_of(_only_if_all_differ, [1, 2, 3]) is None


def test_randomisation_tries_every_swap_of_few_questions() -> None:
    # Of the 2^3 ways to swap, two give a mean as far from zero as three gains.
    assert paired_difference([0, 0, 0], [1, 1, 1]) == Difference(1.0, (1.0, 1.0), 0.25)


@pytest.mark.parametrize("test", TESTS)
def test_a_clear_gain_is_told_from_chance_and_noise_is_not(test: PairedTest) -> None:
    noise = np.random.default_rng(1).normal(0, 0.1, 120)
    before = np.full(120, 0.5)
    gain = paired_difference(before.tolist(), (before + 0.1 + noise).tolist(), test)
    nothing = paired_difference(before.tolist(), (before + noise - noise.mean() + 0.001).tolist(), test)
    assert gain.p < 0.001
    assert gain.interval[0] > 0
    assert nothing.p > 0.5
    assert nothing.interval[0] < 0 < nothing.interval[1]


@pytest.mark.parametrize("test", TESTS)
def test_chance_is_called_a_difference_about_as_often_as_promised(test: PairedTest) -> None:
    generator = np.random.default_rng(7)
    samples = [generator.normal(0, 1, 40) for _ in range(60)]
    called = sum(paired_difference([0.0] * 40, sample.tolist(), test).p < 0.05 for sample in samples)
    assert called <= 9  # of 60 true nothings 3 are expected; more than 9 has a chance of one in a thousand


@pytest.mark.parametrize("test", TESTS)
def test_before_and_after_swapped_give_the_opposite(test: PairedTest) -> None:
    before, after = [0.1, 0.4, 0.2, 0.9, 0.3], [0.3, 0.4, 0.6, 0.8, 0.5]
    forth, back = paired_difference(before, after, test), paired_difference(after, before, test)
    assert forth.mean == pytest.approx(-back.mean)
    assert forth.p == pytest.approx(back.p)


@pytest.mark.parametrize("test", TESTS)
def test_a_single_question_shows_nothing(test: PairedTest) -> None:
    assert paired_difference([0.25], [0.75], test) == Difference(0.5, (0.5, 0.5), 1.0)


@pytest.mark.parametrize("test", TESTS)
def test_a_few_questions_that_gain_alike_prove_nothing(test: PairedTest) -> None:
    assert paired_difference([0, 0], [1, 1], test).p == 0.5


def test_runs_that_do_not_differ_at_all_have_a_p_of_one() -> None:
    assert paired_difference([0.1, 0.9], [0.1, 0.9]) == Difference(0.0, (0.0, 0.0), 1.0)


@pytest.mark.parametrize("after", [[1.0, 1.0], []])
def test_values_that_cannot_be_paired_are_refused(after: list[float]) -> None:
    with pytest.raises(ValueError, match="cannot be paired"):
        paired_difference([0.0] * (len(after) // 2), after)


def test_holm_steps_down_as_in_the_textbook() -> None:
    assert holm({"a": 0.01, "b": 0.04, "c": 0.03, "d": 0.005}) == pytest.approx(
        {"a": 0.03, "b": 0.06, "c": 0.06, "d": 0.02}
    )


def test_holm_never_goes_above_one_and_leaves_a_single_p_alone() -> None:
    assert holm({"a": 0.9, "b": 0.8}) == {"a": 1.0, "b": 1.0}
    assert holm({"a": 0.2}) == {"a": 0.2}
    assert holm({}) == {}


def test_a_mean_is_over_what_is_known() -> None:
    assert mean_of_known([0.5, None, 1.0]) == (0.75, interval_of_mean([0.5, 1.0]))
    assert mean_of_known([None]) is None
