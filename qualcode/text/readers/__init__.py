"""Readers: one module a file format, each from bytes to `source.Source`; `reading.READERS` lists them by ending."""
