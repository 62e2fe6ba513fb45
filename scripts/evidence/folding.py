"""Text is folded so that two copies of the same words compare equal, however a reader's program copied them.

What folds: runs of white space (non-breaking and zero-width ones too), kinds of quotation mark, of dash and of
minus sign, Latin ligatures, soft hyphens, and the micro sign with the letter mu. Nothing else does: case, digits,
superscripts and every other letter stay what they are. A hyphen at a line end is the business of `quotes`.
"""

from __future__ import annotations

from dataclasses import dataclass

_SPACE = "\t\n\x0b\x0c\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
_NOTHING = "\u00ad\u200b\u200c\u200d\u2060\ufeff"

FOLDS: dict[str, str] = {
    **dict.fromkeys(_SPACE, " "),
    **dict.fromkeys(_NOTHING, ""),
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u02bc", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb", '"'),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\ufb03": "ffi",
    "\ufb04": "ffl",
    "\ufb05": "st",
    "\ufb06": "st",
    "\u00b5": "\u03bc",
}
"""What each character becomes; a character that is not listed stays."""


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text, and for each of its characters the index of the character it came from."""

    text: str
    origins: tuple[int, ...]


def fold(text: str) -> Folded:
    """`text` folded, without white space at its ends, each run of white space one space."""
    out: list[str] = []
    origins: list[int] = []
    for index, char in enumerate(text):
        for folded in FOLDS.get(char, char):
            if folded == " " and (not out or out[-1] == " "):
                continue
            out.append(folded)
            origins.append(index)
    if out and out[-1] == " ":
        del out[-1], origins[-1]
    return Folded("".join(out), tuple(origins))
