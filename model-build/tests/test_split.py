from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cats_vs_dogs.data.near_duplicates import MAX_DISTANCE_BITS, near_duplicate_groups
from cats_vs_dogs.data.split import SPLITS, assign, split_of

sha256 = st.binary(min_size=32, max_size=32).map(bytes.hex)
PINNED = (  # of "0" * 64 to "f" * 64: moving one makes every earlier test figure incomparable
    [
        "test",
        "test",
        "train",
        "train",
        "train",
        "train",
        "train",
        "test",
        "train",
        "train",
        "validation",
        "train",
        "train",
        "train",
        "validation",
        "test",
    ]
)
photos = st.lists(st.tuples(sha256, st.integers(0, 1), st.integers(0, 5)), min_size=1, max_size=40)


def _assign(rows):
    return assign([r[0] for r in rows], [r[1] for r in rows], np.array([r[2] for r in rows]))


def test_the_split_of_a_photo_is_pinned():
    assert [split_of(character * 64) for character in "0123456789abcdef"] == PINNED


def test_eight_of_ten_photos_train():
    shares = Counter(split_of(f"{index:064x}") for index in range(20_000))
    assert [round(shares[name] / 20_000, 2) for name in SPLITS] == [0.8, 0.1, 0.1]


@given(photos, st.randoms())
def test_no_other_order_moves_a_photo(rows, random):
    before = {row: a.split for row, a in zip(rows, _assign(rows), strict=True)}
    shuffled = random.sample(rows, len(rows))
    for row, assignment in zip(shuffled, _assign(shuffled), strict=True):
        assert {assignment.split, before[row]} <= {None, split_of(row[0])}


@given(photos, st.tuples(sha256, st.integers(0, 1), st.integers(0, 5)))
def test_another_photo_can_leave_a_photo_out_but_never_move_it(rows, added):
    before, after = _assign(rows), _assign([*rows, added])
    for old, new in zip(before, after, strict=False):
        assert new.split in (None, old.split)


@given(photos)
def test_no_group_of_near_duplicates_is_in_two_splits(rows):
    kept: dict[int, set[str]] = {}
    for (_, _, group), assignment in zip(rows, _assign(rows), strict=True):
        if assignment.split:
            kept.setdefault(group, set()).add(assignment.split)
    assert all(len(splits) == 1 for splits in kept.values())


def test_near_duplicates_with_both_labels_are_left_out():
    assert {a.reason for a in _assign([("a" * 64, 0, 0), ("b" * 64, 1, 0)])} == {"near-duplicates carry both labels"}


def test_an_exact_copy_is_left_out():
    first, copy = _assign([("a" * 64, 0, 0), ("a" * 64, 0, 0)])
    assert first.split and copy.reason == "exact copy of another photo"


@given(st.lists(st.integers(0, 2**64 - 1), min_size=1, max_size=30))
def test_groups_are_the_connected_components_of_near_hashes(hashes):
    groups = near_duplicate_groups(np.array(hashes, dtype=np.uint64), block_rows=7)
    for i, a in enumerate(hashes):
        assert groups[groups[i]] == groups[i] <= i
        for j, b in enumerate(hashes):
            if (a ^ b).bit_count() <= MAX_DISTANCE_BITS:
                assert groups[i] == groups[j]


def test_a_chain_of_near_hashes_is_one_group():
    chain = np.array([0, 0b111111, 0b111111111111, 2**64 - 1], dtype=np.uint64)
    assert near_duplicate_groups(chain).tolist() == [0, 0, 0, 3]
