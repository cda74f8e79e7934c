"""`python -m repairloop.cli`."""

from repairloop.cli import main

main()
