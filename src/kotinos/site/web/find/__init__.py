"""What can be found in a Games: its documents as entries of an index, kept fresh, and hits as shown."""

from .finders import Finder, finder
from .hits import Hit, groups, hits

__all__ = ["Finder", "Hit", "finder", "groups", "hits"]
