"""What is wrong with a file of a profile, place by place."""

from typing import NamedTuple


class Fault(NamedTuple):
    """Where, in the file's own terms (a cell, a path; nothing: the whole file), and how to mend."""

    place: str
    text: str


class BadFile(Exception):
    """Nothing was written; `faults` says why, in reading order."""

    def __init__(self, faults: list[Fault]):
        super().__init__(f"{len(faults)} faults")
        self.faults = faults
