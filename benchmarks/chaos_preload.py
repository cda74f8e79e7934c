"""Imported by the process that `chaos.py` forks its commands from: everything that a command needs."""

from chaos import preload

preload()
