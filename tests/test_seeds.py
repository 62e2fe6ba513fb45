"""The reading edition of the first source has exactly the words of the document as received, each once."""

from __future__ import annotations

import re
from itertools import chain
from pathlib import Path

from evidence.markers import Markers, markers

SEEDS = Path(__file__).parent.parent / "seeds"
EDITION = (SEEDS / "li2024.txt").read_text(encoding="utf-8")
RECEIVED = (SEEDS / "li2024.received.txt").read_text(encoding="utf-8")
# Here the caption of a figure begins in the middle of a line, behind the last words of a paragraph.
CAPTION_WITHIN_A_LINE = "Fig. 3 Hallmarks"


def letters(text: str) -> str:
    """`text` without white space and hyphens: joining lines and words changes nothing else."""
    return re.sub(r"[\s-]", "", text)


def edition_letters() -> str:
    lines = (line for line in EDITION.splitlines() if not line.startswith(":::"))
    return letters("\n".join(line.replace(" | ", " ") for line in lines))


def received_lines() -> list[str]:
    text = RECEIVED.replace(CAPTION_WITHIN_A_LINE, f"\n{CAPTION_WITHIN_A_LINE}")
    return [line for line in map(letters, text.splitlines()) if line]


def unused(edition: str, line: str, used: bytearray, after: int) -> int:
    """Where `line` stands in `edition` at letters not used yet: directly after the line before it, or else first."""
    start = after if edition.startswith(line, after) else edition.find(line)
    while start >= 0 and any(used[start : start + len(line)]):
        start = edition.find(line, start + 1)
    return start


def test_every_line_received_is_in_the_edition_once_and_nothing_else_is() -> None:
    edition = edition_letters()
    used = bytearray(len(edition))
    after = 0
    for line in received_lines():
        start = unused(edition, line, used, after)
        assert start >= 0, f"no unused place for {line!r}"
        after = start + len(line)
        used[start:after] = b"\x01" * len(line)
    left = "".join(char for char, taken in zip(edition, used, strict=True) if not taken)
    assert left == ""


def test_the_caption_within_a_line_is_there_to_be_parted() -> None:
    assert RECEIVED.count(CAPTION_WITHIN_A_LINE) == 1
    assert f"\n{CAPTION_WITHIN_A_LINE}" not in RECEIVED


def test_the_document_as_received_has_no_cell_separators_or_blocks_of_its_own() -> None:
    assert "|" not in RECEIVED
    assert ":::" not in RECEIVED


def test_the_edition_cites_every_reference() -> None:
    found = markers(EDITION, Markers(style="numeric", key="li2024-{n:03}"), lambda *_: None)
    assert len(found) == 223
    assert set(chain.from_iterable(found)) == {f"li2024-{number:03}" for number in range(1, 258)}
