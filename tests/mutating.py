"""What can happen to a file: slips and damage, and what somebody may well do on purpose that changes no meaning."""

from __future__ import annotations

import re
from collections.abc import Callable

from hypothesis import strategies as st

Draw = st.DrawFn
ODD = [
    "\u202e",
    "\0",
    "\ufeff",
    "\u2028",
    "\x85",
    "\ud7ff",
    "²",
    "٣",
    "𝟜",
    "İ",
    "ß",
    "\u0301",
    "👩\u200d🔬",
    "\xa0",
    "\t",
]
SIGNS = [
    *ODD,
    "'",
    '"',
    "{",
    "}",
    "[",
    "]",
    ": ",
    " #",
    "&a ",
    "*a ",
    "!!x ",
    "- ",
    "|",
    ">",
    "\\",
    "@",
    "%",
    ",",
    "\n",
]
VALUES = [
    "",
    "~",
    "true",
    "0",
    "-1",
    "1e999",
    "9" * 30,
    "[]",
    "{}",
    "[[]]",
    "{a: {b: []}}",
    '""',
    "2024-02-30",
    "x" * 300,
]


def flip(draw: Draw, text: str) -> bytes:
    data = bytearray(text.encode())
    for _ in range(draw(st.integers(1, 4)) if data else 0):
        data[draw(st.integers(0, len(data) - 1))] ^= draw(st.integers(1, 255))
    return bytes(data)


def insert(draw: Draw, text: str) -> str:
    at = draw(st.integers(0, len(text)))
    return text[:at] + draw(st.sampled_from(SIGNS) | st.text(st.characters(codec="utf-8"), max_size=5)) + text[at:]


def cut(draw: Draw, text: str) -> str:
    first, last = sorted((draw(st.integers(0, len(text))), draw(st.integers(0, len(text)))))
    return draw(st.sampled_from([text[:first], text[first:], text[:first] + text[last:], text[first:last]]))


def move_lines(draw: Draw, text: str) -> str:
    lines = text.splitlines(keepends=True) or [""]
    at, other = (draw(st.integers(0, len(lines) - 1)) for _ in range(2))
    line = lines[at]
    how = draw(st.sampled_from(["delete", "double", "swap", "indent", "dedent", "break"]))
    if how == "delete":
        del lines[at]
    elif how == "double":
        lines.insert(other, line)
    elif how == "swap":
        lines[at], lines[other] = lines[other], line
    elif how == "break":
        middle = draw(st.integers(0, len(line)))
        lines[at] = f"{line[:middle]}\n{line[middle:]}"
    else:
        lines[at] = "  " + line if how == "indent" else line.removeprefix("  ")
    return "".join(lines)


def rename(draw: Draw, text: str) -> str:
    """A key or another word that stands in the file is put in the place of one of its words."""
    words = text.split() or [""]
    return text.replace(draw(st.sampled_from(words)), draw(st.sampled_from(words)), draw(st.integers(1, 3)))


def revalue(draw: Draw, text: str) -> str:
    lines = text.splitlines(keepends=True) or [""]
    at = draw(st.integers(0, len(lines) - 1))
    key, sign, _ = lines[at].partition("=" if "=" in lines[at] else ":")
    lines[at] = f"{key}{sign} {draw(st.sampled_from(VALUES))}\n"
    return "".join(lines)


def reorder(draw: Draw, text: str) -> str:
    """Two fields, entries or paragraphs change places."""
    parts = re.split(r"(?m)^(?=@)" if text.startswith("@") else r"(?m)^(?=[^\s#])", text)
    at, other = (draw(st.integers(0, len(parts) - 1)) for _ in range(2))
    parts[at], parts[other] = parts[other], parts[at]
    return "".join(parts)


def space(draw: Draw, text: str) -> str:
    """A blank line, a comment, or what some editors write at the end of lines and files."""
    parts = re.split(r"(?m)^(?=\S)", text)
    at = draw(st.integers(0, len(parts) - 1))
    how = draw(st.sampled_from(["blank", "comment", "end", "no end", "Windows", "mark"]))
    if how in ("blank", "comment"):
        parts.insert(at, "\n" if how == "blank" else f"# {draw(st.sampled_from(text.split() or ['']))}\n")
        return "".join(parts)
    return {
        "end": f"{text}\n\n",
        "no end": text.rstrip("\n"),
        "Windows": text.replace("\n", "\r\n"),
        "mark": f"\ufeff{text}",
    }[how]


def reword(draw: Draw, text: str) -> str:
    """A word of the prose is left out, or another one stands in its place."""
    found = list(re.finditer(r"(?<= )[a-z]{3,}(?= )", text))
    if not found:
        return text
    word, other = draw(st.sampled_from(found)), draw(st.sampled_from(found))
    return f"{text[: word.start()]}{draw(st.sampled_from([other[0], 'odd', '']))}{text[word.end() :]}"


Mutation = Callable[[Draw, str], str | bytes]
DAMAGE: tuple[Mutation, ...] = (flip, insert, cut, move_lines, rename, revalue)
HARMLESS: tuple[Mutation, ...] = (reorder, space, reword)


def mutated(draw: Draw, text: str) -> bytes:
    """A text after one to three mutations, half of the time harmless ones only."""
    mutations = draw(st.sampled_from((DAMAGE, HARMLESS)))
    data = text.encode()
    for _ in range(draw(st.sampled_from((1, 1, 1, 2, 3)))):
        changed = draw(st.sampled_from(mutations))(draw, data.decode("utf-8", "replace"))
        data = changed if isinstance(changed, bytes) else changed.encode("utf-8", "replace")
    return data
