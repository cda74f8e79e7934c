"""What a teacher is made of: the record of its replies, how it is reached, how its text is read, its prompts."""
