"""What pydantic finds wrong with a value is said in this project's own words, at the place in the file."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import ValidationError

from evidence import models, yamltext
from evidence.problems import Problem, did_you_mean
from evidence.yamltext import Document

GIVEN = frozenset({"id", "kind", "path", "extra", "folder", "number"})
"""Fields that come from a file's name and place, never from its text."""


def explain(error: ValidationError, document: Document, base: yamltext.Path, known: Iterable[str]) -> list[Problem]:
    """Pydantic's errors as problems of this project, at the place in the file that each speaks of."""
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
            cure = (
                did_you_mean(last, known if len(path) == 1 else [name for name in _nested() if name != last])
                or "remove it, or ask for it in an issue"
            )
            message = f"there is no field {last!r} here"
            problems.append(Problem(document.place(path, key=True), "field-unknown", message, cure))
        elif kind == "missing":
            problems.append(Problem(document.place(path), "field-missing", f"{last} is missing", f"add `{last}: ...`"))
        else:
            field = ".".join(str(part) for part in path) or "the value"
            message, cure = _wording(kind, item, context)
            problems.append(Problem(document.place(path), "field-value", f"{field}: {message}", cure))
    return problems


def _wording(kind: str, item: Any, context: Mapping[str, Any]) -> tuple[str, str]:
    """What is wrong with a value, and how to mend it, by the type of pydantic's error."""
    value = item["input"]
    expected = [ast.literal_eval(one) for one in _QUOTED.findall(str(context.get("expected", "")))]
    wordings: dict[str, tuple[str, str]] = {
        "literal_error": (f"{value!r} is none of {', '.join(expected)}", did_you_mean(str(value), expected)),
        "string_type": (f"text is expected, not {value!r}", "put quotation marks around it"),
        "int_type": (f"a whole number is expected, not {value!r}", "write digits only"),
        "value_error": (str(context.get("error", item["msg"])), ""),
        "string_too_short": _EMPTY,
        "too_short": _EMPTY,
        "tuple_type": (f"a list is expected, not {value!r}", "write [one, two]"),
        "model_type": (f"`field: value` lines are expected, not {value!r}", ""),
        "dict_type": (f"`field: value` lines are expected, not {value!r}", ""),
    }
    if value is None and kind.endswith("_type"):
        return _EMPTY
    if value is None and kind == "literal_error":
        return _EMPTY[0], f"write {', '.join(expected)}"
    message = str(item["msg"])
    return wordings.get(kind, (message[:1].lower() + message[1:], ""))


_QUOTED = re.compile(r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*\"""")
"""A text as Python writes it, in pydantic's list of what was expected."""
_EMPTY = ("nothing stands here", "write something or remove the line")


def _real(document: Document, base: yamltext.Path, loc: tuple[Any, ...]) -> yamltext.Path:
    """The part of pydantic's location that exists in the file: names of alternatives are left out."""
    path = base
    for part in loc:
        if (*path, part) in document.spans or (*path, part) in document.keys:
            path = (*path, part)
    return path


def _nested() -> list[str]:
    found = [value for value in vars(models).values() if isinstance(value, type) and issubclass(value, models.Frozen)]
    return sorted({info.alias or name for one in found for name, info in one.model_fields.items()} - GIVEN)
