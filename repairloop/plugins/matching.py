"""A check of a few lines, made into a grader that proves itself.

    @match_grader("suffix", examples=["Oslo", "Bergen"])
    def suffix(said: str, right: str) -> bool:
        '''Does the reply end with the right word?'''
        return said.rstrip(" .!").endswith(right)

What the check does not say follows: the right answer is the reference itself, and wrong answers are another example's, one
that offers both, a denial of the right one, and a reply without an answer. `repairloop check` then shows what the check
lets pass: the one above lets "The answer is not Oslo." pass, which is worth knowing before it is a reward. Where such an
answer is right by intent, `wrong` says which ones are not.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from typing import Any, Final, get_type_hints

from repairloop.ground.errors import BadReference, UsageError
from repairloop.plugins.given import NoSettings
from repairloop.plugins.grader import Grader
from repairloop.plugins.registry import grader
from repairloop.plugins.verdict import failed, passed
from repairloop.records import Answer, Probe, Verdict

MatchCheck = Callable[..., bool | Verdict]
_NO_ANSWER: Final = "Let me think about that for a while."


def match_grader(
    name: str, *, examples: Sequence[Any], version: str = "1", gold: Callable[[Any], str] | None = None,
    wrong: Callable[[Any], dict[str, str]] | None = None, question: str = "…",
) -> Callable[[MatchCheck], MatchCheck]:  # fmt: skip
    """Declare a grader from `check(said, right)`, which says whether a reply is right, or gives the verdict itself.

    The type of `right` is what references are read as. `examples` are two or more references; `gold` makes the right
    answer of one, needed where references are no texts; `wrong` names the wrong answers of one by error operators, instead
    of the usual ones. Raises UsageError where there is nothing to prove the grader with.
    """
    if len(examples) < 2:
        raise UsageError(f"grader {name!r}: give two examples or more; the answer to one is a wrong answer to another")

    def declare(check: MatchCheck) -> MatchCheck:
        parameters = list(inspect.signature(check).parameters)
        reference = get_type_hints(check, include_extras=True).get(parameters[1], str) if len(parameters) == 2 else None
        if reference is None:
            raise UsageError(f"grader {name!r}: the check takes the reply and the reference, not {parameters}")
        if gold is None and not all(isinstance(example, str) for example in examples):
            raise UsageError(f"grader {name!r}: its references are no texts; say with `gold` how a right answer reads")

        class Match(Grader[reference, NoSettings]):  # type: ignore[valid-type]
            def grade(self, probe: Probe, answer: Answer) -> Verdict:
                right, _ = self.read(probe)
                found = check(answer.text, right)
                if isinstance(found, Verdict):
                    return found
                shown: dict[str, Any] = {"extracted": answer.text.strip()[:500] or None, "expected": _gold(right)}
                if found:
                    return passed(evidence="The check holds.", **shown)
                return failed("wrong_value", evidence="The check does not hold.", **shown)

            def gold(self, probe: Probe) -> str:
                return _gold(self.read(probe)[0])

            def corrupt(self, probe: Probe) -> dict[str, str]:
                right, _ = self.read(probe)
                return wrong(right) if wrong else _usual(_gold(right))

            def examples(self) -> list[Probe]:
                return self.probes([(example,) for example in examples], question)

        def _gold(right: Any) -> str:
            text = gold(right) if gold else right
            if not isinstance(text, str) or not text.strip():
                raise BadReference(f"{name}: there is no right answer to the reference {right!r:.80}")
            return text

        def _usual(right: str) -> dict[str, str]:
            other = next((text for text in map(_gold, examples) if text != right), "")
            return {
                "wrong_value": other, "extra_items": f"{right} or {other}", "negation": f"The answer is not {right}.",
                "no_answer_found": _NO_ANSWER,
            }  # fmt: skip

        Match.__doc__ = check.__doc__ or f"Whether `{check.__name__}` holds."
        Match.__name__ = Match.__qualname__ = check.__name__
        Match.__module__ = check.__module__
        grader(name, version=version)(Match)
        return check

    return declare
