"""The page that actions are played on: its tree, selectors for it, and what a browser makes of them."""
