"""Storage and domain: the only package that knows SQLAlchemy."""
