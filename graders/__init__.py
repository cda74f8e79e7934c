"""One room for each grader; `shared` holds what several of them read replies with. No grader imports another."""
