"""What everything stands on and what knows nothing of us: errors, foreign texts, guarded work, statistics, likeness of texts."""
