"""RFC 6962 tree over the entry hashes of a chain; a hash of an entry already is its leaf."""

import hashlib
from collections.abc import Iterable

from audit.canonical import NODE_PREFIX

EMPTY_ROOT = hashlib.sha256(b"").digest()


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(NODE_PREFIX + left + right).digest()


class Tree:
    """Grows leaf by leaf, keeps one hash per perfect subtree, gives the root at any size."""

    def __init__(self, leaves: Iterable[str] = ()):
        self.size = 0
        self._peaks: list[tuple[int, bytes]] = []
        for leaf in leaves:
            self.add(leaf)

    def add(self, leaf: str) -> None:
        height, value = 0, bytes.fromhex(leaf)
        while self._peaks and self._peaks[-1][0] == height:
            value = _node(self._peaks.pop()[1], value)
            height += 1
        self._peaks.append((height, value))
        self.size += 1

    def root(self) -> bytes:
        """The root as RFC 6962 section 2.1 defines it."""
        if not self._peaks:
            return EMPTY_ROOT
        value = self._peaks[-1][1]
        for _height, peak in reversed(self._peaks[:-1]):
            value = _node(peak, value)
        return value


def root_of(leaves: Iterable[str]) -> str:
    """Root over hex leaves, as hex."""
    return Tree(leaves).root().hex()


def path_of(leaves: list[str], index: int) -> list[str]:
    """The audit path of one leaf, from the leaf up, as hex (RFC 6962, section 2.1.1)."""
    if not 0 <= index < len(leaves):
        raise IndexError(f"There is no leaf {index} among {len(leaves)}.")
    if len(leaves) == 1:
        return []
    split = 1 << (len(leaves) - 1).bit_length() - 1
    left, right = leaves[:split], leaves[split:]
    if index < split:
        return [*path_of(left, index), root_of(right)]
    return [*path_of(right, index - split), root_of(left)]
