"""Who asks, and what they may: three roles, of which each may what the one before it may.

    read     look at everything
    review   say something: overrule a verdict, correct a gold, veto a row, sign an adapter off
    run      spend the machine: start, stop and order runs

On loopback without tokens whoever can open the address is the person who started the service.
"""

from __future__ import annotations

import getpass
from collections.abc import Callable
from typing import Annotated, Final, Literal, NamedTuple

from fastapi import Depends, HTTPException, Request

Role = Literal["read", "review", "run"]
ROLES: Final[tuple[Role, ...]] = ("read", "review", "run")


class Caller(NamedTuple):
    name: str
    role: Role

    def may(self, role: Role) -> bool:
        return ROLES.index(self.role) >= ROLES.index(role)


def caller_of(request: Request) -> Caller:
    """Who asks."""
    return Caller(_user(), "run")


def needs(role: Role) -> Callable[[Request], Caller]:
    """A dependency that gives who asks, and refuses (403) those who may not."""

    def caller(request: Request) -> Caller:
        found = caller_of(request)
        if not found.may(role):
            raise HTTPException(403, f"that needs the role {role!r}; {found.name} has {found.role!r}")
        return found

    return caller


Reader = Annotated[Caller, Depends(needs("read"))]
Reviewer = Annotated[Caller, Depends(needs("review"))]
Runner = Annotated[Caller, Depends(needs("run"))]


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a user without a name
        return "local"
