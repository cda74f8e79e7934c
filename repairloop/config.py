"""Settings: one TOML file, three presets, `--set a.b=value`. Unknown keys are refused with the nearest names.

The resolved configuration is written into the run directory, which can be run again from it alone.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from repairloop.ground import toml
from repairloop.ground.errors import UsageError, nearest, shown
from repairloop.ground.toml import read as read_toml


class Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=True, allow_inf_nan=False)


class ProbeSettings(Section):
    screen: int = Field(14, ge=1)
    """Probes an area in the first look, at all areas. More decide more areas there, fewer leave more to the others."""
    budget: int = Field(26, ge=1)
    """Probes an area on average, over all three looks: what the first leaves goes to the areas that are undecided. Where more fail
    than are repaired, of several skills, so many more for each of them, to choose by."""
    holdout: int = Field(40, ge=1)
    """Probes a failing area on unseen wording, asked before and after."""
    holdout_seen: int = Field(30, ge=0)
    """Probes a failing area on seen wording, asked before and after."""
    difficulties: list[int] = [1]
    """Difficulty steps asked; they take turns. 0, where an area has it, is easier still."""

    @model_validator(mode="after")
    def _budget_holds_the_first_look(self) -> ProbeSettings:
        if self.budget < self.screen:
            raise ValueError(f"budget ({self.budget}) must not be below screen ({self.screen}): it counts all looks")
        return self


class DiagnoseSettings(Section):
    target: float = Field(0.7, gt=0, lt=1)
    """An area fails when its pass rate is shown to be below this."""
    alpha: float = Field(0.05, gt=0, lt=1)
    """False discovery rate of "this area fails", and of "this area passes"."""
    effect: float = Field(0.1, ge=0, lt=1)
    """An area passes when its pass rate is shown to be above the target less this."""
    max_areas: int = Field(4, ge=1)
    """At most this many areas are repaired in a cycle; more would share its rows."""
    embedder: str = ""
    """Folder of an embedding model by which the areas of a user's task are found where its file names none; empty: TF-IDF."""


class SynthesisSettings(Section):
    rows: int = Field(4000, ge=1)
    """Training rows a cycle, replay included."""
    replay: float = Field(0.15, ge=0, lt=1)
    """Share of the rows that comes from areas that are not repaired."""
    refine: float = Field(0.25, ge=0, le=1)
    """Share of the repair rows that a refinement made."""
    preference: float = Field(0.08, ge=0, le=0.5)
    """Share of the repair rows with a wrong answer, which is corrected or set against the right one: the student's own, where
    it is asked and errs; else, outside of runs, a made-up one. At least half of an area's rows demonstrate."""
    verified: float = Field(0.0, ge=0, le=1)
    """Share of the repair rows that the student is asked, and whose answer becomes its own where the grader passes it; 0:
    none. What that does to a repair was not measured."""
    sources: list[str] = []
    """Files and folders of raw material; empty: the documentation and code of Python's standard library."""
    material: float = Field(0.2, ge=0, le=1)
    """Share of the rows made from raw material, in areas that it suits; the others come from generated worlds."""
    protect: list[str] = []
    """The user's own evaluation files: no row may overlap with them."""
    kin: float = Field(0.0, ge=0)
    """Rows of areas of the installed skills that are kin to a failing area of the user's task, as a share of `rows` and besides
    them; the dial decides whether they help. 0: none are looked for."""
    voice: float = Field(0.2, ge=0, lt=1)
    """Share of the rows that are the student's own answers to open requests: they keep it as it is."""

    @model_validator(mode="after")
    def _some_rows_repair(self) -> SynthesisSettings:
        if self.replay + self.voice >= 1:
            raise ValueError(f"replay ({self.replay}) and voice ({self.voice}) leave no rows to repair with")
        return self


