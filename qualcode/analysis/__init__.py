"""Counting over plain arrays: no database, no screen; each module loads numpy, so callers import it when they count."""
