"""Pure functions over text: spans, units, turns, reading files; no database, no screen."""