class TeacherSettings(Section):
    """A language model that has a hand in some of the rows; nothing is asked of it without a budget."""

    name: str = ""
    """`openai:BASE_URL#MODEL` or a local model; empty: programs make all rows."""
    calls: int = Field(0, ge=0)
    """The most that it may be called, in all cycles together; 0: as `tokens` says."""
    tokens: int = Field(0, ge=0)
    """The most tokens that it may read and write; 0: as `calls` says."""
    thinking_tokens: int = Field(0, ge=0)
    """Room for its thoughts, in tokens, added to that of each reply; for a teacher behind a server that thinks."""
    cache: str = ""
    """The folder that keeps its replies; empty: one in the run, or beside the rows."""
    judge: str = ""
    """`openai:BASE_URL#MODEL`, to accept what samples of the teacher agree on."""
    calibration: str = ""
    """How often that judge errs (docs/graders.md)."""
    admit: Literal["proved", "agreed", "unproved"] = "proved"
    """The weakest proof that a row may have."""

    @model_validator(mode="after")
    def _is_whole(self) -> TeacherSettings:
        if self.name and not (self.calls or self.tokens):
            raise ValueError("a teacher needs a budget: set teacher.calls or teacher.tokens")
        if not self.name and (self.calls or self.tokens or self.judge):
            raise ValueError("calls, tokens and judge go with a teacher, and teacher.name is empty")
        if bool(self.judge) != bool(self.calibration):
            raise ValueError("judge and calibration go together: a judge whose errors are unknown may not decide")
        return self

    @property
    def judging(self) -> dict[str, str] | None:
        """The judge's settings, where there is one."""
        return {"server": self.judge, "calibration": self.calibration} if self.judge else None

    @property
    def label(self) -> str:
        """Its name for records, less a password that may stand in the address."""
        return re.sub(r"//[^/@#]*@", "//", self.name)


class TrainSettings(Section):
    rank: int = Field(16, ge=1)
    """Of the LoRA's matrices."""
    learning_rate: float = Field(1.4e-3, gt=0)
    """The highest; it rises at the beginning and falls to the end."""
    epochs: float = Field(2, gt=0)
    """How often each row is trained on. Two passes gain more than one, on questions from elsewhere too: 33 to 38 % of public
    stories, for 26 (benchmarks/results/carry_over.md)."""
    batch_size: int = Field(4, ge=1)
    """Rows a step."""
    loss: Literal["sft", "dft", "bco"] = "sft"
    """`sft`; `dft`, which weighs each token by its probability; `bco`, which sets a row against its rejected side."""
    checkpoints: int = Field(1, ge=1)
    """Adapters kept while training, evenly spaced, the last one included; the dial tries the earlier ones too. They were stopped at
    a high rate: the one that was put to the gate spoilt 15 of 200 open requests, the last one 4."""
    max_tokens: int = Field(512, ge=16)
    """Longest row, prompt and completion together, in tokens. One of more than four times as many characters is kept aside
    (`too_long`), and what is longer still is cut."""
    command: str = ""
    """For `trainer = "command"`: a program and its arguments, with {dataset}, {weights} and {out}."""
    weights: str = ""
    """What {weights} stands for where the student is behind a server and its weights are not known here."""
    serve_as: str = ""
    """For a student behind a server: the name under which the trained one is served, or a command that loads it."""


class GuardSettings(Section):
    """What is asked before and after to see whether a repair harms anything."""

    probes: int = Field(16, ge=1)
    """Probes for each area that the run looks at and does not repair, on unseen wording."""
    panel: int = Field(5, ge=1)
    """Probes for each area of the installed skills that the run does not look at, at least."""
    skill: int = Field(80, ge=0)
    """Probes for each such skill as a whole, at least: one with few areas is asked more an area."""
    fresh: int = Field(60, ge=1)
    """Fresh probes for each area that seems to have lost, asked of the student and of the repaired one."""
    canaries: int = Field(200, ge=0)
    """Open requests that are answered before and after and compared in form; 0: none."""
    file: str = ""
    """The user's own requests, as canaries besides: JSON lines, JSON, CSV, Parquet or one a line."""


