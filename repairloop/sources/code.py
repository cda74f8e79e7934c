"""Source code of any language as text, cut at blank lines, the outermost first.

    main.go  →  main.go#chars=0-1712 with meta {"language": "go"}

The language is what the file's ending says. Nothing is parsed: a chunk may begin in the middle of a long function.
Data in text form (JSON that holds no rows, YAML, XML …) is code here, as it is no prose.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from repairloop.records import Chunk
from repairloop.sources.chunks import CODE, Source
from repairloop.sources.text import stream

_ENDINGS = {
    "ada": "adb ads", "asm": "asm s", "c": "c h", "clojure": "clj cljs edn", "cpp": "cc cpp cxx hh hpp hxx",
    "csharp": "cs", "css": "css less scss", "cuda": "cu cuh", "cython": "pxd pyx", "d": "d", "dart": "dart",
    "elixir": "ex exs", "erlang": "erl hrl", "fortran": "f f90 f95 for", "fsharp": "fs fsx", "go": "go",
    "groovy": "gradle groovy", "haskell": "hs", "ini": "cfg conf ini properties", "java": "java",
    "javascript": "cjs js jsx mjs", "json": "json5 map", "julia": "jl", "kotlin": "kt kts", "lisp": "el lisp",
    "lua": "lua", "makefile": "mk", "nim": "nim", "objective-c": "m mm", "ocaml": "ml mli", "pascal": "pas", "perl": "pl pm",
    "php": "php", "powershell": "ps1", "protobuf": "proto", "python": "pyi", "r": "r", "ruby": "rb", "rust": "rs",
    "scala": "sc scala", "scheme": "scm ss", "shell": "bash bat fish sh zsh", "solidity": "sol", "sql": "sql",
    "svelte": "svelte", "swift": "swift", "tcl": "tcl", "terraform": "hcl tf", "toml": "lock toml", "typescript": "ts tsx",
    "verilog": "sv v vh", "vhdl": "vhd vhdl", "vue": "vue", "xml": "svg xml xsd xsl", "yaml": "yaml yml", "zig": "zig",
}  # fmt: skip
LANGUAGES: Final = {".json": "json"} | {
    f".{ending}": name for name, endings in _ENDINGS.items() for ending in endings.split()
}
"""Ending → language."""


def read(source: Source) -> Iterator[Chunk]:
    return stream(source, "code", CODE, {"language": language(source.path)})


def language(path: Path) -> str:
    return "python" if path.suffix in (".py", ".pyw") else LANGUAGES.get(path.suffix.lower(), "")
