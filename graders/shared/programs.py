"""Programs and calls in a reply: what they would come to, no one carries out, so no number in them is an answer.

    is_program("print(43)")                 True           is_program("f(2) = 43")     False
    without_code("f(2) = 43")               "f( ) = 43"    positions stay what they were

Nothing is parsed or run: a call is a name with a bracket right behind it, a program is a text that holds nothing but calls,
keywords, names that are assigned to, and signs. What mathematics writes as a call (`sqrt(2)`, `log_2(8)`) is none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

MOST: Final = 2000
"""Characters of a program; a longer text is prose or nothing."""
_MATHEMATICS: Final = re.compile(
    r"(?:sqrt|cbrt|root|exp|ln|log\w*|a?(?:rc)?(?:sin|cos|tan|sec|csc|cot)h?|frac|binom|boxed|text|left|right|C|P|pi)\Z"
)
_CALL = re.compile(r"(?<![\\\w$}])[A-Za-z_][\w.]{0,80}\(")
_MARKS = re.compile(r"[()]")
_FENCE = re.compile(r"^[ \t]*(`{3,}+|~{3,}+)[ \t]*+([\w+#.-]*+)[^\n]*\n(.*?)(?:^[ \t]*\1|\Z)", re.MULTILINE | re.DOTALL)
_NO_CODE: Final = frozenset(
    {"", "text", "txt", "plain", "plaintext", "latex", "tex", "math", "markdown", "md", "json", "output"}
)
_HARD = re.compile(
    r"(?<![\w.])(?:def|class|lambda|return|import|yield|assert|global|await|async|const|var|function|console|elif|exec|eval)"
    r"(?![\w'])"
)
_EITHER = re.compile(
    r"\sif\s[^\n]{1,300}\selse\s|\b(?:None|True|False|null)\s+(?:and|or|&&|\|\|)\s|\s(?:and|or|&&|\|\|)\s+(?:None|True|False|null)\b"
)
"""`43 if True else 44`."""
_STATEMENT = re.compile(
    r"^[ \t]*(?:(?:const|let|var|int|double|auto|return|public|static|function|fn|func)\b[^\n]{0,300}[;{}]|def\s+\w+\s?\([^\n]{0,300}"
    r"|(?:import|from)\s+[\w.]+(?:\s+(?:import|as)\s[^\n]{0,200})?)[ \t]*$|\breturn\s[^;\n]{0,200};",
    re.MULTILINE,
)
_STRING = re.compile(r"\"[^\"\n]{0,300}\"|'[^'\n]{0,300}'")
_COMMENT = re.compile(r"(?<![#&\\])#(?!#)[^\n]*|//[^\n]*")
_SILENT = re.compile(
    r"(?<![\w.])(?:(?:def|class|import|from|as|for|global)\s+[\w.]+|[A-Za-z_][\w.]*(?=\s*[-+*/]?=(?!=))|and|or|not|if|else"
    r"|elif|assert|yield|await|async|exec|eval|class|for|in|is|None|True|False|while|with|try|except|finally|pass|lambda|return|print|def|let|const|var|int|float|str"
    r"|[A-Za-z](?!\w))(?![\w'])"
)
_COMMAND = re.compile(
    r"\s*(?:`{3}\w*\s*)?(?:SELECT\s+[-+('\"0-9a-zA-Z_*]|(?:select|INSERT\s+INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM)(?=\s+(?:[-0-9('\"*+]|\w+\s*(?:,|\bfrom\b)))"
    r"|WITH\s+\w+\s+AS\s*\(|(?:echo|printf|puts|print|expr|exit|return|yield|throw|raise|die|PRINT|cout|System\.out\.\w+|console\.\w+)\s*(?:<<|[-0-9\"'$`(])"
    r"|\$\s(?:echo|printf|expr|bc|node|python3?|ruby|perl|awk)\b|(?:>>>|In\s\[\d+\]:|sqlite>|mysql>|postgres=#)\s(?=[A-Za-z(])|=(?:SUM|IF|AVERAGE|PRODUCT|ROUND|VALUE|MAX|MIN|COUNT)\(|#(?:define|include)\b|<\?(?:php|=)|\((?:define|defun|setq|display|print|let)\s|(?:awk|sed|perl|bash|sh|node|ruby|python3?)\s(?:-\w\s)?['\"]"
    r"|\$?\(\([0-9\s+*/-]+\)\)|\({1,3}(?:\w+\s*(?:,\s*\w+\s*)*)?\)\s*=>|lambda\b[^:\n]{0,40}:|(?:let|var|const|auto|int|float|double)\s+[$\w]{1,30}\s*(?::\s*\w+\s*)?=(?!=))"
)
"""How a statement of SQL, of a shell or of some other language begins, or an expression that is none of mathematics."""
_STARTS: Final = frozenset("SsIUDWeprtyPdcm`$>=#<(lvafbn \n\ti")
"""The first characters of all of these."""
_GOES_ON = re.compile(
    r"\n`{3}[ \t]*\n\s*\S|\n\s*(?:[A-Z][a-z']*,?\s+[a-z]|(?:\*\*)?(?:Final )?[Aa]nswer\b|#{4}|\\boxed)"
)
"""Words of an answer on a later line."""
_WORD = re.compile(r"[^\W\d_]{2,}")


def is_program(text: str) -> bool:
    """Whether a text is a program, or an expression with calls, and nothing else."""
    if text[:1] in _STARTS and _COMMAND.match(text) and not _GOES_ON.search(text[:MOST]):
        return True
    if len(text) > MOST or not ("(" in text or _HARD.search(text) or _EITHER.search(text)):
        return False
    bare = _COMMENT.sub("", _STRING.sub('""', "\n".join(_unfenced(text))))  # what is quoted does nothing
    called = [False]

    def drop(name: str) -> bool:
        called[0] = called[0] or not _MATHEMATICS.match(name)
        return True

    bare = _blanked(bare, drop, names=True)
    keyword = _HARD.search(bare) or _EITHER.search(bare)
    if not called[0] and not keyword:
        return False
    if not keyword and re.search(r"\)\s*[=≈](?!=)", bare):
        return False  # f(2) = 43
    return not _WORD.search(_SILENT.sub(" ", bare))


def without_code(text: str) -> str:
    """The text with what stands in calls, statements and blocks of code blanked out; its length stays what it was."""
    if "(" not in text and "`" not in text and "~~~" not in text and ";" not in text:
        return text
    if "```" in text or "~~~" in text:
        text = _FENCE.sub(_without_block, text)
    text = _STATEMENT.sub(lambda found: _blank(found[0]), text)
    return _blanked(text, lambda name: not _MATHEMATICS.match(name), names=False) if "(" in text else text


def _without_block(found: re.Match[str]) -> str:
    """A block of code that is a program is blanked; one that holds an answer stays."""
    content = found[3].strip()
    bare = not re.search(r"[^\W\d_]{2,}", content)
    if (bare and "=" not in content) or (found[2].lower() in _NO_CODE and not is_program(content)):
        return found[0]
    return _blank(found[0])


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)


def _unfenced(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        if not line.lstrip().startswith(("```", "~~~")):
            yield line


def _blanked(text: str, wanted: Callable[[str], bool], *, names: bool) -> str:
    """The text with what stands between the brackets of calls blanked out, and their names too where that is asked."""
    parts: list[str] = []
    done = 0
    while call := _CALL.search(text, done):
        name = call[0][:-1]
        if not wanted(name):
            parts.append(text[done : call.end()])
            done = call.end()
            continue
        end = _closing(text, call.end())
        parts.append(text[done : call.start()])
        parts.append(_blank(call[0]) if names else call[0])
        parts.append(_blank(text[call.end() : end]))
        done = end
    parts.append(text[done:])
    return "".join(parts)


def _closing(text: str, start: int) -> int:
    """Where the bracket closes that was open before `start`; the end of the line where it does not."""
    depth = 1
    for mark in _MARKS.finditer(text, start, start + 1000):
        depth += 1 if mark[0] == "(" else -1
        if depth == 0:
            return mark.start()
    line = text.find("\n", start)
    return line if 0 <= line < start + 1000 else min(len(text), start + 1000)
