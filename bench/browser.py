"""How long the claim explorer takes in Chromium at a given number of claims: `python bench/browser.py 20000`.

Times are milliseconds from the key or click to the second frame after it, on this machine.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from evidence import building, cli, explorer, templating
from evidence.rendering import Renderer, environment
from synthetic import ROOT, Size, write_site

sys.path.insert(0, str(ROOT / "tests" / "browser"))
from find_chromium import HELP, find

CLOCK = """
window.timed = (act) => new Promise((done) => {
  const begun = performance.now();
  act();
  requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - begun)));
});
window.type = (text) => window.timed(() => {
  const field = document.getElementById("explorer-text");
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
});
window.press = (number) => window.timed(() => document.querySelectorAll("#explorer fieldset input")[number].click());
"""


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds: from the address to the first row, for the first letter, for later letters, for choices."""

    claims: int
    opened: float
    first_letter: float
    letters: Sequence[float]
    choices: Sequence[float]

    def __str__(self) -> str:
        """One line with medians and the worst."""
        later = f"{statistics.median(self.letters):.0f} (worst {max(self.letters):.0f})"
        chosen = f"{statistics.median(self.choices):.0f} (worst {max(self.choices):.0f})"
        return (
            f"{self.claims} claims: opened in {self.opened:.0f} ms, first letter {self.first_letter:.0f} ms, "
            f"later letters {later} ms, choices {chosen} ms"
        )


def publish_explorer(root: Path, claims: int) -> Path:
    """A small site from disk, whose explorer has the data of one with so many claims; gives the explorer's page."""
    small, large = write_site(root / "small", Size(100, 40)), write_site(root / "large", Size(claims, claims // 10))
    if cli.main(["--root", str(small), "build", "--offline"]):
        raise SystemExit("the site could not be built")
    catalogue, _ = building.load(large)
    templates, _ = templating.read(large, environment())
    renderer = Renderer(catalogue, templates, {})
    site = small / "build" / "offline" / "evidence"
    (site / "data" / "explorer.js").write_text(explorer.script(renderer.cutter, renderer.word), "utf-8")
    return site / catalogue.kinds["claim"].folder / "index.html"


def measure(tab: Page, address: str, claims: int) -> Times:
    """Open the explorer and use it."""
    tab.add_init_script(CLOCK)
    tab.goto(address)
    tab.locator("#explorer tbody tr").first.wait_for(timeout=120_000)
    opened = tab.evaluate("performance.now()")
    words = tab.locator("#explorer tbody th a").first.inner_text().split()
    first = tab.evaluate("window.type('a')")
    letters = [
        tab.evaluate("(text) => window.type(text)", word[:length])
        for word in words[:4]
        for length in range(1, len(word) + 1)
    ]
    tab.evaluate("window.type('')")
    choices = [tab.evaluate("(number) => window.press(number)", number) for number in (0, 1, 4, 4, 1, 0)]
    return Times(claims, opened, first, letters, choices)


def main(claims: int) -> None:
    """Print the times for a site of that many claims."""
    chromium = find()
    if chromium is None:
        raise SystemExit(HELP)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as player:
        page = publish_explorer(Path(folder), claims)
        browser = player.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        print(measure(browser.new_page(), page.as_uri(), claims))
        browser.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
