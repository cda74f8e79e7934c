"""The errors that a person sees: what was wrong, where, and what to do about it."""

from __future__ import annotations

import difflib
import errno
import shlex
from collections.abc import Iterable
from pathlib import Path

from repairloop.ground.foreign import fit


class RepairLoopError(Exception):
    """A failure with a message for people. Exit code 1.

    A message may quote what a server, a program or a file says, so it is made fit to be shown here, once for all.
    """

    exit_code = 1

    def __init__(self, message: object = "") -> None:
        super().__init__(fit(str(message)))


class UsageError(RepairLoopError, ValueError):
    """What was asked for cannot be: an unknown name, a bad value. Exit code 2."""

    exit_code = 2


class BadReference(ValueError):
    """A grader cannot use a probe's reference or settings: our bug or the user's, never the student's.

    Raised by `gold` or `grade`; `repairloop.grade` makes the verdict `ungradable: gold_unparseable` of it.
    """


class StudentError(RepairLoopError):
    """The student could not be loaded or does not answer."""


class TrainerError(RepairLoopError):
    """Training failed; the run stops at `train` and can be resumed."""


class DamagedRun(RepairLoopError):
    """A run directory that cannot be read as it is."""


def shown(text: object, most: int = 80) -> str:
    """A name in a message: quoted, its odd characters escaped, cut where it is long."""
    name = str(text)
    return repr(name) if len(name) <= most else f"{name[: most - 20]!r}… ({len(name):,} characters)"


def of_system(error: OSError) -> RepairLoopError:
    """What the operating system refused, as an error for people."""
    where = shown(error.filename) if error.filename is not None else "a file"
    said = f"{where}: {(error.strerror or str(error)).lower()}"
    return UsageError(said) if error.errno in _REFUSED else RepairLoopError(said)


_REFUSED = (
    errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.ENAMETOOLONG, errno.ELOOP, errno.EACCES, errno.EPERM, errno.EROFS,
)  # fmt: skip
"""What another name, or another right, would mend."""


class NoRowsYet(RepairLoopError):
    """A run whose first stage has not ended: nothing is wrong with it."""


class DamageWarning(UserWarning):
    """A run directory can be read, and something in it is damaged; the message is for people."""


def quoted(path: str | Path) -> str:
    """A path as it goes into a command that one can copy, whatever stands in it."""
    text = str(path)
    return shlex.quote(f"./{text}" if text.startswith("-") else text)  # no option


def is_full(error: BaseException | None) -> bool:
    """Whether an error comes of a full disk, or of a file that may not grow, in whichever library's words."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            return True
        database = type(error).__module__.partition(".")[0] in ("duckdb", "_duckdb", "sqlite3", "pyarrow")
        if database and any(
            words in str(error).lower()
            for words in ("no space left", "disk is full", "quota exceeded", "file too large")
        ):
            return True
        error = error.__cause__ or error.__context__
    return False


def full_disk(place: Path, again: str) -> RepairLoopError:
    """What to say where `is_full`: make room, then do `again`."""
    return RepairLoopError(
        f"the disk is full, or a file is as large as it may be ({place.resolve()}): make room and {again}; what was finished "
        "is kept"
    )


def nearest(name: str, known: Iterable[str], what: str) -> str:
    """Message for an unknown name, with the nearest known ones."""
    names = sorted(known)
    close = difflib.get_close_matches(name[:200], names, n=3, cutoff=0.5)
    hint = f"did you mean {' or '.join(close)}?" if close else f"known: {', '.join(names) or 'none'}"
    return f"unknown {what} {shown(name)}; {hint}"
