"""The graders' own proof at length: gold answers that pass, corrupted ones that are caught.

`repairloop check` over 60 probes an area and phrasing bank of every bundled skill, at all difficulties, and over the
graders' own examples. The judge has none: it can prove nothing without a model.
"""

from __future__ import annotations

import machine

from repairloop.grading import check

PROBES = 60


def main() -> None:
    check.PROBES = PROBES  # type: ignore[misc]
    found = check.check_all([])
    table = "\n".join(
        f"| {e['grader']}@{e['version']} | {e['gold_passed']:,} of {e['gold']:,} | {e['corrupted_caught']:,} of {e['corrupted']:,} |"
        for e in found
    )
    wrong = "\n".join(f"- {e['grader']}: {line}" for e in found for line in e["wrong"][:5])
    body = f"| grader | golds that pass | corrupted golds caught |\n| --- | --- | --- |\n{table}\n\n{wrong}\n"
    machine.write("corrupted_golds", "Golds and corrupted golds", body)


if __name__ == "__main__":
    main()
