"""What Markdown and HTML have in common: headings, paragraphs below them, and code kept apart from the prose.

    heading 1 "Tea", "Boil water.", code "kettle on", heading 2 "Green", "Use less heat."
        →  Section("text", "Tea", line 1, "Boil water."), Section("code", "Tea", …, "kettle on"),
           Section("text", "Tea > Green", …, "Use less heat.")

It knows neither format: an adapter calls `heading`, `prose` and `code` in the order of the document.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from repairloop.records import Chunk
from repairloop.sources.chunks import Source, label


class Section(NamedTuple):
    kind: Literal["text", "code"]
    title: str
    line: int
    """Where it begins, counted from 1."""
    text: str
    language: str = ""


@dataclass
class Outline:
    """Collects the sections of one document."""

    sections: list[Section] = field(default_factory=list)
    _headings: dict[int, str] = field(default_factory=dict)
    _paragraphs: list[str] = field(default_factory=list)
    _line: int = 1

    @property
    def title(self) -> str:
        return " > ".join(self._headings[level] for level in sorted(self._headings))

    def heading(self, level: int, text: str, line: int) -> None:
        self.end()
        self._headings = {k: v for k, v in self._headings.items() if k < level} | {level: label(text, 100)}

    def prose(self, text: str, line: int) -> None:
        if text.strip():
            if not self._paragraphs:
                self._line = line
            self._paragraphs.append(text.strip())

    def code(self, text: str, line: int, language: str = "") -> None:
        if text.strip():
            self.sections.append(Section("code", self.title, line, text.strip("\n"), label(language, 40)))

    def end(self) -> list[Section]:
        """The section that is open is complete; all there are, in the order of the document."""
        if self._paragraphs:
            self.sections.append(Section("text", self.title, self._line, "\n\n".join(self._paragraphs)))
            self._paragraphs = []
        return sorted(self.sections, key=lambda section: (section.line, section.kind == "code"))


def chunks(source: Source, sections: Iterable[Section]) -> Iterator[Chunk]:
    for section in sections:
        meta = {"language": section.language} if section.kind == "code" else {}
        title = section.title or source.path.name
        yield from source.split(section.kind, section.text, title, f"line={section.line}", meta)
