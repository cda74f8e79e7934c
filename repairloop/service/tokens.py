"""Who has a token, and who is signed in by one.

A token is 256 random bits, shown once; kept is its SHA-256. No slower hash would help: what has that many bits is not
guessed. A browser gives its token once and is given a session instead, 256 random bits again, kept in the same way and tied
to the token's hash: with the token its sessions end, also where another one is made under its name later.

Everything is asked of the ledger each time, so that what another process revokes is revoked at once.
"""

from __future__ import annotations

import getpass
import hashlib
import hmac
import re
import secrets
import sqlite3
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Literal, NamedTuple

from repairloop.ground.errors import UsageError
from repairloop.service.ledger import Ledger, now

Role = Literal["read", "review", "run"]
ROLES: Final[tuple[Role, ...]] = ("read", "review", "run")
"""Each may what those before it may."""
PREFIX: Final = "rl_"
LONGEST: Final = 200
"""Characters of what may be a token."""
MOST: Final = 1000
SESSION_DAYS: Final = 7
SESSIONS: Final = 100
"""Sessions that a token has at once; a further one ends the oldest."""
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@+-]{0,59}")

TABLES: Final = """
CREATE TABLE IF NOT EXISTS tokens (
    name TEXT PRIMARY KEY, role TEXT NOT NULL CHECK (role IN ('read', 'review', 'run')), hash BLOB NOT NULL UNIQUE,
    created TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS sessions (
    hash BLOB PRIMARY KEY, token BLOB NOT NULL, ends TEXT NOT NULL
);
"""


class Caller(NamedTuple):
    name: str
    role: Role

    def may(self, role: Role) -> bool:
        return ROLES.index(self.role) >= ROLES.index(role)


def person() -> Caller:
    """Who started this process, and may everything."""
    try:
        return Caller(getpass.getuser(), "run")
    except (KeyError, OSError):  # a user without a name
        return Caller("local", "run")


class Tokens:
    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger

    def create(self, name: str, role: str) -> str:
        """A new token, which nobody can be shown again."""
        if not _NAME.fullmatch(name):
            raise UsageError(
                f"a token's name has up to 60 letters, digits and . _ @ + -, a letter or digit first; got {name!r}"
            )
        if role not in ROLES:
            raise UsageError(f"--role is one of {', '.join(ROLES)}; got {role!r}")
        token = PREFIX + secrets.token_urlsafe(32)
        try:
            with self.ledger.write(TABLES) as db:
                if db.execute("SELECT count(*) FROM tokens").fetchone()[0] >= MOST:
                    raise UsageError(f"there are {MOST:,} tokens; revoke one first: repairloop token revoke NAME")
                db.execute("INSERT INTO tokens VALUES (?, ?, ?, ?)", (name, role, _hash(token), now()))
        except sqlite3.IntegrityError:
            raise UsageError(f"there is a token {name!r}; it is ended by: repairloop token revoke {name}") from None
        return token

    def list(self) -> list[dict[str, Any]]:
        with self.ledger.read(TABLES) as db:
            return [dict(row) for row in db.execute("SELECT name, role, created FROM tokens ORDER BY created, name")]

    def revoke(self, name: str) -> None:
        """End a token and all its sessions. UsageError where there is none of that name."""
        with self.ledger.write(TABLES) as db:
            if not db.execute("DELETE FROM tokens WHERE name = ?", (name,)).rowcount:
                raise UsageError(f"there is no token {name!r}; those that are there: repairloop token list")
            db.execute("DELETE FROM sessions WHERE token NOT IN (SELECT hash FROM tokens)")

    def of_token(self, token: str) -> Caller | None:
        """Whose token that is."""
        found = None
        with self.ledger.read(TABLES) as db:
            for row in db.execute("SELECT name, role, hash FROM tokens"):  # all of them: time tells nothing
                if hmac.compare_digest(row["hash"], _hash(token)):
                    found = Caller(row["name"], row["role"])
        return found

    def of_session(self, session: str) -> Caller | None:
        """Who is signed in by that."""
        with self.ledger.read(TABLES) as db:
            row = db.execute(
                "SELECT name, role FROM sessions JOIN tokens ON tokens.hash = sessions.token "
                "WHERE sessions.hash = ? AND ends > ?", (_hash(session), now()),
            ).fetchone()  # fmt: skip
        return Caller(row["name"], row["role"]) if row else None

    def sign_in(self, token: str) -> tuple[Caller, str] | None:
        """Whose token that is, and a session for it."""
        caller = self.of_token(token)
        if caller is None:
            return None
        session, own = secrets.token_urlsafe(32), _hash(token)
        ends = (datetime.now(UTC) + timedelta(days=SESSION_DAYS)).isoformat(timespec="milliseconds")
        with self.ledger.write(TABLES) as db:
            db.execute("DELETE FROM sessions WHERE ends <= ?", (now(),))
            db.execute(
                "DELETE FROM sessions WHERE hash IN "
                "(SELECT hash FROM sessions WHERE token = ? ORDER BY ends DESC LIMIT -1 OFFSET ?)", (own, SESSIONS - 1),
            )  # fmt: skip
            db.execute("INSERT INTO sessions VALUES (?, ?, ?)", (_hash(session), own, ends))
        return caller, session

    def sign_out(self, session: str) -> None:
        with self.ledger.write(TABLES) as db:
            db.execute("DELETE FROM sessions WHERE hash = ?", (_hash(session),))


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()
