"""How skills and graders are declared, found and used; this file holds nothing.

    skill.py      what a skill is: problems that own their truth, areas, edits, settings
    words.py      words files, and the drawing object that carries generator and side
    sides.py      which entry of a words file is on which side, and what is too near
    folds.py      which of them each cycle of a run measures with
    asking.py     how a question is laid out in messages
    items.py      seeds, splits and keys: which content a split may hold, and item i of it

    grader.py     what a grader is
    given.py      its reference and settings as types: read, kept, refused, told
    understanding.py  what a column of right answers is, as graders see it
    matching.py   a grader out of a check of a few lines
    verdict.py    the three verdicts, built
    grade.py      a grader's verdict on an answer, delivery classes first; golds and corrupted golds

    registry.py   which skills and graders there are; each is loaded when it is asked for by name
    parallel.py   work on all cores, in processes that know the same plug-ins

A plug-in imports `repairloop` alone, never from in here.
"""
