"""JSON merge patches (RFC 7396): apply, find, and join two into one. Pure.

A document is what ``msgspec.json.decode`` gives, without nulls in objects; ``None`` in a patch removes."""

from __future__ import annotations

from typing import Any

import msgspec

Patch = dict[str, Any]


def apply(doc: Any, patch: Any) -> Any:
    """The document after the patch (RFC 7396, 2). Neither argument is changed; untouched parts are shared."""
    if not isinstance(patch, dict):
        return patch
    result = dict(doc) if isinstance(doc, dict) else {}
    for name, value in patch.items():
        if value is None:
            result.pop(name, None)
        else:
            result[name] = apply(result.get(name), value)
    return result


def diff(old: Patch, new: Patch) -> Patch | None:
    """The smallest patch that turns ``old`` into ``new``; ``None`` when both would print the same JSON."""
    patch: Patch = {name: None for name in old if name not in new}
    for name, value in new.items():
        before = old.get(name)
        if isinstance(before, dict) and isinstance(value, dict):
            inner = diff(before, value)
            if inner is not None:
                patch[name] = inner
        elif not _same(before, value):
            patch[name] = value
    return patch or None


def diff_bytes(old: bytes | msgspec.Raw, new: bytes | msgspec.Raw) -> Patch:
    """The patch between two JSON objects as bytes; parts of equal bytes are never decoded.

    Exact where both were printed the same way (sorted keys, no spaces), as snapshots are."""
    before, after = _members(old) if old else {}, _members(new)
    patch: Patch = {name: None for name in before if name not in after}
    for name, value in after.items():
        had = before.get(name)
        if had == value:
            continue
        if had is not None and memoryview(had)[0] == memoryview(value)[0] == OPENING:
            patch[name] = diff_bytes(had, value)
        else:
            patch[name] = msgspec.json.decode(value)
    return patch


OPENING = ord("{")

_members = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode


def compose(first: Patch, second: Patch) -> Patch | None:
    """One patch that does what both do in turn, or ``None`` where no such patch exists.

    None exists where the first removes or replaces a value by something that is no object and the second
    puts an object there: a merge patch cannot say "forget what the object had"."""
    result = dict(first)
    for name, later in second.items():
        if name in first and isinstance(later, dict):
            earlier = first[name]
            joined = compose(earlier, later) if isinstance(earlier, dict) else None
            if joined is None:
                return None
            result[name] = joined
        else:
            result[name] = later
    return result


def _same(left: Any, right: Any) -> bool:
    # Python holds 1, 1.0 and True for equal; their JSON is not.
    if type(left) is not type(right):
        return False
    if isinstance(left, dict):
        return left.keys() == right.keys() and all(_same(value, right[name]) for name, value in left.items())
    if isinstance(left, list):
        return len(left) == len(right) and all(map(_same, left, right))
    return bool(left == right)
