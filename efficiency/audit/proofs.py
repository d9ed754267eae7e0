"""Proofs out of the log's tables: that an entry is in it, and that it only grew (RFC 9162, 2.1).

A proof reads a few hundred rows, however long the log: leaves of one tile, and kept subtrees.
"""

from functools import reduce

from efficiency.audit.models import Leaf, Node
from efficiency.audit.sealing import TILE
from efficiency.audit.verifier import node_of


def inclusion(position: int, size: int) -> list[bytes]:
    """The path from the leaf at this position to the root of the log's first `size` entries."""
    return _Hashes().path(position, 0, size)


def consistency(old: int, new: int) -> list[bytes]:
    """The path that proves that the first `old` of `new` entries are still the same."""
    return [] if old in (0, new) else _Hashes().growth(old, 0, new, whole=True)


class _Hashes:
    """Hashes of subtrees, read by tiles of 256 and remembered for one proof."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], bytes] = {}

    def path(self, position: int, first: int, end: int) -> list[bytes]:
        if end - first == 1:
            return []
        middle = first + _half(end - first)
        if position < middle:
            return [*self.path(position, first, middle), self._over(middle, end)]
        return [*self.path(position, middle, end), self._over(first, middle)]

    def growth(self, old: int, first: int, end: int, *, whole: bool) -> list[bytes]:
        if old == end:
            return [] if whole else [self._over(first, end)]
        middle = first + _half(end - first)
        if old <= middle:
            return [*self.growth(old, first, middle, whole=whole), self._over(middle, end)]
        return [*self.growth(old, middle, end, whole=False), self._over(first, middle)]

    def _over(self, first: int, end: int) -> bytes:
        """The root over these leaves, which begin where a subtree of their size may begin."""
        width = end - first
        if width & (width - 1) == 0:
            return self._finished(width.bit_length() - 1, first // width)
        middle = first + _half(width)
        return node_of(self._over(first, middle), self._over(middle, end))

    def _finished(self, level: int, index: int) -> bytes:
        kept = level - level % TILE
        under = level - kept
        row = [self._kept(kept, (index << under) + at) for at in range(1 << under)]
        return reduce(lambda hashes, _level: _paired(hashes), range(under), row)[0]

    def _kept(self, level: int, index: int) -> bytes:
        if (level, index) not in self._known:
            first = index >> TILE << TILE
            last = first + (1 << TILE) - 1
            rows = list(Leaf.objects.filter(pk__range=(first, last)).values_list("pk", "hash")) if level == 0 else []
            if level:
                nodes = Node.objects.filter(level=level, index__range=(first, last))
                rows = list(nodes.values_list("index", "hash"))
            self._known.update({(level, at): bytes(found) for at, found in rows})
        return self._known[level, index]


def _half(width: int) -> int:
    """The largest power of two below the width."""
    return 1 << ((width - 1).bit_length() - 1)


def _paired(hashes: list[bytes]) -> list[bytes]:
    return [node_of(left, right) for left, right in zip(hashes[::2], hashes[1::2], strict=True)]
