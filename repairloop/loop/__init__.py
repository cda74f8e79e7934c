"""The loop: its graph, its stages, what decides, and how a run is driven."""
