from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.datasets.fact_pairs import FactPair, read_fact_pairs
from eval.errors import FactPairsError
from eval.fact_matcher import ALL, judge_matcher
from eval.measures.agreement import Share, agreement
from tests.unit.commands import a_file

PAIRS = [
    FactPair(fact="8 of 17 improved", text="Eight of 17 improved.", states=True, kind="number", split="development"),
    FactPair(fact="9 of 17 improved", text="Eight of 17 improved.", states=False, kind="number", split="development"),
    FactPair(fact="pain fell", text="Joint pain was less.", states=True, kind="wording", split="test"),
    FactPair(fact="harm was seen", text="No harm was seen.", states=False, kind="negation", split="test"),
]


def written(path: Path, *pairs: FactPair) -> Path:
    return a_file(path / "pairs.jsonl", *(pair.model_dump_json() for pair in pairs))


def test_pairs_are_read_in_their_order(tmp_path: Path) -> None:
    assert read_fact_pairs(written(tmp_path, *PAIRS)) == PAIRS


def test_only_the_pairs_of_a_split_are_read_when_one_is_named(tmp_path: Path) -> None:
    assert read_fact_pairs(written(tmp_path, *PAIRS), "test") == PAIRS[2:]


def test_a_split_that_is_none_is_refused_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(FactPairsError, match="'tset'; there are of: development, test"):
        read_fact_pairs(written(tmp_path, *PAIRS), "tset")


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("{", r"jsonl:2: Invalid JSON"),
        ('{"fact": "x", "text": "x", "kind": "x"}', r"jsonl:2: states: Field required"),
        ('{"fact": "", "text": "x", "kind": "x", "states": true}', r"jsonl:2: fact: "),
        ('{"fact": "x", "text": "x", "kind": "x", "states": "perhaps"}', r"jsonl:2: states: "),
    ],
)
def test_a_faulty_line_is_named(tmp_path: Path, line: str, place: str) -> None:
    path = a_file(tmp_path / "pairs.jsonl", PAIRS[0].model_dump_json(), line)
    with pytest.raises(FactPairsError, match=place):
        read_fact_pairs(path)


def test_a_file_without_pairs_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FactPairsError, match="holds no pairs"):
        read_fact_pairs(a_file(tmp_path / "pairs.jsonl"))


def test_a_matcher_is_judged_on_all_and_by_kind() -> None:
    found = judge_matcher(PAIRS)
    # It tells the numbers apart, sees half of the words where wording differs, and does not read "no".
    assert {kind: one.accuracy for kind, one in found.agreements.items()} == {
        ALL: Share(2, 4),
        "negation": Share(0, 1),
        "number": Share(2, 2),
        "wording": Share(0, 1),
    }
    assert found.agreements[ALL].precision == Share(1, 2)
    assert found.agreements[ALL].recall == Share(1, 2)
    assert list(found.wrong) == PAIRS[2:]


def test_another_matcher_can_be_judged() -> None:
    assert judge_matcher(PAIRS, lambda _text, _fact: True).agreements[ALL].recall == Share(2, 2)


@pytest.mark.parametrize(
    ("judged", "accuracy", "precision", "recall"),
    [
        ([(True, True), (True, False), (False, True), (False, False), (True, True)], 0.6, 2 / 3, 2 / 3),
        ([(True, True)], 1, 1, 1),
        ([(True, False)], 0, None, 0),
        ([(False, True)], 0, 0, None),
        ([(False, False)], 1, None, None),
        ([], None, None, None),
    ],
)
def test_agreement_by_hand(
    judged: list[tuple[bool, bool]], accuracy: float | None, precision: float | None, recall: float | None
) -> None:
    found = agreement(judged)
    assert (found.accuracy.value, found.precision.value, found.recall.value) == (accuracy, precision, recall)


def test_intervals_are_wilsons() -> None:
    # Wilson's score for 8 of 10: (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n), z = 1.96.
    assert Share(8, 10).interval == pytest.approx((0.4902, 0.9433), abs=1e-4)
    assert Share(10, 10).interval == pytest.approx((0.7225, 1), abs=1e-4)
    assert Share(0, 0).interval is None


def test_what_is_found_can_be_written_as_json() -> None:
    written_out = json.loads(json.dumps(judge_matcher(PAIRS).to_json()))
    assert written_out["agreements"]["number"]["accuracy"] == {
        "value": 1,
        "interval": [pytest.approx(0.342, abs=1e-3), 1],
        "count": 2,
        "of": 2,
    }
    assert written_out["wrong"][0] == PAIRS[2].model_dump()
