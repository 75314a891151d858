"""Rules of cleaning: each looks at the text as extracted and yields proposals; `cleaning.py` decides among them."""
