"""Messages folded into documents. Pure."""

from .engine import Document, Failure, Flushed, Fold, encode

__all__ = ["Document", "Failure", "Flushed", "Fold", "encode"]
