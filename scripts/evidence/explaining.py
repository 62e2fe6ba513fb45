"""What pydantic finds wrong with a value is said in this project's own words, at the place in the file."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from evidence import yamltext
from evidence.problems import Answer, Problem, did_you_mean, surely
from evidence.yamltext import Document

GIVEN = frozenset({"id", "kind", "path", "extra", "folder", "number"})
"""Fields that come from a file's name and place, never from its text."""


def explain(
    error: ValidationError,
    document: Document,
    base: yamltext.Path,
    known: Collection[str],
    model: type[BaseModel] | None = None,
) -> list[Problem]:
    """Pydantic's errors as problems of this project, at the place in the file that each speaks of.

    The fields of the value are `known`, those of the values inside it are looked up in its `model`.
    """
    problems: list[Problem] = []
    items = error.errors(include_url=False)
    inner = {item["loc"][:length] for item in items for length in range(len(item["loc"]))}
    for item in items:
        if item["type"] == "too_short" and item["loc"] in inner:
            continue  # pydantic counts only the entries that are sound
        path = _real(document, base, item["loc"])
        last = str(item["loc"][-1]) if item["loc"] else ""
        kind, context = item["type"], item.get("ctx", {})
        if kind == "extra_forbidden":
            names = known if len(path) == 1 or model is None else _fields_inside(model, item["loc"][:-1])
            cure = did_you_mean(last, names) or "remove it; or begin it with spaces, if it belongs to the field above"
            message, place = f"there is no field {last!r} here", document.place(path, key=True)
            problems.append(Problem(place, "field-unknown", message, cure, instead=surely(last, names)))
        elif kind == "missing":
            problems.append(Problem(document.place(path), "field-missing", f"{last} is missing", f"add `{last}: ...`"))
        else:
            field = ".".join(part for part in path if isinstance(part, str)) or "the value"
            message, cure = _wording(kind, item, context)
            if kind == "string_type" and {"cites", "refs"} & set(path):
                cure = "write the key of the reference, as references.bib has it"
            answer = _answer(kind, item, context, document.raw(path) if path in document.spans else "")
            problems.append(Problem(document.place(path), "field-value", f"{field}: {message}", cure, instead=answer))
    return problems


def _answer(kind: str, item: Any, context: Mapping[str, Any], raw: str) -> Answer | None:
    """What must be meant by a value: the word that it misspells, the text that looks like a number, or the number."""
    value = item["input"]
    if kind == "literal_error" and isinstance(value, str):
        return surely(value, _expected(context))
    if kind == "string_type" and isinstance(value, bool | int | float):
        return Answer(value, (raw,))
    return (
        Answer(value, (int(value),))
        if kind == "int_type" and isinstance(value, str) and _DIGITS.fullmatch(value)
        else None
    )


def _expected(context: Mapping[str, Any]) -> list[str]:
    return [ast.literal_eval(one) for one in _QUOTED.findall(str(context.get("expected", "")))]


def _wording(kind: str, item: Any, context: Mapping[str, Any]) -> tuple[str, str]:
    """What is wrong with a value, and how to mend it, by the type of pydantic's error."""
    value = item["input"]
    expected = _expected(context)
    shown = "`field: value` lines" if isinstance(value, dict) else "a list" if isinstance(value, list) else repr(value)
    wordings: dict[str, tuple[str, str]] = {
        "literal_error": (
            f"{value!r} is none of {', '.join(expected)}",
            did_you_mean(str(value), expected) or "write one of these",
        ),
        "string_type": (f"text is expected, not {shown}", _TEXT.get(type(value), "put quotation marks around it")),
        "int_type": (f"a whole number is expected, not {shown}", "write digits only"),
        "value_error": (str(context.get("error", item["msg"])), ""),
        "string_too_short": _EMPTY,
        "too_short": _EMPTY,
        "tuple_type": (f"a list is expected, not {shown}", _LIST.get(type(value), "write [one, two]")),
        "model_type": (f"`field: value` lines are expected, not {shown}", _LINES),
        "dict_type": (f"`field: value` lines are expected, not {shown}", _LINES),
    }
    if value is None and kind.endswith("_type"):
        return _EMPTY
    if value is None and kind == "literal_error":
        return _EMPTY[0], f"write {', '.join(expected)}"
    message = str(item["msg"])
    return wordings.get(kind, (message[:1].lower() + message[1:], ""))


_QUOTED = re.compile(r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*\"""")
"""A text as Python writes it, in pydantic's list of what was expected."""
_DIGITS = re.compile(r"[1-9][0-9]{0,8}")
_LIST: dict[type, str] = {dict: "begin the first line of each entry with a hyphen and a space"}
_TEXT: dict[type, str] = {
    dict: "put it in quotation marks, if the colon belongs to the text",
    list: "leave the brackets out",
}
_LINES = "write them below, each begun with spaces"
_EMPTY = ("nothing stands here", "write something or remove the line")


def _real(document: Document, base: yamltext.Path, loc: tuple[Any, ...]) -> yamltext.Path:
    """The part of pydantic's location that exists in the file: names of alternatives are left out."""
    path = base
    for part in loc:
        if (*path, part) in document.spans or (*path, part) in document.keys:
            path = (*path, part)
    return path


def _fields_inside(model: type[BaseModel], loc: tuple[Any, ...]) -> list[str]:
    """The fields that a value inside one of `model` may have, at a location as pydantic gives it."""
    inside = {model}
    for part in loc:
        named = [
            info.annotation for one in inside for name, info in one.model_fields.items() if part in (name, info.alias)
        ]
        inside = {found for annotation in named for found in _models(annotation)} if named else inside
    return sorted({info.alias or name for one in inside for name, info in one.model_fields.items()} - GIVEN)


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    """The models that stand anywhere in a type."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models(part)
