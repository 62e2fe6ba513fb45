"""Other programs on the pages that the generator wrote: how each is set up and run; none is needed by the project."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

from records import Program

NAMES: tuple[Program, ...] = ("zensical", "hugo")
ZENSICAL_SITE, HUGO = "other-zensical", "other-hugo"
"""Folders below the root of the site."""

_CONFIG = "zensical.yml"
_HUGO_CONFIG = """\
baseURL = "https://example.org/"
title = "Pages"
disableKinds = ["taxonomy", "term", "RSS", "sitemap"]
[markup.goldmark.renderer]
unsafe = true
[markup.goldmark.parser.attribute]
block = true
"""
_LAYOUT = """\
<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>{{ .Title }}</title><link rel="stylesheet" href="/assets/evidence.css"></head>
<body><main>{{ .Content }}</main></body>
</html>
"""
_LINK = """\
{{- $to := .Destination }}{{ $parts := urls.Parse $to -}}
{{- with replaceRE `(^|/)index\\.md$` "${1}_index.md" $parts.Path }}{{ with $.Page.GetPage . -}}
{{- $to = printf "%s#%s" .RelPermalink $parts.Fragment }}{{ end }}{{ end -}}
<a href="{{ $to | safeURL }}">{{ .Text | safeHTML }}</a>
{{- /**/ -}}
"""


def version_of(program: Program, path: str) -> str:
    """What a program says of its version; raises CalledProcessError where it does not tell."""
    argument = "version" if program == "hugo" else "--version"
    told = subprocess.run([path, argument], capture_output=True, text=True, check=True)
    found = re.search(r"\d+\.\d+\.\d+", told.stdout)
    return found[0] if found else "?"


def zensical(root: Path, path: str) -> list[str]:
    """Prepare the site for Zensical and give its command."""
    (root / _CONFIG).write_text(f"INHERIT: mkdocs.yml\nsite_dir: {ZENSICAL_SITE}\n", "utf-8")
    return [path, "build", "-f", _CONFIG]


def hugo(root: Path, path: str) -> list[str]:
    """Copy the pages into a folder of their own, with a theme of a few lines, and give its command.

    Hugo calls a folder's first page `_index.md`; beside an `index.md` it would make no page of any other file.
    """
    base = root / HUGO
    shutil.copytree(root / "docs", base / "content", ignore=shutil.ignore_patterns("assets", "data", ".*"))
    for page in sorted((base / "content").rglob("index.md")):
        page.rename(page.with_name("_index.md"))
    for folder in ("assets", "data"):
        shutil.copytree(root / "docs" / folder, base / "static" / folder)
    layouts = base / "layouts" / "_default"
    (layouts / "_markup").mkdir(parents=True)
    for name, text in (
        ("single.html", _LAYOUT),
        ("list.html", _LAYOUT),
        ("_markup/render-link.html", _LINK),
    ):
        (layouts / name).write_text(text, "utf-8")
    (base / "config.toml").write_text(_HUGO_CONFIG, "utf-8")
    return [path, "--source", str(base), "--cacheDir", str(base / "cache"), "--quiet"]
