"""What strangers write into any field shows as the text that it is: it makes no element and no attribute."""

from __future__ import annotations

from pathlib import Path

import markdown
import pytest
from mkdocs.config import load_config

from evidence import building
from payloads import PAYLOADS, PLAIN, more, site


def pages(root: Path) -> dict[str, str]:
    """Every generated page as HTML, by its path."""
    result = building.generate(root)
    assert result.written, "\n".join(map(str, result.problems))[:4_000]
    config = load_config(str(root / "mkdocs.yml"))
    made = {}
    for path in sorted((root / "docs").rglob("*.md")):
        text = path.read_text("utf-8").split("\n---\n", 1)[1]
        reader = markdown.Markdown(extensions=config.markdown_extensions, extension_configs=config.mdx_configs)
        made[path.relative_to(root / "docs").as_posix()] = reader.convert(text)
    return made


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return pages(site(tmp_path_factory.mktemp("plain"), PLAIN))


def test_a_payload_in_any_field_is_text(tmp_path: Path, plain: dict[str, str]) -> None:
    poisoned = pages(site(tmp_path, PAYLOADS))
    assert poisoned.keys() == plain.keys()
    found = {path: list(more(page, plain[path])) for path, page in poisoned.items()}
    assert {path: one for path, one in found.items() if one} == {}
    assert sum("window.pwned" in page for page in poisoned.values()) > 20
