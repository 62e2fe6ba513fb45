"""A difference is told in Markdown, for a job summary or a comment; what strangers wrote in it shows as mere words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

from evidence.difference import Change, Difference, Field, Name, Pages
from evidence.markup import code, quoted
from evidence.stating import PARTS
from evidence.wording import Part, entries, words

Word = Callable[[str, str], str]
"""The reader's word for a key of a group of templates/words.yml."""

ROOM = 60_000
"""How many characters are told at most: a host cuts off longer comments."""
_MOST = (100, 20, 5, 0)
"""How many entries of a list are told, the fewer the more there is to tell."""
_FOLDED = 10
"""A list with more entries is folded."""
_LONG = 24
"""Of a longer stretch of words that stayed only the ends are told."""
_PROSE = 5
"""Texts of so many words are compared word by word; of shorter ones both are told."""

ASPECTS = {
    "reworded": ("statement",),
    "relevelled": ("level", "stance", "effects"),
    "refiled": ("about",),
    "requoted": ("quotations", "cites", "from", "disputed"),
}
"""In what a claim may have changed, with the fields that say so."""


def tell(difference: Difference, word: Word, since: str) -> str:
    """What a change does to the evidence, as Markdown; `since` names the revision that it is compared with."""
    for most in _MOST:
        text = "\n".join(_Teller(word, difference, most).lines(since)) + "\n"
        if len(text) <= ROOM:
            break
    return text


