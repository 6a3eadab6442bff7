"""Finding things by what they are called: how names are compared, and an index of them. Pure."""

from .index import Found, Index, Key, Named
from .letters import key, plain
from .words import words

__all__ = ["Found", "Index", "Key", "Named", "key", "plain", "words"]
