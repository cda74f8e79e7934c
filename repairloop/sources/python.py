'''Python through its syntax tree: one chunk for each public function or method that has a docstring.

    def loads(s, *, strict: bool = True):          →  python, title "reader.loads", #function=loads,
        """Read a document.                            meta {"signature": {"name": "loads", "params":
                                                       [{"name": "s", "kind": "positional_or_keyword", "annotation": "",
        strict: refuse control characters.                "default": None, "doc": ""}, {"name": "strict", …,
        """                                               "doc": "refuse control characters."}], …}, "docstring": …}

Docstrings of 20 words or more, of modules and classes too, are chunks of text as well. A file without any such
function is read as code. Nothing is imported or run, and the parser works in a worker process, since deep nesting can
end an interpreter. What a parameter does is taken from the docstring's own words, and may not be there.
'''

from __future__ import annotations

import ast
import io
import re
import textwrap
import tokenize
from collections.abc import Iterator
from typing import Any, Final, Literal, NamedTuple

from repairloop.ground.guard import guarded
from repairloop.records import Chunk
from repairloop.sources.chunks import Source, Unreadable, clean, label
from repairloop.sources.files import bounded, seconds_for

PROSE_WORDS: Final = 20
"""A docstring with as many words is a chunk of text."""
MOST_CHARS: Final = 20_000
"""No more of one function is looked at."""

