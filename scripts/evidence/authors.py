"""A text names a reference by its authors and a year, and the reference is found."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from evidence.folding import fold
from evidence.references import Reference


class Authors:
    """Finds which of some references is meant, as `markers.Lookup` says."""

    def __init__(self, references: Iterable[Reference]) -> None:
        self._of_year: dict[str, list[Reference]] = defaultdict(list)
        for reference in references:
            self._of_year[reference.get("year")].append(reference)

    def __call__(self, words: str, year: str) -> str | None:
        """The key of the reference of a year whose authors, as texts name them, end `words`; the longest fit wins."""
        folded = fold(words).casefold()
        best: tuple[int, str | None] = (0, None)
        for reference in self._of_year.get(year, ()):
            names = [re.escape(fold(name.family).casefold()) for name in reference.authors]
            if not names:
                continue
            others = r"(?:,[^,]+)*,? (?:and|&) " + names[-1] if len(names) > 1 else "(?!)"
            if match := re.search(rf"(?<!\w)(?<!and )(?<!& ){names[0]}(?:{others}|,? et al\.?|)\Z", folded):
                best = max(best, (len(match[0]), reference.key))
        return best[1]
