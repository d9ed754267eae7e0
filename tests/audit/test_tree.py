"""The tree: vectors of RFC 6962's own implementation, a second implementation, and properties."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymerkle import InmemoryTree

from efficiency.audit.models import Leaf, Node
from efficiency.audit.proofs import consistency, inclusion
from efficiency.audit.sealing import keep
from efficiency.audit.verifier import Tree, included, leaf_of
from efficiency.audit.witness import consistent

LINES = [
    bytes.fromhex(each)
    for each in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
PATH_OF_5_IN_8 = [
    "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
]
GROWTH_FROM_6_TO_8 = [
    "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
    "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
]


def tree_of(lines: list[bytes]) -> Tree:
    tree = Tree()
    tree.extend([leaf_of(line) for line in lines])
    return tree


def numbered(size: int) -> list[bytes]:
    return [b"line %d" % number for number in range(size)]


def stored(size: int, step: int = 97) -> list[bytes]:
    """A log of so many lines in the database, sealed in unequal portions; its leaves."""
    leaves = [leaf_of(line) for line in numbered(size)]
    tree = Tree()
    for first in range(0, size, step):
        portion = leaves[first : first + step]
        keep(tree, [first + at + 1 for at in range(len(portion))], portion)
    return leaves


@pytest.mark.parametrize("size", range(9))
def test_roots_are_those_of_the_vectors(size: int) -> None:
    assert tree_of(LINES[:size]).root().hex() == ROOTS[size]


def test_a_path_of_the_vectors_is_taken() -> None:
    path = [bytes.fromhex(step) for step in PATH_OF_5_IN_8]

    assert included(leaf_of(LINES[5]), 5, 8, path, bytes.fromhex(ROOTS[8]))


def test_a_growth_of_the_vectors_is_taken() -> None:
    path = [bytes.fromhex(step) for step in GROWTH_FROM_6_TO_8]

    assert consistent(6, bytes.fromhex(ROOTS[6]), 8, bytes.fromhex(ROOTS[8]), path)


@given(st.lists(st.binary(max_size=8), max_size=70), st.lists(st.integers(1, 30), max_size=20))
def test_a_tree_that_grows_in_portions_is_the_tree_made_at_once(lines: list[bytes], steps: list[int]) -> None:
    tree = Tree()
    left = [leaf_of(line) for line in lines]
    for step in [*steps, len(lines)]:
        portion, left = left[:step], left[step:]
        tree = Tree(tree.size, tree.peaks())
        tree.extend(portion)

    assert tree.root() == tree_of(lines).root()


@given(st.lists(st.binary(max_size=8), min_size=1, max_size=70))
def test_a_second_implementation_finds_the_same_root(lines: list[bytes]) -> None:
    other = InmemoryTree(algorithm="sha256")
    for line in lines:
        other.append_entry(line)

    assert tree_of(lines).root() == other.get_root(len(lines))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("size", "position"), [(1, 0), (2, 1), (255, 254), (256, 0), (257, 256), (600, 255), (1111, 700)]
)
def test_a_proof_out_of_the_tables_leads_to_the_root(size: int, position: int) -> None:
    leaves = stored(size)

    path = inclusion(position, size)

    assert included(leaves[position], position, size, path, tree_of(numbered(size)).root())


@pytest.mark.django_db
def test_every_proof_of_a_small_log_holds_for_its_leaf_alone() -> None:
    leaves = stored(21)
    root = tree_of(numbered(21)).root()

    for position in range(21):
        path = inclusion(position, 21)
        holds = [at for at in range(21) if included(leaves[position], at, 21, path, root)]
        assert holds == [position]
        assert not included(leaves[position], position, 21, path[:-1], root)
        assert not included(leaves[position], position, 21, [*path, path[0]], root)


@pytest.mark.django_db
def test_every_growth_of_a_small_log_holds_and_no_other() -> None:
    stored(21)
    roots = [tree_of(numbered(size)).root() for size in range(22)]

    for new in range(1, 22):
        for old in range(1, new + 1):
            path = consistency(old, new)
            assert consistent(old, roots[old], new, roots[new], path)
            assert not consistent(old, roots[old - 1], new, roots[new], path)
            assert old == new or not consistent(old, roots[old], new, roots[new], [*path, roots[0]])


@pytest.mark.django_db
def test_a_growth_over_many_tiles_holds() -> None:
    stored(1300, step=500)

    path = consistency(700, 1300)

    assert consistent(700, tree_of(numbered(700)).root(), 1300, tree_of(numbered(1300)).root(), path)


@pytest.mark.django_db
def test_a_path_is_that_of_the_second_implementation() -> None:
    stored(60)
    other = InmemoryTree(algorithm="sha256")
    for line in numbered(60):
        other.append_entry(line)

    theirs = other.prove_inclusion(38, 60).serialize()["path"]  # it counts from 1 and begins with the leaf

    assert [step.hex() for step in inclusion(37, 60)] == theirs[1:]


@pytest.mark.django_db
def test_finished_subtrees_of_256_leaves_are_kept() -> None:
    stored(1300, step=500)

    assert list(Node.objects.order_by("index").values_list("level", "index")) == [(8, at) for at in range(5)]
    assert Leaf.objects.count() == 1300