class DialSettings(Section):
    """How checkpoint and λ, the factor on the adapter, are chosen, on probes that measure nothing else."""

    factors: list[float] = Field([1.0, 0.7, 0.5, 0.3], min_length=1)
    """The λ that are tried."""
    probes: int = Field(32, ge=1)
    """Probes for each area that is repaired, on unseen wording."""
    guard: int = Field(1, ge=0)
    """Probes for each other area."""
    least: int = Field(30, ge=1)
    """With fewer answers to compare in all nothing is chosen: λ is 1."""

    @field_validator("factors")
    @classmethod
    def _factors_turn_down(cls, factors: list[float]) -> list[float]:
        if not all(0 < factor <= 1 for factor in factors):
            raise ValueError("each factor lies above 0 and at most at 1")
        return sorted(set(factors), reverse=True)


class GateSettings(Section):
    """The policy by which an adapter is accepted; the rules are in `repairloop.loop.gate`."""

    alpha: float = Field(0.05, gt=0, lt=1)
    """Error rate of "worse" and of "this area changed", after correction."""
    least_gain: float = Field(0.05, ge=0, lt=1)
    """The targeted areas together must be shown to gain more than this."""
    least_right: int = Field(30, ge=1)
    """Right answers in untargeted areas from which the rate of flips is known well enough to hold the gain against it."""
    flipped: float = Field(0.1, gt=0, le=1)
    """The most that flipping answers is taken to explain of a gain: what makes more right answers than that is a repair. Of the
    wrong answers that no row aimed at 7 to 12 % turned right with six adapters of five runs, what carried over included."""
    margin: float = Field(0.05, gt=0, lt=1)
    """A loss of this size, of all untargeted areas together, must be excluded."""
    skill_margin: float = Field(0.15, gt=0, lt=1)
    """A loss of this size, of the untargeted areas of one skill, must be excluded …"""
    skill_pairs: int = Field(60, ge=1)
    """… where at least so many answers can be compared; fewer could not exclude it."""
    suspect: int = Field(2, ge=1)
    """Net loss on the guard probes from which an untargeted area is asked again with fresh ones."""
    area_loss: float = Field(0.1, gt=0, lt=1)
    """Loss of one area, on the fresh probes, that is too much."""
    collapsed: float = Field(0.02, gt=0, lt=1)
    """Largest share of the canaries whose answer may collapse, less those that moved as far the other way."""


class OutsideSettings(Section):
    """Questions that no one here wrote: asked before and after a repair, and looked at by no choice."""

    files: list[str] = []
    """`FILE:GRADER` each: questions with their answers, as `repairloop import` reads them, and the grader of the replies."""
    at_most: int = Field(300, ge=1)
    """Questions a file; of a longer one so many are drawn by the run's seed."""
    max_tokens: int = Field(128, ge=1)
    """Longest answer, in tokens."""


class SamplingSettings(Section):
    temperature: float = Field(0.0, ge=0)
    """0: always the likeliest token."""
    top_p: float = Field(1.0, gt=0, le=1)
    """Tokens are drawn among the likeliest that have this probability together."""
    seed: int = 0
    """Of what is drawn."""


class StudentSettings(Section):
    """How a student is asked, before a repair and after it alike: the keys of `[student]` besides its `name`."""

    chat_template_kwargs: dict[str, Any] = {}
    """Variables of its chat template, such as `enable_thinking = false`; a server is sent them with each request."""
    extra_body: dict[str, Any] = {}
    """Further fields of each request to a server, such as `reasoning_effort = "low"`."""
    max_tokens: int = Field(0, ge=0)
    """Longest answer, in tokens, instead of what each probe allows; 0: what each probe allows."""
    thinking_tokens: int = Field(4096, ge=0)
    """Room for the thoughts of a student that thinks, in tokens, added to that of the answer."""
    stop: list[str] = []
    """Texts at which a reply ends, thoughts included; they are no part of it."""
    length_parameter: Literal["max_tokens", "max_completion_tokens"] = "max_tokens"
    """What a server calls the longest reply."""
    headers: dict[str, str] = Field(default={}, repr=False)
    """Further headers of each request to a server; `$NAME` stands for a variable of the environment. What may be a key
    does not rest in the run (`repairloop.ground.keys`)."""
    tools: Literal["text", "native"] = "text"
    """How tools are offered: `text`, told in the prompt, with the form of a call; `native`, by the chat template's own
    list, and calls are in the model's own format."""

    @field_validator("extra_body")
    @classmethod
    def _body_is_extra(cls, body: dict[str, Any]) -> dict[str, Any]:
        if taken := sorted({"model", "messages", "stream", "n"} & body.keys()):
            raise ValueError(f"{', '.join(taken)} cannot be set: repairloop writes it itself")
        if secret := sorted(name for name in body if _SECRET.fullmatch(name)):
            raise ValueError(f"{', '.join(secret)} cannot be set here: keys are sent as headers")
        return body

    def described(self) -> dict[str, Any]:
        """What differs from the defaults, headers aside; JSON. Empty where nothing was set."""
        return self.model_dump(mode="json", exclude_defaults=True, exclude={"headers"})


