"""What keeps a text from being YAML is said in words for people who have never heard of YAML, at the line to mend."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

QUOTE = "put the whole text in quotation marks"


class Fault(NamedTuple):
    """Where a text has to be mended, line and column from zero; what is wrong there, and the cure."""

    line: int
    column: int
    message: str
    cure: str


@dataclass(frozen=True, slots=True)
class _Complaint:
    """What the YAML reader says: its words, where it stopped, and where that began of which it could make no sense."""

    lines: list[str]
    problem: str
    line: int
    column: int
    since_line: int
    since_column: int

    @property
    def here(self) -> str:
        return self.lines[self.line] if self.line < len(self.lines) else ""

    @property
    def before(self) -> str:
        """What stands before the place in its line."""
        return self.here[: self.column].strip()

    @property
    def sign(self) -> str:
        """The character at which that began."""
        line = self.lines[self.since_line] if self.since_line < len(self.lines) else ""
        return line[self.since_column : self.since_column + 1]


def fault(text: str, error: Any) -> Fault:
    """The fault behind a `yaml.YAMLError`."""
    lines = text.splitlines()
    mark: Any = getattr(error, "problem_mark", None)
    since: Any = getattr(error, "context_mark", None) or mark
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error).split("\n", 1)[0]
    if mark is None:  # a character that may not stand in YAML at all
        position = getattr(error, "position", 0)
        before = text[:position] if isinstance(position, int) else ""
        cure = "delete what stands there and type it anew"
        return Fault(before.count("\n"), 0, "a character that cannot be seen stands in this line", cure)
    complaint = _Complaint(lines, str(problem), mark.line, mark.column, since.line, since.column)
    for rule in _RULES:
        if found := rule(complaint):
            return found
    cure = f"{QUOTE} that has a colon, a quotation mark or a sign at its beginning, and begin lines with spaces"
    return Fault(complaint.line, complaint.column, f"this cannot be read: {problem}", cure)


def _merged(said: _Complaint) -> Fault | None:
    for number, line in enumerate(said.lines):
        if re.match(r"(?:<{7}|>{7}|={7})(?: |\Z)", line):
            cure = "keep one of them, and delete the lines that begin with <<<<<<<, ======= and >>>>>>>"
            return Fault(number, 0, "two versions of the file stand here, one after the other", cure)
    return None


def _tab(said: _Complaint) -> Fault | None:
    if "\t" in said.here[: len(said.here) - len(said.here.lstrip())]:
        return Fault(said.line, 0, "the line begins with a tab", "begin it with spaces, as the lines around it do")
    return None


def _unclosed(said: _Complaint) -> Fault | None:
    since = said.since_line, said.since_column
    if "end of stream" in said.problem and said.sign in "\"'":
        cure = f"put {said.sign} at the end of the text; curly quotation marks do not close it"
        return Fault(*since, "the quotation mark that opens here is not closed", cure)
    if match := re.fullmatch(r"did not find expected ',' or '([]}])'", said.problem):
        if said.line == said.since_line:
            return Fault(
                said.line, said.column, "a comma is missing before this", f"write , between two values, and {QUOTE}"
            )
        return Fault(*since, f"the bracket {said.sign} that opens here is not closed", f"put {match[1]} behind it")
    return None


def _no_field(said: _Complaint) -> Fault | None:
    if said.problem != "could not find expected ':'" or said.since_line >= len(said.lines):
        return None
    line = said.lines[said.since_line]
    if match := re.match(r"\s*(?:- )?([\w-]+):(\S.*)", line):
        cure = f"write a space behind it: {match[1]}: {match[2]}"
        return Fault(said.since_line, match.start(2), "there is no space behind the colon", cure)
    cure = (
        "if it goes on with the text above, begin it with spaces; "
        "if a field begins here, write a colon and a space behind the field's name"
    )
    return Fault(said.since_line, said.since_column, "the line is no `field: value`", cure)


def _colon(said: _Complaint) -> Fault | None:
    if not said.problem.startswith("mapping values"):
        return None
    if re.fullmatch(r"(?:- )?[\w-]+", said.before):
        return _indented(said)
    cure = f'{QUOTE}: "{said.before.partition(": ")[2] or "one"}: ..."'
    return Fault(said.line, said.column, "a text may have a colon only between quotation marks", cure)


def _misplaced(said: _Complaint) -> Fault | None:
    if not re.match(r"did not find expected (?:key|'-' indicator|<document start>)", said.problem):
        return None
    if not said.before or re.fullmatch(r"(?:- )?[\w-]+", said.before):
        return _indented(said)
    if said.before[-1] in "\"'":
        cure = "write the quotation marks inside it as \u201c \u201d, and apostrophes as \u2019"
        return Fault(said.line, said.column, "the text goes on behind the quotation mark that closes it", cure)
    if said.before[-1] in "]}":
        cure = f"{QUOTE}, or several values in one pair of brackets"
        return Fault(said.line, said.column, "something stands behind the closing bracket", cure)
    return None


def _indented(said: _Complaint) -> Fault:
    """A line that begins further left or right than those it may belong to."""
    numbers = [number for number in range(said.line - 1, -1, -1) if said.lines[number].strip()]
    number = next((number for number in numbers if _FIELD.match(said.lines[number])), said.line)
    above = said.lines[number]
    for line in (*numbers[:1], said.line):
        if match := _NO_ENTRY.match(said.lines[line]):
            cure = "write a plain hyphen and a space there, as an entry of a list begins"
            return Fault(line, match.end(1), f"an entry does not begin with {match[2]}", cure)
    has, other = (len(line) - len(line.lstrip(" ")) for line in (said.here, above))
    other += 2 if above.lstrip().startswith("- ") else 0
    message = f"the line begins with {_spaces(has)}, which does not fit the lines above it"
    cure = f"fields that belong together begin with equally many spaces; line {number + 1} has {_spaces(other)}"
    return Fault(said.line, has, message, cure)


_FIELD = re.compile(r"\s*(?:- )?[\w-]+:(?:\s|\Z)")
_NO_ENTRY = re.compile(r"(\s*)([\u2013\u2014\u2022\u00b7]|-\w)")


def _spaces(number: int) -> str:
    return {0: "no space", 1: "1 space"}.get(number, f"{number} spaces")


def _sign(said: _Complaint) -> Fault | None:
    line, column, sign = said.since_line, said.since_column, said.sign
    if "block scalar" in said.problem or "comment or line break" in said.problem:
        return Fault(line, column, f"a text cannot begin with {sign}", f"{QUOTE}, or begin it in the next line")
    if (
        re.search(r"cannot start any token|alphabetic or numeric|are not allowed in this context", said.problem)
        and sign
    ):
        return Fault(line, column, f"a text cannot begin with {sign}", QUOTE)
    if "escape" in said.problem:
        message = f"between {sign} and {sign} a backslash has a meaning of its own"
        return Fault(said.line, said.column, message, "write two of them for one: \\\\")
    return None


_RULES: tuple[Callable[[_Complaint], Fault | None], ...] = (
    _merged,
    _tab,
    _unclosed,
    _no_field,
    _colon,
    _misplaced,
    _sign,
)
"""What a complaint can come from, the surest first."""
