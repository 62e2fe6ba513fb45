"""The types that fields of a kind may have."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from pydantic import ValidationError

from evidence.fields import FIELD_TYPES, FieldSpec, FieldType, as_list, id_fault

NO_IDS = (
    "",
    "Grey",
    "grey slug",
    "grey/slug",
    "..",
    "../a",
    "a.b",
    "-a",
    "a--b",
    "a_b",
    "ä",
    "١",
    "a\n",
    "a\\b",
    "a:b",
)


def spec(type_: str, **more: Any) -> FieldSpec:
    kind = {"kind": "slug"} if type_ in ("link", "links") else {}
    return FieldSpec.model_validate({"type": type_, **kind, **more})


def test_every_type_is_explained_and_every_explained_type_exists() -> None:
    assert set(FIELD_TYPES) == set(get_args(FieldType))


@pytest.mark.parametrize(
    ("type_", "given", "value"),
    [
        ("text", "  wet\n beds ", "wet beds"),
        ("prose", "One.\n\nTwo [[leek]].", "One.\n\nTwo [[leek]]."),
        ("number", 3, 3),
        ("number", 2.5, 2.5),
        ("year", 1987, 1987),
        ("date", "2024-05-31", "2024-05-31"),
        ("url", "https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
        ("url", "http://example.org", "http://example.org"),
        ("list", ["a", " b "], ("a", "b")),
        ("list", "only one", ("only one",)),
        ("link", "grey-slug", "grey-slug"),
        ("links", ["grey-slug", "leek"], ("grey-slug", "leek")),
        ("links", "grey-slug", ("grey-slug",)),
        ("identifiers", {"GBIF": "123"}, {"GBIF": "123"}),
    ],
)
def test_what_a_type_accepts(type_: str, given: Any, value: Any) -> None:
    assert spec(type_).adapter().validate_python(given) == value


@pytest.mark.parametrize(
    ("type_", "given"),
    [
        ("text", 5),
        ("text", None),
        ("text", "   "),
        ("text", ["a"]),
        ("prose", ""),
        ("number", "3"),
        ("number", True),
        ("year", "1987"),
        ("year", 87),
        ("year", 19870),
        ("year", 1987.0),
        ("date", "31.5.2024"),
        ("date", "2024-13-01"),
        ("date", "2024-05"),
        ("url", "example.org"),
        ("url", "javascript:alert(1)"),
        ("url", "https://example.org/a b"),
        ("url", 'https://example.org/"onclick'),
        ("url", " https://example.org"),
        ("url", "https://"),
        ("list", 5),
        ("list", [5]),
        ("list", [""]),
        ("link", ["grey-slug"]),
        ("links", {"a": "b"}),
        ("identifiers", {"GBIF": 123}),
        ("identifiers", "GBIF:123"),
        ("identifiers", {"": "123"}),
    ],
)
def test_what_a_type_refuses(type_: str, given: Any) -> None:
    with pytest.raises(ValidationError):
        spec(type_).adapter().validate_python(given)


def test_a_choice_is_one_of_its_choices() -> None:
    adapter = spec("choice", choices=["wet", "dry"]).adapter()
    assert adapter.validate_python("dry") == "dry"
    with pytest.raises(ValidationError):
        adapter.validate_python("damp")


@pytest.mark.parametrize("given", ["2024-W22-5", "20240531"])
def test_a_date_is_written_in_one_way_only(given: str) -> None:
    with pytest.raises(ValidationError):
        spec("date").adapter().validate_python(given)


def test_a_choice_without_choices_is_refused_where_it_is_declared() -> None:
    with pytest.raises(ValidationError, match="needs `choices"):
        FieldSpec.model_validate({"type": "choice"})


@pytest.mark.parametrize("type_", ["link", "links"])
def test_a_link_says_to_which_kind(type_: str) -> None:
    with pytest.raises(ValidationError, match="needs `kind"):
        FieldSpec.model_validate({"type": type_})


@pytest.mark.parametrize(
    "more", [{"type": "colour"}, {"type": "text", "colour": "red"}, {"type": "text", "required": "x"}]
)
def test_a_field_of_another_type_or_with_other_settings_is_refused(more: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        FieldSpec.model_validate(more)


def test_one_value_is_a_list_of_one() -> None:
    assert as_list("a") == ["a"]
    assert as_list({"a": 1}) == [{"a": 1}]
    assert as_list(["a"]) == ["a"]
    assert as_list(5) == 5


@pytest.mark.parametrize("text", ["a", "grey-slug", "2024", "com", "console", "lpt", "a" * 100])
def test_what_is_an_id(text: str) -> None:
    assert id_fault(text) == ""


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        *((text, "an id is lower-case letters, digits and single hyphens") for text in NO_IDS),
        *((text, f"Windows has no file called {text}") for text in ("con", "prn", "aux", "nul", "com1", "lpt9")),
        ("a" * 101, "an id has at most 100 characters"),
    ],
)
def test_what_is_no_id(text: str, fault: str) -> None:
    assert id_fault(text) == fault
