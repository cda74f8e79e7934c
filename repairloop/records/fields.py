"""What the source says of a class's fields: the string beneath each. Knows classes, not what they are for."""

from __future__ import annotations

import ast
import inspect
from itertools import pairwise
from textwrap import dedent


def strings_under(kind: type) -> dict[str, str]:
    """Field of the class itself → the string that stands beneath it in the source, in one line; none where there is none."""
    (made,) = ast.parse(dedent(inspect.getsource(kind))).body
    found: dict[str, str] = {}
    for pair in pairwise(made.body if isinstance(made, ast.ClassDef) else ()):
        match pair:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(text))):
                found[name] = " ".join(text.split())
    return found
