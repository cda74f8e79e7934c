"""What is written where a person says: a name that could be misread is refused, and nothing that is there is replaced
unless that was asked for. What is written takes its place whole, or not at all.

Names are held to what every system and shell reads alike, so that the file that was meant is the file that is written:

    x.jsonl/        names a folder, and would become the file x.jsonl
    s3://bucket/x   would become a folder called s3:
    ~/x             where no shell has put the home folder in its place, would become a folder called ~
    x\\u202elnosj.py  reads otherwise than it is

Folders that are there already may be called anything.
"""

from __future__ import annotations

import fcntl
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

from repairloop.ground.errors import RepairLoopError, UsageError, full_disk, is_full, quoted, shown

LONGEST_NAME: Final = 200
"""Bytes; systems take 255, and what is written beside a file is called a little longer than it."""
LONGEST_PATH: Final = 3000
"""Bytes; Linux takes 4,096, and a run has folders of its own below it."""
_MEANT_OTHERWISE: Final = frozenset('<>:"\\|?*')
_DEVICES: Final = {"con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(10))}
OWN_FOLDER: Final = "export"
"""The folder of a run that is there for what leaves it."""


# ---- names ----------------------------------------------------------------------------------------------


def home() -> Path:
    """Where prepared students rest: `$REPAIRLOOP_HOME`, or `~/.cache/repairloop`."""
    return Path(os.environ.get("REPAIRLOOP_HOME") or Path.home() / ".cache" / "repairloop").expanduser()


def new_file(name: str | Path, option: str) -> Path:
    """The path of a file to be written. Raises UsageError, beginning with `option`, where its name could be misread."""
    path = _checked(name, option)
    if str(name).rpartition("/")[2] != path.name:
        raise UsageError(f"{option} {shown(name)} names a folder; name a file in it")
    return path


def new_folder(name: str | Path, option: str) -> Path:
    """The path of a folder to be written to. Raises UsageError, beginning with `option`, as `new_file` does."""
    return _checked(name, option)


def _checked(name: str | Path, option: str) -> Path:
    text, path = str(name), Path(name)
    if not text.strip():
        raise UsageError(f"{option} needs a name; got {text!r}")
    try:
        size = len(os.fsencode(os.path.abspath(text)))
    except UnicodeEncodeError:
        size = 0  # `_fault` says what is wrong with it
    if "\0" in text or size > LONGEST_PATH:
        fault = "holds a NUL character" if "\0" in text else f"is longer than {LONGEST_PATH:,} bytes"
        raise UsageError(f"{option} {shown(text)} {fault}; choose another name")
    for each in (path, *path.parents):
        if each.name in ("", "..") or (each != path and os.path.isdir(each)):
            continue
        if fault := _fault(each.name):
            raise UsageError(f"{option} {shown(text)}: the name {shown(each.name)} {fault}; choose another name")
    _refuse_inside_a_run(path, option)
    return path


def _fault(name: str) -> str:
    """What is wrong with the name of one file or folder; empty where nothing is."""
    if len(name.encode("utf-8", "surrogatepass")) > LONGEST_NAME:
        return f"is too long ({LONGEST_NAME} bytes at most)"
    if odd := next((char for char in name if not char.isprintable()), None):
        return f"holds a character that cannot be seen (U+{ord(odd):04X})"
    if taken := next((char for char in name if char in _MEANT_OTHERWISE), None):
        return f"holds {taken!r}, which means something else elsewhere"
    if name[0] in "-~ " or name[-1] in ". ":
        return "begins with '-', '~' or a space, or ends with a point or a space"
    if name.partition(".")[0].rstrip().lower() in _DEVICES:
        return "is that of a device on some systems"
    return ""


def _refuse_inside_a_run(path: Path, option: str) -> None:
    whole = Path(os.path.realpath(path))
    below = whole
    for folder in whole.parents:
        is_run = all(os.path.isfile(folder / name) for name in ("manifest.json", "config.toml"))
        if is_run and below.name != OWN_FOLDER:
            raise UsageError(
                f"{option} {shown(path)} lies in the run {quoted(folder)}, whose files are its own; write to its folder "
                f"{OWN_FOLDER}/, or elsewhere"
            )
        below = folder


# ---- files ----------------------------------------------------------------------------------------------


def refuse_taken(files: Iterable[Path], force: bool) -> None:
    """UsageError where one of the files is there and may not be replaced: without `force` none may, with it files may."""
    taken = [file for file in files if os.path.lexists(file)]
    if taken and not force:
        names = " and ".join(map(quoted, taken))
        raise UsageError(
            f"cannot write {names}: {'it is' if len(taken) == 1 else 'they are'} there already; choose another name, or "
            "replace what is there with --force"
        )
    for file in taken:
        if not stat.S_ISREG(os.lstat(file).st_mode):
            raise UsageError(f"cannot write {quoted(file)}: it is there and no regular file, and such are not replaced")


@contextmanager
def placed(*files: Path, force: bool, first: Callable[[], None] = lambda: None) -> Iterator[list[Path]]:
    """A path to write to for each of the files; what was written there takes their places when all went well.

    The first file is the last to be put in its place: where it is there anew, the others are. `first` is called before
    any is. Raises UsageError where one may not be replaced, or is being written by another process; OSError.
    """
    refuse_taken(files, force)
    with ExitStack() as stack:
        drafts = [stack.enter_context(_draft(file)) for file in files]
        yield drafts
        refuse_taken(files, force)  # one may have come meanwhile
        first()
        for draft, file in reversed(list(zip(drafts, files, strict=True))):
            os.replace(draft, file)


@contextmanager
def _draft(file: Path) -> Iterator[Path]:
    """A file beside another, locked; what a killed process has left of it is taken over."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.repairloop.tmp")
    descriptor = os.open(draft, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o666)
    try:
        lock(descriptor, file)
        os.truncate(descriptor, 0)
        try:
            yield draft
        finally:
            draft.unlink(missing_ok=True)
    finally:
        os.close(descriptor)


def lock(descriptor: int, file: Path) -> None:
    """Lock an open file or folder for this process. UsageError where another one writes `file`."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise UsageError(f"cannot write {quoted(file)}: another process is writing it") from None
    except OSError:
        pass  # a file system without locks


@contextmanager
def disk(out: Path) -> Iterator[None]:
    """A full or forbidden disk is an error that says what to do; what was finished stays."""
    try:
        yield
    except RepairLoopError:
        raise
    except Exception as error:
        if is_full(error):
            raise full_disk(out.parent, "give the same command again") from None
        if isinstance(error, OSError):
            raise UsageError(f"cannot write {out}: {error.strerror or error}") from None
        raise
