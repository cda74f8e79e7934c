"""A user's own task: what they bring, made into something that the loop can ask, repair and measure.

    files   →   entries, rows as they were understood   →   cases, whose gold passes a grader   →   parts   →   areas
            `formats`                                  `graded`                                `parts`     `areas`

An *evaluation set* is a folder: `task.toml`, which says what was understood and which a person reads, and
`cases.parquet`, a row a case. `skill.TaskSkill` makes a skill of it, and from there on the loop knows no difference.
Everything in a user's files is data: bounded, cleaned, never evaluated. This room asks no model.
"""
