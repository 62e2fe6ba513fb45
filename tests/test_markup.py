"""Text that is escaped shows just that text."""

from __future__ import annotations

import html
import re

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.markup import attribute, code, escape, quoted, unescape


@given(st.text("ab1 .:/-_*`[](){}<>&|~^$#!\\'\"β"))
def test_escaped_text_is_read_back(text: str) -> None:
    assert unescape(escape(text)) == re.sub(r" +", " ", text)


def test_an_attribute_holds_no_sign_that_ends_it() -> None:
    assert attribute("a \"b\"\n<c> & 'd'") == "a &#34;b&#34; &lt;c&gt; &amp; &#39;d&#39;"


def test_markdown_finds_nothing_to_do_in_an_attribute() -> None:
    address = "https://x.example/[x](javascript:x){onclick=x}![x](x)`y`"
    made = markdown.markdown(f'so <a href="{attribute(address)}">it</a>', extensions=["attr_list"])
    assert html.unescape(made) == f'<p>so <a href="{address}">it</a></p>'


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("ask @someone", "ask @&#8203;someone"),
        ("see #12 or org/repo#3", "see \\#&#8203;12 or org/repo\\#&#8203;3"),
        ("see GH-7", "see GH&#8203;-7"),
        ("https://x.example", "https&#58;&#8203;//x.example"),
        ("www.x.example", "www&#8203;.x.example"),
        ("mail a@x.example", "mail a@&#8203;x.example"),
        ("so :smile: here", "so &#58;&#8203;smile: here"),
        ("<b>![x](y)</b>", "&lt;b&gt;!\\[x\\](y)&lt;/b&gt;"),
        ("a\u202eb\u200bc", "a\ufffdb\ufffdc"),
        ("Wnt/\u03b2-catenin at 5 # 3", "Wnt/\u03b2-catenin at 5 \\# 3"),
    ],
)
def test_words_for_a_host_call_nobody_and_link_nothing(text: str, shown: str) -> None:
    assert quoted(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [("a", "`a`"), ("a`b", "``a`b``"), ("`", "`` ` ``"), ("a\n\nb", "`a b`"), ("``x``", "``` ``x`` ```")],
)
def test_code_is_code_whatever_it_holds(text: str, shown: str) -> None:
    assert code(text) == shown
