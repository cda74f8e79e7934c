"""Who asks, and what they may: three roles, of which each may what the one before it may.

    read     look at everything
    review   say something: overrule a verdict, correct a gold, veto a row, sign an adapter off
    run      spend the machine: start, stop and order runs

On loopback without tokens whoever can open the address is the person who started the service. Who asks is found out before
any route is (entrance.py); a route says what role it needs.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import Depends, HTTPException, Request

from repairloop.service.tokens import ROLES as ROLES
from repairloop.service.tokens import Caller as Caller
from repairloop.service.tokens import Role as Role


def caller_of(request: Request) -> Caller:
    """Who asks."""
    found: Caller | None = request.scope.get("caller")
    if found is None:
        raise HTTPException(401, "that needs a token")
    return found


def needs(role: Role) -> Callable[[Request], Caller]:
    """A dependency that gives who asks, and refuses (403) those who may not."""

    def caller(request: Request) -> Caller:
        found = caller_of(request)
        if not found.may(role):
            raise HTTPException(403, f"that needs the role {role!r}; {found.name} has {found.role!r}")
        return found

    caller.role = role  # type: ignore[attr-defined]
    return caller


Reader = Annotated[Caller, Depends(needs("read"))]
Reviewer = Annotated[Caller, Depends(needs("review"))]
Runner = Annotated[Caller, Depends(needs("run"))]
