"""Puts a problem into words: which phrase for the task, which for each rule, in which order, in which messages.

All choices are independent of one another. The wording is in the phrase banks; nothing here depends on which bank
speaks.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

from repairloop.records import Message, Wording
from skills.format_following import given
from skills.format_following.given import Found, Given
from skills.format_following.material import OCCASIONS, TOPICS
from skills.format_following.problems import LABELS, PHRASING, Classification, Request, Rule
from skills.format_following.spin import Phrase, names, phrases

_NUMBERS = names("zero one two three four five six seven eight nine ten eleven twelve", " ")
LETTERS = "ABCDEFGH"


class Voice:
    """The phrases of one bank, parsed."""

    def __init__(self, bank: Wording) -> None:
        words, labels = PHRASING[bank], LABELS[bank]
        self.tasks = {name: phrases(block) for name, block in words.TASKS.items()}
        self.focus = {count: phrases(block) for count, block in words.FOCUS.items()}
        self.hints = {count: phrases(block) for count, block in words.HINTS.items()}
        self.contexts, self.closers = phrases(words.CONTEXTS), phrases(words.CLOSERS)
        self.listed, self.system = phrases(words.LISTED), phrases(words.SYSTEM)
        self.rules: dict[str, list[Phrase]] = {}
        self.tails: dict[str, list[Phrase]] = {}
        for name, block in words.RULES.items():
            lines = [line.strip() for line in block.splitlines() if line.strip()]
            self.rules[name] = [Phrase(line) for line in lines if not line.startswith("> ")]
            self.tails[name] = [Phrase(line[2:]) for line in lines if line.startswith("> ")]
        self.markers, self.types, self.key_forms = words.MARKERS, words.TYPES, words.KEY_FORMS
        self.separators = {sign.strip(): said for sign, said in words.SEPARATORS.items()}
        self.questions = {kind: phrases(block) for kind, block in labels.QUESTIONS.items()}
        self.shown, self.subjects = phrases(labels.SHOWN), labels.SUBJECTS
        self.forms = {form: phrases(block) for form, block in labels.FORMS.items()}
        self.option_lists = [line.strip() for line in labels.OPTION_LISTS.splitlines() if line.strip()]


VOICES: dict[Wording, Voice] = {bank: Voice(bank) for bank in PHRASING}


def render(problem: Request | Classification, rng: Random, bank: Wording) -> list[Message]:
    voice = VOICES[bank]
    if isinstance(problem, Classification):
        return _classification(problem, rng, voice)
    messages = _request(problem, rng, voice)
    return given.with_text(messages, problem, rng) if isinstance(problem, Given) else messages


def _joined(words: Sequence[str], last: str) -> str:
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + f" {last} {words[-1]}"


def _number(n: int, rng: Random) -> str:
    return _NUMBERS[n] if n < len(_NUMBERS) and rng.random() < 0.5 else str(n)


# ---- requests ---------------------------------------------------------------------------------------


def _request(problem: Request, rng: Random, voice: Voice) -> list[Message]:
    task = _task(problem, rng, voice)
    worded = [_worded(rule, rng, voice) for rule in problem.rules]
    extra = [rng.choice(voice.rules[name]).draw(rng, {}) for name in _companions(problem.rules)]
    layout = rng.random()
    before = [rng.choice(voice.contexts).draw(rng, {})] if rng.random() < 0.3 else []
    after = [rng.choice(voice.closers).draw(rng, {})] if rng.random() < 0.25 else []
    if layout < 0.42:
        key, slots = worded[0]
        task = _with_tail(task, rng.choice(voice.tails[key]).draw(rng, slots))
        worded = worded[1:]
    rules = [rng.choice(voice.rules[key]).draw(rng, slots) for key, slots in worded] + extra
    task = task if task[-1] in "?.:" else f"{task}."
    if layout < 0.62:
        return _user(rng, [*before, task, *rules, *after])
    if layout < 0.78:
        return _user(rng, [*before, *rules, task, *after])
    if layout < 0.88:
        heading = rng.choice(voice.listed).draw(rng, {})
        listing = "\n".join(f"- {line}" for line in rules)
        return [{"role": "user", "content": f"{' '.join([*before, task])}\n{heading}\n{listing}"}]
    system = rng.choice(voice.system).draw(rng, {"rules": " ".join(rules)})
    return [{"role": "system", "content": system}, *_user(rng, [*before, task, *after])]


def _user(rng: Random, parts: list[str]) -> list[Message]:
    return [{"role": "user", "content": ("\n" if rng.random() < 0.15 else " ").join(parts)}]


def _with_tail(task: str, tail: str) -> str:
    return f"{task[:-1]} {tail}?" if task.endswith("?") else f"{task} {tail}"


def _companions(rules: list[Rule]) -> list[str]:
    """What must be said besides the rules themselves."""
    if any(rule["id"].startswith("json") for rule in rules):
        return ["json_only"]
    return ["only"] if any(rule["args"].get("only") for rule in rules) else []


def _task(problem: Request, rng: Random, voice: Voice) -> str:
    if isinstance(problem, Given):
        return rng.choice(given.TASKS[problem.task]).draw(rng, {})
    phrase = rng.choice(voice.tasks[problem.task])
    if problem.task == "note":
        who, what = problem.focus
        return phrase.draw(rng, {"ask": OCCASIONS[problem.topic].ask.format(who=who, what=what)})
    topic = TOPICS[problem.topic]
    subject = topic.label if problem.task == "list" else topic.name
    if problem.focus:
        frames = (voice.hints if problem.task == "list" else voice.focus)[len(problem.focus)]
        slots = dict(zip("ab", problem.focus, strict=False), t=subject)
        subject = rng.choice(frames).draw(rng, slots)
    verb = "are" if problem.focus else topic.verb
    return phrase.draw(rng, {"s": subject, "label": subject, "is": verb})


def _worded(rule: Rule, rng: Random, voice: Voice) -> tuple[str, dict[str, Any]]:
    """Which phrases say this rule, and what goes into their slots."""
    name, args = rule["id"], rule["args"]
    slots: dict[str, Any] = dict(args)
    n = args.get("exactly", args.get("min", args.get("max")))
    if n is not None:
        said = _number(n, rng)
        slots |= {"n": said, "n_capital": said.capitalize(), "plural": "" if n == 1 else "s", "more": str(n + 1)}
    if name == "bullets" and "markers" in args:
        slots["marker"] = voice.markers.get(args["markers"], f'"{args["markers"]}"')
        return "bullets_marked", slots
    if name == "items":
        slots["separator"] = voice.separators.get(args["separator"], f'"{args["separator"]}"')
    elif name == "words":
        if "min" in args:
            return "words_between", {"low": args["min"], "high": args["max"]}
        return ("words_exactly" if "exactly" in args else "words_max"), slots
    elif name == "json_object":
        form, joiner = rng.choice(voice.key_forms)
        pick = rng.randrange(2)
        slots["keys"] = joiner.join(
            form.format(key=key, type=voice.types[kind][pick]) for key, kind in args["keys"].items()
        )  # fmt: skip
    elif name in ("includes", "excludes"):
        quote = rng.choice(['"', "'", ""])
        words = [f"{quote}{word}{quote}" for word in args["words"]]
        several = len(words) > 1 or " " in words[0]
        slots["words"] = _joined(words, "or" if name == "excludes" else "and")
        slots |= {"word_s": "words" if several else "word", "word_is": "are" if several else "is"}
    return name, slots


# ---- classifications --------------------------------------------------------------------------------


def _classification(problem: Classification, rng: Random, voice: Voice) -> list[Message]:
    labels = list(problem.labels.values())
    subject = given.SUBJECT if isinstance(problem, Found) else voice.subjects[problem.kind]
    questions = given.QUESTIONS if isinstance(problem, Found) else voice.questions[problem.kind]
    shown = rng.choice(voice.shown).draw(rng, {"text": problem.text, "Subject": subject})
    options = _joined(labels, "or")
    if problem.form == "letter":
        style = rng.choice(voice.option_lists)
        options = ", ".join(style.replace("A", LETTERS[n], 1).replace("{a}", label) for n, label in enumerate(labels))
    question = rng.choice(questions).draw(rng, {"options": options})
    form = rng.choice(voice.forms[problem.form]).draw(rng, {})
    joint = rng.choice(["\n", "\n", " "])
    layout = rng.random()
    if layout < 0.3:
        parts = [shown, question, form]
    elif layout < 0.55:
        parts = [question, form, shown]
    elif layout < 0.7:
        parts = [form, question, shown]
    elif layout < 0.85:
        parts = [question, shown, form]
    else:
        return [{"role": "system", "content": f"{question} {form}"}, {"role": "user", "content": shown}]
    return [{"role": "user", "content": joint.join(parts)}]
