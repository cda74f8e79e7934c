"""What several graders read replies with. Nothing here knows a grader."""
