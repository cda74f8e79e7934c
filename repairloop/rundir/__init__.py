"""A run's directory: shards and receipts, whether they are whole, and how they are read and shown."""
