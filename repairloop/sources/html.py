"""HTML: the text below each heading by paragraphs; scripts and styles are left out, preformatted text is code.

    <title>Tea</title><h1>Green</h1><p>Use less heat.<script>x()</script>  →  text, title "Tea > Green": "Use less heat."

Read by the standard library's event parser, so that neither broken nor endlessly nested mark-up needs a tree; in a
worker process, as hostile text could hold it up. It does not know what a style sheet hides, nor which part of a page
is its content.
"""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser

from repairloop.ground.guard import guarded
from repairloop.records import Chunk
from repairloop.sources.chunks import Source, label
from repairloop.sources.encoding import whole
from repairloop.sources.files import seconds_for
from repairloop.sources.sections import Outline, Section, chunks

_SILENT = frozenset({"script", "style", "noscript", "template", "svg", "nav", "select", "textarea"})
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "caption",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "header",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "ol",
        "p",
        "section",
        "summary",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "tr",
        "ul",
    ]
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}


def read(source: Source) -> Iterator[Chunk]:
    text = whole(source)
    return chunks(source, guarded("repairloop.sources.html:sections", text, seconds=seconds_for(len(text))))


def sections(text: str) -> list[Section]:
    page = _Page()
    page.feed(text)
    page.close()
    page.flush()
    return page.outline.end()


class _Page(HTMLParser):
    """Follows the tags and tells the outline; remembers how deep it is in silent ones, and nothing of the others."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.outline = Outline()
        self.words: list[str] = []
        self.line = 1
        self.silent: dict[str, int] = {}
        self.inside = ""
        """The heading, title or preformatted element that is open."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self.silent[tag] = self.silent.get(tag, 0) + 1
        elif tag in _HEADINGS or tag in ("title", "pre"):
            self.flush()
            self.inside = tag
        elif tag in _BLOCKS:
            self.block(tag)
            if tag == "li":
                self.words.append("- ")
        elif tag in ("td", "th") and self.words:
            self.words.append(" | ")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.block(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            if self.silent.get(tag, 0) > 1:
                self.silent[tag] -= 1
            else:
                self.silent.pop(tag, None)
        elif tag == self.inside:
            self.flush()
        elif tag in _BLOCKS:
            self.block(tag)

    def handle_data(self, data: str) -> None:
        if not self.silent:
            if not self.words:
                self.line = self.getpos()[0]
            self.words.append(data)

    def block(self, tag: str) -> None:
        """A paragraph ends here, or, within preformatted text, a line."""
        if self.inside == "pre":
            self.words.append("\n" if tag == "br" else "")
        else:
            self.flush()

    def flush(self) -> None:
        """What was open is complete."""
        text, self.words = "".join(self.words), []
        inside, self.inside = self.inside, ""
        if inside == "pre":
            self.outline.code(text, self.line)
            return
        text = " ".join(text.split())
        if inside and label(text):
            self.outline.heading(_HEADINGS.get(inside, 0), text, self.line)
        elif text != "-":
            self.outline.prose(text, self.line)
