"""Rows made by command: orders, datasets on disk, formats, cards."""
