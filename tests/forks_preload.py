"""Imported by the process that `forks.py` forks from: everything that a command needs."""

import duckdb  # noqa: F401
import pyarrow.parquet  # noqa: F401
import scipy.stats  # noqa: F401

from repairloop import all_graders, all_skills, cli  # noqa: F401
from repairloop.loop import api, graph  # noqa: F401
from repairloop.rundir import page  # noqa: F401

all_skills(), all_graders()