_SECRET = re.compile(r"api[_-]?key|(?:access|auth)[_-]?token|authorization|secret|password", re.IGNORECASE)


class ServerSettings(Section):
    """For students behind an OpenAI-compatible server."""

    connections: int = Field(64, ge=1)
    """Requests at the same time."""
    timeout: float = Field(120.0, gt=0)
    """Seconds for one request."""
    deadline: float = Field(600.0, gt=0)
    """Seconds that an outage may last."""
    max_failed: float = Field(0.1, ge=0, le=1)
    """A stage stops when a larger share of its probes was not answered."""


class Config(Section):
    """Everything that decides what a run does."""

    student: str = "smollm2"
    """`smollm2`, a directory or hub id of a model, `openai:URL#MODEL`, `sim:FILE`; in a file `[student]` with `name`."""
    asking: StudentSettings = StudentSettings()
    """How it is asked. In a file both are one table: `[student]` with `name` and these."""
    engine: Literal["auto", "vllm", "transformers"] = "auto"
    """What runs it; `auto`: the best that is here."""
    skills: list[str] = []
    """Empty: those that the preset looks at (`thorough`: all); with `tasks`, none."""
    skill_settings: dict[str, dict[str, Any]] = {}
    """What is set of single skills. In a file these are tables: `[skills.math]`, beside them `names` for `skills`."""
    tasks: list[str] = []
    """The user's own tasks: folders that `repairloop import` made, or files that it would read."""
    repair: bool = True
    """Whether what fails is repaired; else the run ends with its diagnosis."""
    areas: list[str] = []
    """Only these areas of the skills, or all below them; empty: those that the preset looks at, or all of the skills named."""
    preset: str = "standard"
    """`smoke`, `standard` or `thorough`: what is not set otherwise."""
    trainer: Literal["auto", "trl", "command", "none", "sim"] = "auto"
    """What trains the adapter; `none`: the run ends with its rows."""
    cycles: int = Field(1, ge=1)
    """How often it goes round the loop."""
    seed: int = 0
    """Of probes, rows and training."""
    plugins: list[str] = []
    """Python files with `@skill` or `@grader` that are not installed."""
    probes: ProbeSettings = ProbeSettings()
    diagnose: DiagnoseSettings = DiagnoseSettings()
    synthesize: SynthesisSettings = SynthesisSettings()
    teacher: TeacherSettings = TeacherSettings()
    train: TrainSettings = TrainSettings()
    guard: GuardSettings = GuardSettings()
    dial: DialSettings = DialSettings()
    gate: GateSettings = GateSettings()
    outside: OutsideSettings = OutsideSettings()
    sampling: SamplingSettings = SamplingSettings()
    server: ServerSettings = ServerSettings()

    @model_validator(mode="before")
    @classmethod
    def _read_tables(cls, data: Any) -> Any:
        return _split_skills(_split_student(data)) if isinstance(data, dict) else data


