import hashlib

import pytest

from audit.merkle import EMPTY_ROOT, Tree, root_of

# The well-known leaves of the Certificate Transparency tests, and the roots of the first n.
INPUTS = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", None]
INPUTS[7] = "606162636465666768696a6b6c6d6e6f"
KNOWN_ROOTS = [
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


def leaf(data: bytes) -> str:
    return hashlib.sha256(b"\x00" + data).hexdigest()


def naive(leaves: list[bytes]) -> bytes:
    """RFC 6962 section 2.1, as it is written there."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return hashlib.sha256(b"\x01" + naive(leaves[:k]) + naive(leaves[k:])).digest()


@pytest.mark.parametrize("size", range(len(KNOWN_ROOTS)))
def test_known_roots(size):
    leaves = [leaf(bytes.fromhex(data)) for data in INPUTS[:size]]

    assert root_of(leaves) == KNOWN_ROOTS[size]


def test_every_size_agrees_with_the_recursion():
    tree, leaves = Tree(), []

    for place in range(300):
        assert tree.root() == naive(leaves)
        assert tree.size == place
        one = leaf(str(place).encode())
        tree.add(one)
        leaves.append(bytes.fromhex(one))


def test_empty_tree():
    assert Tree().root() == EMPTY_ROOT


def test_order_counts():
    a, b = leaf(b"a"), leaf(b"b")

    assert root_of([a, b]) != root_of([b, a])


def test_leaf_cannot_pass_for_a_node():
    """The two prefixes keep a node from being shown as an entry."""
    a, b = leaf(b"a"), leaf(b"b")

    assert root_of([a, b]) != root_of([leaf(bytes.fromhex(a + b))])
