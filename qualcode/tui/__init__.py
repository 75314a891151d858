"""The workbench: the only package that knows Textual."""
