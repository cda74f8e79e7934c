"""Runs over HTTP and in a browser: pages, an API, and what guards both."""
