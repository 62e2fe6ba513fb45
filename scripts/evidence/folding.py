"""Text is folded so that two copies of the same words compare equal, however a reader's program copied them.

What folds: runs of white space (non-breaking and zero-width ones too), kinds of quotation mark, of dash and of
minus sign, Latin ligatures, soft hyphens, the micro sign with the letter mu, and a letter with its accent whether it
is one character or two (Unicode normalisation form C). Nothing else does: case, digits, superscripts and every other
letter stay what they are. A hyphen at a line end is the business of `quotes`.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from functools import cache
from itertools import groupby

_SPACE = (
    "\t\n\x0b\x0c\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
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


_BROKEN_SOFTLY = re.compile(r"(?<=[^\W\d_])\u00ad\s+(?=[^\W\d_])")
"""A soft hyphen at a line end: the word goes on in the next line."""
_TABLE = str.maketrans(FOLDS)


_SIGNS = re.compile(r"[^\x00-\x7f\w\s]{31,}")
MOST_ACCENTS = 30
"""How many accents one letter may have, as in Unicode's Stream-Safe Text Format; more take for ever to normalise."""


def heaped(text: str) -> int | None:
    """Where more accents than that begin to stand on one letter, None where they nowhere do."""
    for signs in _SIGNS.finditer(text):
        for accents, run in groupby(range(*signs.span()), key=lambda at: unicodedata.combining(text[at]) > 0):
            where = list(run)
            if accents and len(where) > MOST_ACCENTS:
                return where[0]
    return None


def fold(text: str) -> str:
    """`text` folded, without white space at its ends, each run of white space one space."""
    joined = _BROKEN_SOFTLY.sub("", text).translate(_TABLE)
    words = unicodedata.normalize("NFC", joined).split(" ")
    return " ".join(word for word in words if word)


@cache
def unfold(text: str, start: int, end: int) -> tuple[int, int]:
    """Where in `text` the characters `start` to `end` of `fold(text)` stand, without white space around them."""
    before, behind = (_longest(text, index) for index in (start, end))
    return before, before + len(text[before:behind].rstrip())


def _longest(text: str, length: int) -> int:
    """How much of `text` may stand for its first `length` characters when folded."""
    return bisect_right(range(len(text) + 1), length, key=lambda end: len(fold(text[:end]))) - 1