PRESETS: dict[str, dict[str, Any]] = {
    "smoke": {
        "probes": {"screen": 10, "budget": 26, "holdout": 16, "holdout_seen": 10, "difficulties": [1]},
        "guard": {"probes": 10, "panel": 3, "skill": 0, "canaries": 40},
        "dial": {"factors": [1.0, 0.5], "probes": 16, "guard": 0},
        "diagnose": {"max_areas": 2},
        "synthesize": {"rows": 160},
        "train": {"epochs": 1},
    },
    "standard": {  # as is right for what twenty minutes can look at
        "diagnose": {"max_areas": 3},
        "synthesize": {"rows": 640, "voice": 0.35},
        "train": {"learning_rate": 7e-4, "loss": "dft", "epochs": 1},  # benchmarks/results/carry_over.md
    },
    "thorough": {
        "probes": {
            "screen": 30,
            "budget": 64,
            "holdout": 120,
            "holdout_seen": 80,
            "difficulties": [1, 2, 3],
        },
        "guard": {"probes": 60, "panel": 10, "skill": 160},
        "diagnose": {"max_areas": 12},
        "synthesize": {"rows": 6000},
        "train": {"epochs": 1},
    },
}


OWN: dict[str, Any] = {"diagnose": {"max_areas": 12}, "synthesize": {"rows": 700, "voice": 0.25, "kin": 1.5},
                       "train": {"epochs": 1}}  # fmt: skip
"""What is set for tasks of the user's own in place of `standard`: all their areas are repaired together, since they are one
task, and a quarter of the rows keep the student as it is (benchmarks/results/own_tasks.md). One pass: two were not tried."""

SECRET = (("student", "headers"), ("student", "extra_body"))
"""Where a key may stand, so that what was given there is not shown."""
RENAMED = {"probes.guard": "guard.probes", "verify": "gate"}
"""Keys of former versions → what they are called now."""


def load_config(file: str | Path | None = None, settings: list[str] | None = None, **overrides: Any) -> Config:
    """Defaults, then preset, then file, then `overrides` (None is skipped), then `settings` ("a.b=value").

    Raises UsageError that names the key and the file or option it came from.
    """
    layers: list[tuple[str, dict[str, Any]]] = []
    if file is not None:
        layers.append((str(file), read_toml(file)))
    layers.append(("the command line", {k: v for k, v in overrides.items() if v is not None}))
    layers += [(f"--set {_brief(text)}", _assignment(text)) for text in settings or []]
    layers = [(origin, _split_skills(layer)) for origin, layer in layers]
    preset = "standard"
    for _, layer in layers:
        preset = layer.get("preset", preset)
    if preset not in PRESETS:
        raise UsageError(nearest(str(preset), PRESETS, "preset"))
    merged: dict[str, Any] = {}
    named = {key for _, layer in layers for key in layer}
    if "skills" not in named and "tasks" not in named:
        merged = _looked_at(preset)
    if "tasks" in named and preset == "standard":
        _merge(merged, OWN)
    elif preset != "standard" or not named & {"skills", "areas"}:
        _merge(merged, PRESETS[preset])  # the standard one is made for the areas that it looks at itself
    for origin, layer in layers:
        _refuse_unknown(layer, Config, origin)
        _merge(merged, _split_student(layer))
    try:
        return Config.model_validate(merged)
    except ValidationError as error:
        first = error.errors()[0]
        loc = ("student", *first["loc"][1:]) if first["loc"][0] == "asking" else first["loc"]
        key = ".".join(str(part) for part in (("skills", *loc[1:]) if loc[0] == "skill_settings" else loc))
        origin = next((o for o, layer in reversed(layers) if _has(layer, loc)), f"preset {preset}")
        got = "" if loc[:2] in SECRET else f" (got {str(first['input'])[:80]!r})"
        raise UsageError(f"{origin}: {key}: {first['msg']}{got}") from None


def layered(file: str | Path | None = None, settings: list[str] | None = None, **overrides: Any) -> dict[str, Any]:
    """What `load_config` would be told, as one table in the form of a file, with nothing of it checked: for a service, which
    has presets, skills and rules of its own."""
    layers = [
        {} if file is None else read_toml(file),
        {key: value for key, value in overrides.items() if value is not None},
        *map(_assignment, settings or []),
    ]
    merged: dict[str, Any] = {}
    for layer in layers:
        _merge(merged, _split_student(_split_skills(layer)))
    for key, name, rest in (("student", "name", "asking"), ("skills", "names", "skill_settings")):
        if beside := merged.pop(rest, None):
            merged[key] = ({name: merged[key]} if key in merged else {}) | beside
    return merged


