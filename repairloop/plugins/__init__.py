"""How skills and graders are declared, found and used. One room of six small ones; this file holds nothing.

    skill.py      what a skill is: problems that own their truth, areas, edits, settings
    grader.py     what a grader is
    verdict.py    the three verdicts, built
    items.py      seeds, splits and keys: which content a split may hold, and item i of it
    registry.py   which skills and graders there are; each is loaded when it is asked for by name
    grade.py      a grader's verdict on an answer, delivery classes first; golds and corrupted golds

A plug-in imports `repairloop` alone, never from in here.
"""
