"""The kinds of puzzle that the `puzzle` grader knows, one module each: how it is read, judged, solved and spoiled."""
