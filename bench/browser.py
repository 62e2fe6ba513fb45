"""How long the claim explorer and the map take in Chromium at so many claims: `python bench/browser.py 20000`.

Times are milliseconds from the key or click to the second frame after it, on this machine.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from evidence import atlas, building, explorer, reading, templating
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
window.pick = (select, number) => window.timed(() => {
  const field = document.querySelectorAll(".ev-filters select")[select];
  field.selectedIndex = number;
  field.dispatchEvent(new Event("change", { bubbles: true }));
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


def publish(root: Path, claims: int) -> tuple[Path, Path]:
    """A small site from disk with the explorer and the map of one that has so many claims and a few hubs.

    Gives the pages of both. Only what the map links to is missing.
    """
    small, large = (
        write_site(root / "small", Size(100, 40)),
        write_site(root / "large", Size(claims, claims // 10, hubs=True)),
    )
    catalogue, _ = reading.read_site(large)
    templates, _ = templating.read(large, environment())
    renderer = Renderer(catalogue, templates, {})
    if building.generate(small).written is None:
        raise SystemExit("the small site could not be made")
    (page,) = atlas.map_pages(renderer.cutter)
    (small / "docs" / page.path).write_text(renderer.render(page).text, "utf-8")
    site = small / "disk"
    variables = {**os.environ, "OFFLINE": "true"}
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(site)]
    subprocess.run(command, cwd=small, env=variables, check=True, stderr=subprocess.DEVNULL)
    (site / "data" / "explorer.js").write_text(explorer.script(renderer.cutter, renderer.word), "utf-8")
    return site / catalogue.kinds["claim"].folder / "index.html", site / page.path.replace(".md", ".html")


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


@dataclass(frozen=True, slots=True)
class MapTimes:
    """Milliseconds from the address to the first paint and until filters can be used, and for each choice."""

    size: int
    painted: float
    ready: float
    choices: Sequence[float]

    def __str__(self) -> str:
        """One line with the median and the worst."""
        chosen = f"{statistics.median(self.choices):.0f} (worst {max(self.choices):.0f})"
        return (
            f"map of {self.size / 1000:.0f} KB: painted in {self.painted:.0f} ms, ready in {self.ready:.0f} ms, "
            f"choices {chosen} ms"
        )


def measure_map(tab: Page, page: Path) -> MapTimes:
    """Open the map and choose in each filter what stands second and third, then everything."""
    tab.add_init_script(CLOCK)
    tab.goto(page.as_uri())
    tab.locator(".ev-filters:visible").wait_for(timeout=120_000)
    ready = tab.evaluate("performance.now()")
    painted = tab.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    many = tab.locator(".ev-filters select").count()
    choices = [
        tab.evaluate("([select, number]) => window.pick(select, number)", [select, number])
        for select in range(many)
        for number in (1, 2, 0)
    ]
    return MapTimes(page.stat().st_size, painted, ready, choices)


def main(claims: int) -> None:
    """Print the times for a site of that many claims."""
    chromium = find()
    if chromium is None:
        raise SystemExit(HELP)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as player:
        explored, mapped = publish(Path(folder), claims)
        browser = player.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        print(measure(browser.new_page(), explored.as_uri(), claims))
        print(measure_map(browser.new_page(), mapped))
        browser.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