def _looked_at(preset: str) -> dict[str, Any]:
    """The skills and areas of a preset, as the installed skills declare themselves; nothing where none does: then it
    is all of them."""
    from repairloop.plugins.registry import all_skills

    mine = {name: skill.presets[preset] for name, skill in all_skills().items() if preset in skill.presets}
    return {"skills": list(mine), "areas": [area for areas in mine.values() for area in areas]} if mine else {}


def to_toml(config: Config) -> str:
    import tomlkit

    from repairloop.ground.keys import kept

    data = config.model_dump(mode="json")
    name, asking = data.pop("student"), data.pop("asking")
    if of_skills := data.pop("skill_settings"):
        data["skills"] = {"names": data["skills"], **of_skills}
    asking["headers"] = kept(asking["headers"])
    return tomlkit.dumps({**data, "student": {"name": name, **asking}})


def _split_student(layer: dict[str, Any]) -> dict[str, Any]:
    """`student` as a name, and how it is asked beside it; as a table it holds both."""
    table = layer.get("student")
    if not isinstance(table, dict):
        return layer
    rest = {key: value for key, value in layer.items() if key != "student"}
    asking = {key: value for key, value in table.items() if key != "name"}
    name = {"student": table["name"]} if "name" in table else {}
    return rest | name | ({"asking": {**rest.get("asking", {}), **asking}} if asking else {})


def _split_skills(layer: dict[str, Any]) -> dict[str, Any]:
    """`skills` as names; as a table it holds what is set of each skill, and `names`."""
    table = layer.get("skills")
    if not isinstance(table, dict):
        return layer
    rest = {key: value for key, value in layer.items() if key != "skills"}
    names = {"skills": table["names"]} if "names" in table else {}
    return rest | names | {"skill_settings": {key: value for key, value in table.items() if key != "names"}}


def _assignment(text: str) -> dict[str, Any]:
    key, equals, value = text.partition("=")
    if not equals or not key.strip():
        raise UsageError(f"--set takes KEY=VALUE, as in --set probes.budget=50; got {shown(text)}")
    path = [part.strip() for part in key.split(".")]
    if len(path) > toml.MOST_LEVELS or not all(path):
        raise UsageError(f"--set takes KEY=VALUE with a key as probes.budget; got {shown(key)}")
    try:
        parsed = toml.parse(f"value = {value}", f"--set {_brief(text)}")
    except toml.NoToml:
        parsed = {"value": value.strip()}  # a bare word is a string
    if parsed.keys() != {"value"}:
        raise UsageError(f"--set takes one KEY=VALUE; got {shown(text)}")
    nested = parsed["value"]
    for part in reversed(path):
        nested = {part: nested}
    return dict(nested)


def _brief(text: str) -> str:
    return text if len(text) <= 80 and text.isprintable() else shown(text)


def _merge(base: dict[str, Any], layer: dict[str, Any]) -> None:
    for key, value in layer.items():
        if isinstance(value, dict) and isinstance(base.get(key, {}), dict):
            _merge(base.setdefault(key, {}), value)
        else:
            base[key] = value


def _refuse_unknown(layer: dict[str, Any], model: type[BaseModel], origin: str, path: str = "") -> None:
    for key, value in layer.items():
        field = model.model_fields.get(key)
        if model is Config and key == "student" and isinstance(value, dict):
            _refuse_unknown({k: v for k, v in value.items() if k != "name"}, StudentSettings, origin, "student.")
            continue
        if model is Config and key == "asking":
            field = None  # its name in here only
        if field is None and path + key in RENAMED:
            raise UsageError(f"{origin}: {path + key} is now called {RENAMED[path + key]}")
        if field is None:
            raise UsageError(
                f"{origin}: {nearest(path + key, [path + k for k in model.model_fields if k != 'asking'], 'key')}"
            )
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel) and isinstance(value, dict):
            _refuse_unknown(value, kind, origin, f"{path}{key}.")


def _has(layer: Any, loc: tuple[Any, ...]) -> bool:
    for part in loc:
        if not isinstance(layer, dict) or part not in layer:
            return not isinstance(layer, dict)
        layer = layer[part]
    return True
