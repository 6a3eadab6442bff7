"""Tables of codes: the operator's own, and the small set that ships. Pure."""

from .tables import CodeTables, shipped

__all__ = ["CodeTables", "shipped"]
