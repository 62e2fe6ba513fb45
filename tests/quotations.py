"""The cases that the Python and the browser find quotations by, and the site in which both look for them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from conftest import GARDEN

SHARED: dict[str, Any] = json.loads((Path(__file__).parent / "quotations.json").read_text("utf-8"))
CASES: list[dict[str, Any]] = SHARED["cases"]
SEEN = "  licence: CC0\n  licence_seen: [{at: its first page}]\n  show_full_text: true\n"
SITE = {
    **GARDEN,
    "content/claims/copper-lettuce.yml": "",
    "content/remedies/copper.yml": "name: Copper band\nsynonyms: [bands of copper]\n",
    "content/slugs/grey-slug.yml": "name: Grey field slug\nsynonyms: [grey slugs]\n",
    "seeds/_sources.yml": GARDEN["seeds/_sources.yml"] + SEEN,
    "seeds/guide.txt": "\n".join(SHARED["edition"]) + "\n",
}
