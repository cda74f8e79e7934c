"""`repairloop chat`: talk to the student before and after its repair, side by side.

Each of the two keeps its own conversation: a question is put to both, and each goes on from its own answers. What a
student writes is shown without control characters, so that it cannot drive the terminal. Nothing of a chat is kept.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple

from rich.console import Console
from rich.table import Table
from rich.text import Text

from repairloop.config import Config
from repairloop.ground.errors import RepairLoopError, StudentError, UsageError
from repairloop.ground.foreign import visible
from repairloop.loop.api import stored_config
from repairloop.loop.stages.context import StudentRef, adaptations_of, thinking_of
from repairloop.records import Message, Probe, fingerprint
from repairloop.records.rows import clean
from repairloop.rundir.display import console as terminal
from repairloop.rundir.store import Store
from repairloop.rundir.views import connect, summary_of
from repairloop.students import open_student
from repairloop.students.base import Sampling, Student
from repairloop.students.served import serve

WIDE: Final = 100
"""Columns of a terminal that is wide enough for two answers beside each other."""
HELP: Final = "/reset begins both conversations anew, /quit ends; so does Ctrl-D"


class Voices(NamedTuple):
    """Whom one talks to."""

    before: StudentRef
    after: StudentRef | None
    notes: list[str]


@dataclass
class Speaker:
    """A student with its side of the conversation."""

    label: str
    student: Student
    history: list[Message] = field(default_factory=list)

    def reply(self, question: str, sampling: Sampling, max_tokens: int) -> str:
        """Its answer; the conversation goes on from it. StudentError where there is none: then it is as it was."""
        asked = [*self.history, {"role": "user", "content": question}]
        probe = Probe(
            id=fingerprint("chat", len(asked), question), skill="chat", area="chat", split="screen", grader="",
            messages=asked, max_tokens=max_tokens,
        )  # fmt: skip
        answers = list(self.student.answer([probe], sampling))
        if not answers or answers[0].status != "ok":
            raise StudentError(answers[0].error if answers and answers[0].error else "no answer")
        text, thoughts = clean(answers[0].text), answers[0].thoughts
        # A template may refuse an empty turn, and a server an empty message: the conversation goes on all the same.
        self.history = [*asked, {"role": "assistant", "content": text.strip() or "…"}]
        if thoughts and not text.strip():
            return "[…] it thought and gave no answer; student.thinking_tokens of the run is its room for thoughts"
        return text if answers[0].finish_reason != "length" else f"{text} […]"


def chat(
    run: Path, *, adapter: str | None = None, engine: str | None = None, temperature: float = 0.0,
    max_tokens: int = 256, lines: Iterable[str] | None = None, console: Console | None = None,
) -> None:  # fmt: skip
    """Talk to the student of a run before and after. `lines`: what is asked; by default the terminal or stdin.

    `adapter` is a directory with an adapter or with weights, or the name of another student, to talk to instead of the
    run's repaired one. Raises UsageError where there is nobody to talk to, StudentError where one does not load.
    """
    console = console or terminal()
    store = Store.open(run)
    config = stored_config(store)
    voices = find_voices(store, config, adapter)
    sampling = Sampling(temperature=temperature, seed=config.sampling.seed)
    for note in voices.notes:
        console.print(Text(visible(note), style="dim"))
    with ExitStack() as stack:
        speakers = []
        for label, ref in (("before", voices.before), ("after", voices.after)):
            if ref is not None:
                student = stack.enter_context(_open(store, config, ref, engine))
                speakers.append(Speaker(label, student))
                for note in student.notice:
                    console.print(Text(visible(note), style="dim"))
        talk(speakers, _typed(console) if lines is None else lines, sampling, max_tokens, console)


def talk(speakers: list[Speaker], lines: Iterable[str], sampling: Sampling, max_tokens: int, console: Console) -> None:
    """Put each line to every speaker and show the answers, until the lines end."""
    for line in lines:
        question = clean(line).strip()
        if question == "/quit":
            return
        if question == "/reset":
            for speaker in speakers:
                speaker.history = []
            console.print(Text("both conversations begin anew", style="dim"))
        elif question.startswith("/"):
            console.print(Text(HELP, style="dim"))
        elif question:
            show([(s.label, _answered(s, question, sampling, max_tokens)) for s in speakers], console)


def _answered(speaker: Speaker, question: str, sampling: Sampling, max_tokens: int) -> str:
    try:
        return speaker.reply(question, sampling, max_tokens)
    except StudentError as error:
        again = "; /reset begins anew" if speaker.history else ""
        return f"(no answer: {error}{again})"


def show(answers: list[tuple[str, str]], console: Console) -> None:
    """Answers beside each other where the terminal is wide, else one below the other."""
    if console.is_terminal and console.width >= WIDE and len(answers) > 1:
        table = Table(box=None, pad_edge=False, expand=True, header_style="bold", padding=(0, 2, 0, 0))
        for label, _ in answers:
            table.add_column(label, ratio=1, overflow="fold")
        table.add_row(*(Text(visible(text)) for _, text in answers))
        console.print(table)
    else:
        for label, text in answers:
            console.print(Text(f"{label}: ", style="bold") + Text(visible(text), style=""), soft_wrap=True)
    console.print()


def find_voices(store: Store, config: Config, adapter: str | None) -> Voices:
    """The run's student as it was, and as its repair left it, with what should be known of the latter."""
    kind = config.student.partition(":")[0]
    if kind == "sim":
        raise UsageError("a simulated student answers probes only; there is nothing to talk to")
    before: StudentRef = {"name": config.student, "weights": None, "adapter": None}
    if adapter is not None:
        return Voices(before, _named(before, adapter), [f"after: {adapter}"])
    kept = store.read_manifest().get("student")
    if kind == "openai" and isinstance(kept, dict) and kept.get("adapter") and config.train.serve_as:
        served = serve(config.student, store.path / kept["adapter"], config)
        return Voices(before, _named(before, served), [f"after: the accepted student, {served}"])
    if kind == "openai":
        note = "this is the student as it was; its repaired one is behind a server too: name it with --adapter"
        return Voices(before, None, [note])
    if isinstance(kept, dict) and (kept.get("weights") or kept.get("adapter")):
        after: StudentRef = {"name": kept["name"], "weights": kept.get("weights"), "adapter": kept.get("adapter")}
        return Voices(before, after, [f"after: the accepted student, {after['adapter'] or after['weights']}"])
    try:
        with connect(store) as db:
            decision = summary_of(db)
    except RepairLoopError:
        decision = {}
    if not decision:
        raise UsageError(f"{store.path} has no repaired student yet; name an adapter or another student with --adapter")
    verdict = decision.get("verdict") or ("accepted" if decision["accepted"] else "rejected")
    refused = "" if verdict == "accepted" else "it was NOT accepted; "
    note = f"after: {decision['adapter']}; {refused}{verdict}: {decision['reason']}"
    chosen = decision["adapter"]
    inside = store.path / chosen
    return Voices(before, _named(before, str(inside.resolve()) if inside.is_dir() else chosen), [note])


