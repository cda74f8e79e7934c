"""References and settings of every form that the `code` grader takes, each with its solution."""

from __future__ import annotations

from typing import Any

HELPER = "def double(x):\n    return 2 * x\n\n\n"
TYPED = 'from typing import List\n\n\ndef total(items: List[int]) -> int:\n    """Sum of the items."""\n'
EXAMPLES: list[tuple[dict[str, Any], dict[str, Any]]] = [
    (
        {
            "entry_point": "add",
            "tests": "def check(candidate):\n    assert candidate(1, 2) == 3\n    assert candidate(-1, 1) == 0\n",
            "solution": "def add(a, b):\n    return a + b",
        },
        {},
    ),
    (
        {
            "entry_point": "last",
            "tests": ["assert last([1, 2]) == 2", "assert last('abc') == 'c'", "assert last((None, 0)) == 0"],
            "solution": "last = lambda items: items[-1]",
        },
        {},
    ),
    (
        {"entry_point": "total", "tests": "assert total([1, 2, 3]) == 6", "solution": "    return sum(items)"},
        {"context": TYPED},
    ),
    (
        {
            "entry_point": "total",
            "tests": "assert total([]) == 0 and total([4]) == 4",
            "solution": "def total(items: List[int]) -> int:\n    return sum(items)",
        },
        {"context": TYPED},
    ),
    (
        {
            "entry_point": "quadruple",
            "tests": "def check(candidate):\n    for n in range(5):\n        assert candidate(n) == double(double(n))",
            "solution": "def quadruple(x):\n    return double(double(x))",
        },
        {"context": HELPER},
    ),
    (
        {
            "entry_point": "root",
            "tests": "try:\n    root(-1)\nexcept ValueError:\n    pass\nelse:\n    assert False\nassert abs(root(2) - 2**0.5) < 1e-9",
            "solution": "import math\n\n\ndef root(x):\n    return math.sqrt(x)",
        },
        {},
    ),
    (
        {
            "entry_point": "count",
            "tests": ["assert count('aab') == {'a': 2, 'b': 1}", "assert count('') == {}"],
            "solution": "from collections import Counter\n\n\ndef count(text):\n    return Counter(text)",
        },
        {},
    ),
    (
        {
            "entry_point": "shared",
            "tests": "assert shared({1, 2}, [2, 3]) == {2}\nassert shared(set(), ()) == set()",
            "solution": "def shared(a, b):\n    return set(a) & set(b)",
        },
        {},
    ),
    (
        {
            "entry_point": "factorial",
            "tests": "import math\nassert factorial(300) == math.factorial(300)",
            "solution": "def factorial(n):\n    return n * factorial(n - 1) if n else 1",
        },
        {"seconds": 0.5},
    ),
    (
        {
            "entry_point": "encode",
            "tests": "assert encode('é', form='utf-8') == b'\\xc3\\xa9'\nassert encode('a', form='ascii') == b'a'",
            "solution": "def encode(text, *, form):\n    return text.encode(form)",
        },
        {},
    ),
]
