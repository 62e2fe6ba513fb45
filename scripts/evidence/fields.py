"""The closed set of field types that a `_kind.yml` may use, and what each accepts."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    StrictInt,
    StringConstraints,
    TypeAdapter,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import CoreSchema

FIELD_TYPES: dict[str, str] = {
    "text": "One line of plain text.",
    "prose": "Paragraphs that may link records ([[id]]) and cite references ([@key]).",
    "choice": "One of the field's `choices`.",
    "number": "A number.",
    "year": "A year of four digits.",
    "date": "A day, written 2024-05-31.",
    "url": "An address that begins with http:// or https://.",
    "list": "Several lines of plain text.",
    "link": "The id of a record of the kind named in `kind`.",
    "links": "Several such ids.",
    "identifiers": "Identifiers in other databases, by the prefix of the database.",
}
"""Each field type and what it holds."""

FieldType = Literal["text", "prose", "choice", "number", "year", "date", "url", "list", "link", "links", "identifiers"]


def _one_line(value: str) -> str:
    return " ".join(value.split())


def _day(value: str) -> str:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        raise ValueError("a day is written 2024-05-31")
    datetime.date.fromisoformat(value)
    return value


def _number(value: Any) -> int | float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        decimal = re.fullmatch(r"\s*([-+]?\d+),(\d+)\s*", str(value))
        cure = f": write {decimal[1]}.{decimal[2]} if the comma parts decimals" if decimal else ": write digits only"
        raise ValueError(f"a number is expected, not {value!r}{cure}")  # pydantic reports ValueErrors
    return value


def _http(value: str) -> str:
    if not re.match(r"https?://[^\s<>\"']+\Z", value):
        raise ValueError("an address begins with http:// or https:// and has no spaces")
    return value


_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_KEY = re.compile(r"\w(?:[\w.:+/'-]*\w)?")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|(?:com|lpt)\d)(?:\.|\Z)", re.IGNORECASE)


def id_fault(text: str) -> str:
    """Why a text is no id, and so neither the name of a file nor an address; empty where it is one."""
    if not _ID.fullmatch(text):
        return "an id is lower-case letters, digits and single hyphens"
    if len(text) > 100:
        return "an id has at most 100 characters"
    return f"Windows has no file called {text}" if _RESERVED.match(text) else ""


def key_fault(text: str) -> str:
    """Why a text cannot be the key of a reference or a source, which pages are called by; empty where it can."""
    if not _KEY.fullmatch(text):
        return "a key is letters and digits, and between them . : + / ' _ -"
    if len(text) > 100:
        return "a key has at most 100 characters"
    return f"Windows has no file called {text}" if _RESERVED.match(text) else ""


def better_id(name: str) -> str:
    """An id made of a name that is none."""
    plain = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:100].strip("-") or "a-name"
    return f"{plain}-1" if id_fault(plain) else plain


def _id(value: str) -> str:
    if fault := id_fault(value):
        raise ValueError(f"{value!r} is no id: {fault}, such as {better_id(value)}")
    return value


def _key(value: str) -> str:
    if fault := key_fault(value):
        raise ValueError(f"{value!r} is no key: {fault}")
    return value


def _icon(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9-]+(?:/[a-z0-9-]+)+", value):
        raise ValueError("an icon is the path of one of the theme's, such as material/leaf")
    return value


def as_list(value: Any) -> Any:
    """One value where several are allowed is a list of one."""
    return [value] if isinstance(value, str | dict) else value


@dataclass(frozen=True, slots=True)
class Names:
    """Marks a value that names something that exists, by its id or key; several values or the keys of a mapping too.

    `what` is record, sibling, topic, reference, source, level or kind; a record may have to be of one `kind`.
    Such a value is checked where the whole site is known, and its JSON Schema carries this mark until then.
    """

    what: Literal["record", "sibling", "topic", "reference", "source", "level", "kind"]
    kind: str = ""

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """The schema of the value with the mark under `names`."""
        return {**handler(core), "names": (self.what, self.kind)}


Filled = StringConstraints(min_length=1, strip_whitespace=True)
Text = Annotated[str, Filled, AfterValidator(_one_line)]
Prose = Annotated[str, Filled]
Day = Annotated[
    str, AfterValidator(_day), WithJsonSchema({"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"})
]
Address = Annotated[
    str, AfterValidator(_http), WithJsonSchema({"type": "string", "pattern": r"^https?://[^\s<>\"']+$"})
]
Number = Annotated[Any, AfterValidator(_number), WithJsonSchema({"type": "number"})]
Texts = Annotated[tuple[Text, ...], BeforeValidator(as_list, json_schema_input_type=Text | tuple[Text, ...])]
Id = Annotated[
    Text, AfterValidator(_id), WithJsonSchema({"type": "string", "pattern": f"^{_ID.pattern}$", "maxLength": 100})
]
Key = Annotated[Text, AfterValidator(_key)]
Icon = Annotated[Text, AfterValidator(_icon)]
Ids = Annotated[tuple[Id, ...], BeforeValidator(as_list, json_schema_input_type=Id | tuple[Id, ...])]
Identifiers = dict[Text, Text]


class FieldSpec(BaseModel):
    """One field that a kind adds to its records."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)

    type: FieldType
    """What the field holds: one of the types below."""
    title: Text | None = None
    """What the field is called on pages; absent: its name."""
    help: Text = ""
    """What the field holds, in a sentence for readers and contributors."""
    choices: tuple[Text, ...] = ()
    """For a choice: what may stand there."""
    kind: Annotated[Text, Names("kind")] | None = None
    """For a link or links: the kind that they point to."""
    inverse: Text | None = None
    """For a link or links: the heading under which the other side shows them."""
    required: bool = False
    """Whether every record has to have it."""

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.type == "choice" and not self.choices:
            raise ValueError("a field of type choice needs `choices: [...]`")
        if self.type in ("link", "links") and not self.kind:
            raise ValueError(f"a field of type {self.type} needs `kind: ...`, the kind it links to")
        return self

    def adapter(self) -> TypeAdapter[Any]:
        """What validates a value of this field."""
        types: dict[str, Any] = {
            "choice": Literal[self.choices or ("",)],
            "text": Text,
            "prose": Prose,
            "number": Number,
            "year": Annotated[StrictInt, Field(ge=1000, le=2999)],
            "date": Day,
            "url": Address,
            "list": Texts,
            "link": Annotated[Text, Names("record", self.kind or "")],
            "links": Annotated[Texts, Names("record", self.kind or "")],
            "identifiers": Identifiers,
        }
        return TypeAdapter(types[self.type])
