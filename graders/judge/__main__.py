"""`python -m graders.judge SERVER FILE --grader NAME`: how often a judge errs."""

import sys

from graders.judge.calibration import main

sys.exit(main())
