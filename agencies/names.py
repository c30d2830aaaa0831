"""Vietnamese text: one normal form, one folded form to search, one key to sort.

The keys are hexadecimal text, so every database collation orders them alike.
"""

import re
import unicodedata

KEY_LENGTH = 400

ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
LETTERS = {letter: bytes([0x20 + index]) for index, letter in enumerate(ALPHABET)}
LETTERS |= {digit: bytes([0x10 + index]) for index, digit in enumerate("0123456789")}
# Not in the alphabet: after z, in code point order
FOREIGN = b"\xf0"

# Huyền, hỏi, ngã, sắc, nặng; ngang writes nothing and so comes first
TONES = {"\u0300": b"\x02", "\u0309": b"\x03", "\u0303": b"\x04", "\u0301": b"\x05"}
TONES["\u0323"] = b"\x06"
# Breve, circumflex, horn: they make another letter
SHAPES = "\u0306\u0302\u031b"

TONES_FOLLOW, WORD_ENDS = b"\x01", b"\x00"

# Eth is often typed for đ and looks the same in capitals
ETH_TO_D_STROKE = str.maketrans("ð", "đ")
APOSTROPHES = re.compile("['`\u2018\u2019\u02bc\u02b9]")
WORD = re.compile(r"[\w\u0300-\u036f]+")


def nfc(text: str) -> str:
    """The one form in which text is kept; macOS and Excel send the other one."""
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """Lower case without diacritics, blanks collapsed: what a search compares."""
    bare = "".join(c for c in _decomposed(text) if not unicodedata.combining(c))
    return " ".join(bare.replace("đ", "d").split())


def sort_key(full_name: str) -> str:
    """Order people as Vietnamese lists do: the given name, then the name from its start."""
    pieces = _decomposed(full_name).split()
    return _key(pieces[-1:] + pieces[:-1])


def title_sort_key(text: str) -> str:
    """Order agencies, provinces and titles word by word from the start."""
    return _key(_decomposed(text).split())


def _decomposed(text: str) -> str:
    lowered = unicodedata.normalize("NFD", text).lower()
    return unicodedata.normalize("NFD", lowered).translate(ETH_TO_D_STROKE)


def _key(pieces: list[str]) -> str:
    words = WORD.findall(APOSTROPHES.sub("", " ".join(pieces)))
    return b"".join(_word_key(word) for word in words).hex()[:KEY_LENGTH]


def _word_key(word: str) -> bytes:
    """Letters first, tones where the letters agree; hoá and hóa are one word, so no positions."""
    tones = b"".join(TONES.get(character, b"") for character in word)
    return b"".join(map(_letter_key, _letters(word))) + TONES_FOLLOW + tones + WORD_ENDS


def _letters(word: str) -> list[str]:
    """The word's letters with their shape marks; tones and foreign marks are left out."""
    letters = []
    for character in word:
        if not unicodedata.combining(character):
            letters.append(character)
        elif letters and character in SHAPES:
            letters[-1] = _shaped(letters[-1], character)
    return letters


def _shaped(letter: str, mark: str) -> str:
    composed = unicodedata.normalize("NFC", letter + mark)
    return composed if composed in LETTERS else letter


def _letter_key(letter: str) -> bytes:
    return LETTERS.get(letter) or FOREIGN + letter.encode()