_NOT_CALLED = frozenset({"property", "cached_property", "setter", "getter", "deleter", "overload"})
_ENTRIES = (
    r"^[ \t]*:param\b[^:\n]*\bNAME:\s*(\S.*)$",
    r"^[ \t]*NAME : .*\n[ \t]+(\S.*)$",
    r"^[ \t]*(?:[-*+] )?[`*']*NAME[`*']* ?(?:\([^)\n]*\) ?)?(?::|--)\s+(\S.*)$",
)
"""A parameter in a docstring, as Sphinx, NumPy and Google write it."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


class Definition(NamedTuple):
    kind: Literal["module", "class", "function"]
    name: str
    """Within its module: `JSONDecoder.decode`."""
    line: int
    docstring: str
    code: str
    signature: dict[str, Any]


def read(source: Source) -> Iterator[Chunk]:
    path = source.path
    module = path.parent.name if path.stem == "__init__" else path.stem
    found = False
    data = bounded(path)
    for chunk in chunks(source, data, module):
        found |= chunk.kind == "python"
        yield chunk
    if not found:
        yield from source.split("code", decoded(data), path.name, "", {"language": "python"})


def chunks(source: Source, data: bytes, module: str) -> Iterator[Chunk]:
    """The documentation and the documented functions of one module, in its order."""
    seen: set[str] = set()
    for item in guarded("repairloop.sources.python:definitions", data, seconds=seconds_for(len(data))):
        title = f"{module}.{item.name}" if item.name else module
        if len(item.docstring.split()) >= PROSE_WORDS:
            yield from source.split("text", item.docstring, title, f"doc={item.name}" if item.name else "doc")
        if item.kind == "function":
            place = f"function={item.name}" + (f"&line={item.line}" if item.name in seen else "")
            seen.add(item.name)
            meta = {"signature": item.signature, "docstring": clean(item.docstring[: source.max_chars])}
            yield source.chunk("python", _lines(item.code, source.max_chars), title, place, meta)


def _lines(code: str, most: int) -> str:
    """The code, or as many whole lines of it as fit."""
    return code if len(code) <= most else code[: code.rfind("\n", 0, most)] if "\n" in code[:most] else code[:most]


# ---- in the worker ------------------------------------------------------------------------------------


def decoded(data: bytes) -> str:
    """Source text, by the encoding that its first lines declare."""
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        return io.IncrementalNewlineDecoder(None, translate=True).decode(data.decode(encoding), final=True)
    except (SyntaxError, UnicodeError, LookupError) as error:
        raise Unreadable(f"mis-encoded: {label(str(error), 100)}") from None


def definitions(data: bytes) -> list[Definition]:
    """Everything in a module that has a docstring and is public."""
    text = decoded(data)
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError) as error:
        raise Unreadable(f"not Python: {label(str(error), 100)}") from None
    except MemoryError:
        raise Unreadable("not Python: nested too deeply, or too large") from None
    lines = text.split("\n")
    found = []
    if docstring := ast.get_docstring(tree):
        found.append(Definition("module", "", 1, docstring, "", {}))
    stack: list[tuple[ast.stmt, str]] = [(node, "") for node in reversed(tree.body)]
    while stack:
        node, owner = stack.pop()
        if isinstance(node, ast.If | ast.Try | ast.With):
            inner = [*node.body, *getattr(node, "orelse", ())]
        elif isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            inner = node.body
        else:
            inner = []
            if isinstance(node, Function) and (function := _function(node, owner, lines)):
                found.append(function)
        if isinstance(node, ast.ClassDef) and inner:
            owner = f"{owner}{node.name}."
            if docstring := ast.get_docstring(node):
                found.append(Definition("class", owner[:-1], node.lineno, docstring[:MOST_CHARS], "", {}))
        stack.extend((child, owner) for child in reversed(inner))
    return found


def _function(node: Function, owner: str, lines: list[str]) -> Definition | None:
    docstring = ast.get_docstring(node)
    decorators = {_last_name(d) for d in node.decorator_list}
    if not docstring or node.name.startswith("_") or decorators & _NOT_CALLED:
        return None
    docstring = docstring[:MOST_CHARS]
    first = min([node.lineno, *(d.lineno for d in node.decorator_list)])
    code = textwrap.dedent("\n".join(lines[first - 1 : node.end_lineno])[:MOST_CHARS])
    params = _params(node.args, docstring)
    if owner and "staticmethod" not in decorators:
        params = params[1:]
    signature = {
        "name": owner + node.name, "params": params, "returns": _source(node.returns) or "",
        "is_async": isinstance(node, ast.AsyncFunctionDef), "decorators": sorted(filter(None, decorators)),
    }  # fmt: skip
    return Definition("function", owner + node.name, node.lineno, docstring, code, signature)


def _last_name(node: ast.expr) -> str:
    """`cached_property` of `@functools.cached_property`."""
    node = node.func if isinstance(node, ast.Call) else node
    return getattr(node, "attr", getattr(node, "id", ""))


def _params(args: ast.arguments, docstring: str) -> list[dict[str, Any]]:
    plain = [*((a, "positional_only") for a in args.posonlyargs), *((a, "positional_or_keyword") for a in args.args)]
    defaults: list[ast.expr | None] = [None] * (len(plain) - len(args.defaults))
    listed = [(arg, kind, value) for (arg, kind), value in zip(plain, [*defaults, *args.defaults], strict=True)]
    if args.vararg:
        listed.append((args.vararg, "var_positional", None))
    listed += [(a, "keyword_only", value) for a, value in zip(args.kwonlyargs, args.kw_defaults, strict=True)]
    if args.kwarg:
        listed.append((args.kwarg, "var_keyword", None))
    return [
        {"name": arg.arg, "kind": kind, "annotation": _source(arg.annotation) or "", "default": _source(value),
         "doc": described(arg.arg, docstring)}
        for arg, kind, value in listed
    ]  # fmt: skip


def _source(node: ast.expr | None) -> str | None:
    return None if node is None else label(ast.unparse(node))


def described(name: str, docstring: str) -> str:
    """What a docstring says of a parameter: its own entry, else the first sentence that names it, else nothing."""
    for pattern in _ENTRIES:
        if entry := re.search(pattern.replace("NAME", re.escape(name)), docstring, re.MULTILINE):
            return label(entry[1])
    bare = rf"|\b{re.escape(name)}\b(?![=,()\]])" if len(name) > 2 else ""
    named = re.compile(rf"[`'*]{re.escape(name)}[`'*]{bare}", re.IGNORECASE)
    sentences = re.split(r"(?<=[.;])\s|\n[ \t]*\n|\n(?=[ \t]*:)", docstring)
    return label(next(filter(named.search, sentences), ""))