def _named(student: StudentRef, name: str) -> StudentRef:
    """The student that a user means: an adapter's directory on the run's weights, or a student of its own."""
    folder = Path(name).expanduser()
    if (folder / "adapter_config.json").is_file():
        return {**student, "adapter": str(folder.resolve())}
    return {"name": name, "weights": None, "adapter": None}


def _open(store: Store, config: Config, ref: StudentRef, engine: str | None) -> Student:
    """A student for talking: two are open at once, so transformers is the engine unless another is named."""
    served = ref["name"].startswith(("openai:", "sim:"))
    return open_student(
        ref["name"] if ref["weights"] is None else str(store.path / ref["weights"]),
        engine=engine or ("auto" if served else "transformers"),
        adapter=None if ref["adapter"] is None else store.path / ref["adapter"],
        server=config.server,
        say=lambda text: print(visible(text), file=sys.stderr),
        asking=config.asking.model_copy(update={"max_tokens": 0}),
        thinking=thinking_of(store),
        adaptations=adaptations_of(store),
    )


def _typed(console: Console, source: Callable[[str], str] = input) -> Iterator[str]:
    """Lines from the terminal, with a prompt, or from stdin as they are."""
    if not sys.stdin.isatty():
        for line in sys.stdin:
            if line.strip():
                console.print(Text(f"> {visible(line.strip())}", style="dim"), soft_wrap=True)
            yield line
        return
    import contextlib

    with contextlib.suppress(ImportError):
        import readline  # noqa: F401  (editing and history at the prompt)
    console.print(Text(HELP, style="dim"))
    while True:
        try:
            yield source("> ")
        except (EOFError, KeyboardInterrupt):
            console.print()
            return