class _Teller:
    """Tells one difference with at most so many entries in each list."""

    def __init__(self, word: Word, difference: Difference, most: int) -> None:
        self.word = word
        self.difference = difference
        self.most = most
        self.levels = {one.id: one.title for one in difference.levels}

    def say(self, key: str) -> str:
        return quoted(self.word("diff", key))

    def lines(self, since: str) -> Iterator[str]:
        difference = self.difference
        yield from (f"## {self.say('title')}", "", f"{self.say('since')} {code(since)}.", "")
        for side, count in zip(("before", "after"), difference.errors, strict=True):
            if count:
                yield from (f"**{self.say(f'errors-{side}').replace('%s', str(count))}** {self.say('errors-help')}", "")
        if not difference.changes:
            yield from (f"{self.say('nothing')}", "")
        yield from self.overview()
        for part, changes in groupby(difference.changes, key=lambda one: one.part):
            yield from self.part(part, list(changes))
        yield from self.counts()
        yield from self.coverage()
        if difference.pages is None:
            yield from (f"### {self.say('pages')}", "", f"{self.say('pages-unknown')}", "")
        else:
            yield from self.pages(difference.pages)

    def overview(self) -> Iterator[str]:
        """A line for each part of the site that changes, with what happens how often."""
        for part in PARTS:
            found = [one for one in self.difference.changes if one.part == part]
            if found:
                yield f"- **{self.say(part)}:** {', '.join(self.amounts(found))}{self.aspects(found)}"
        if self.difference.changes:
            yield ""

    def amounts(self, changes: Sequence[Change]) -> Iterator[str]:
        for how in ("added", "removed", "renamed", "changed"):
            found = [one for one in changes if one.how == how]
            if found:
                yield f"{len(found)} {self.say(how)}"

    def aspects(self, changes: Sequence[Change]) -> str:
        """In what claims changed, and how many each time."""
        kept = [one for one in changes if one.part == "claims" and one.before and one.after]
        counts = {aspect: sum(any(map(one.of, names)) for one in kept) for aspect, names in ASPECTS.items()}
        told = ", ".join(f"{count} {self.say(aspect)}" for aspect, count in counts.items() if count)
        return f" ({told})" if told else ""

    # Lists -------------------------------------------------------------------------------------------------

    def part(self, part: str, changes: Sequence[Change]) -> Iterator[str]:
        yield from (f"### {self.say(part)}", "")
        for how in ("added", "removed", "renamed", "changed"):
            found = [one for one in changes if one.how == how]
            yield from self.listed(how, [self.change(one) for one in found[: self.most]], len(found))

    def listed(self, heading: str, items: Sequence[Iterable[str]], total: int) -> Iterator[str]:
        """A heading with the number of entries, and the entries, folded where they are many."""
        if not total:
            return
        name = f"{_began(self.say(heading))} ({total})"
        folded = total > _FOLDED
        yield from ("<details>", f"<summary>{name}</summary>", "") if folded else (f"**{name}**", "")
        for item in items:
            yield from item
        if total > len(items):
            yield f"- {self.say('more').replace('%s', str(total - len(items)))}"
        yield ""
        if folded:
            yield from ("</details>", "")

    def change(self, change: Change) -> Iterator[str]:
        """One entry: what it is called, and below that every field that changed, or what a new or lost claim holds."""
        name, kept = change.after or change.before, bool(change.before and change.after)
        if name is None:
            return
        bare = name.title == name.id or (kept and change.of("statement"))
        told = f"{code(name.id)}" if bare else f"{quoted(name.title)} ({code(name.id)})"
        if change.how == "renamed" and change.before:
            told = f"{code(change.before.id)} → {told}"
        if change.part == "topics":
            told += f" · {code(change.kind)}"
        if not kept:
            told += "".join(f" · {self.items(one)}" for one in change.fields if one.name in ("level", "stance"))
        yield f"- {told}"
        for field in change.fields:
            if kept:
                yield from self.field(field)
            elif field.name == "quotations":
                yield from (f"  - “{quoted(_short(item))}”" for item in field.before + field.after)

    # Fields ------------------------------------------------------------------------------------------------

    def field(self, field: Field) -> Iterator[str]:
        name = quoted(self.word("diff-fields", field.name))
        pairs = entries(self.shown(field.name, field.before), self.shown(field.name, field.after))
        for before, after in pairs[: self.most]:
            yield f"  - *{name}:* {_compared(before, after)}"
        if len(pairs) > self.most:
            yield f"  - *{name}:* {self.say('more').replace('%s', str(len(pairs) - self.most))}"

    def items(self, field: Field) -> str:
        """What a field holds, or held."""
        return ", ".join(quoted(one) for one in self.shown(field.name, field.before + field.after))

    def shown(self, name: str, items: Iterable[str]) -> tuple[str, ...]:
        """Items with the reader's words in place of ids, where there are such words."""
        if name == "level":
            return tuple(self.levels.get(one) or one for one in items)
        return tuple(self.word("stances", one) for one in items) if name == "stance" else tuple(items)

    # Figures -----------------------------------------------------------------------------------------------

    def counts(self) -> Iterator[str]:
        if any(one.before != one.after for one in self.difference.levels):
            rows = [(quoted(one.title or self.word("no-level", "title")), one) for one in self.difference.levels]
            yield from self.table("levels", [(title, str(one.before), str(one.after)) for title, one in rows])

    def coverage(self) -> Iterator[str]:
        rows = [
            (quoted(f"{one.source}: {self.word('diff-figures', one.figure)}"), one.before or "–", one.after or "–")
            for one in self.difference.coverage
            if one.before != one.after
        ]
        if rows:
            yield from self.table("coverage", rows)

    def table(self, heading: str, rows: Iterable[tuple[str, str, str]]) -> Iterator[str]:
        yield from (f"### {self.say(heading)}", "")
        yield f"| | {self.say('before')} | {self.say('after')} |"
        yield "| :-- | --: | --: |"
        for cells in rows:
            yield f"| {' | '.join(cells)} |"
        yield ""

    def pages(self, pages: Pages) -> Iterator[str]:
        lists = {"added": pages.added, "removed": pages.removed, "changed": pages.changed}
        if any(lists.values()):
            yield from (f"### {self.say('pages')}", "")
        for how, names in lists.items():
            yield from self.listed(how, [_page(name) for name in names[: self.most]], len(names))


def _page(name: Name) -> Iterator[str]:
    yield f"- {code(name.id)}" if name.title == name.id else f"- {quoted(name.title)} ({code(name.id)})"


def _compared(before: str, after: str) -> str:
    """What was and what is: word by word where both are prose."""
    if before and after and min(len(before.split()), len(after.split())) >= _PROSE:
        return " ".join(_part(part) for part in words(before, after))
    gone, come = (_marked(sign, quoted(_short(text))) for sign, text in (("~~", before), ("**", after)))
    return " → ".join(filter(None, (gone, come)))


def _part(part: Part) -> str:
    sign, text = part
    if sign != "same":
        return _marked("~~" if sign == "gone" else "**", quoted(_short(text)))
    kept = text.split()
    if len(kept) > _LONG:
        return f"{quoted(' '.join(kept[: _LONG // 3]))} … {quoted(' '.join(kept[-_LONG // 3 :]))}"
    return quoted(text)


def _began(words: str) -> str:
    """Words as a heading begins."""
    return words[:1].upper() + words[1:]


def _marked(sign: str, words: str) -> str:
    return f"{sign}{words}{sign}" if words else ""


def _short(text: str) -> str:
    """A text of at most a hundred words."""
    found = text.split()
    return " ".join(found[:100]) + (" …" if len(found) > 100 else "")
