"""Text that is escaped shows just that text."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from evidence.markup import attribute, escape, unescape


@given(st.text("ab1 .:/-_*`[](){}<>&|~^$#!\\'\"β"))
def test_escaped_text_is_read_back(text: str) -> None:
    assert unescape(escape(text)) == re.sub(r" +", " ", text)


def test_an_attribute_holds_no_sign_that_ends_it() -> None:
    assert attribute("a \"b\"\n<c> & 'd'") == "a &#34;b&#34; &lt;c&gt; &amp; &#39;d&#39;"
