"""Rules about the form: what is missing, unknown, padded or empty. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..nodes import Node, Participant, Team, Unit
from .profiles import Demand, demands
from .registry import Fault, Subject, rule


@rule("required", "error")
def required(subject: Subject) -> Iterator[Fault]:
    """Attributes and children the profile requires (General Messages Interface, each message)."""
    if subject.invalidates or subject.odf1:
        return
    demand = demands(subject.profile)
    if not _complete(subject.body, demand):
        yield from _missing(subject.body, demand, "")


def _complete(value: Node, demand: Demand) -> bool:
    """The fast way: most messages miss nothing, so no places are kept."""
    for _, fields in demand.attributes:
        if not any([getattr(value, field) for field in fields]):
            return False
    for below in demand.below:
        found = getattr(value, below.field)
        if found:
            for inner in found if below.many else (found,):
                if not _complete(inner, below.demand):
                    return False
        elif below.needed:
            return False
    return True


def _missing(value: Node, demand: Demand, place: str) -> Iterator[Fault]:
    for name, fields in demand.attributes:
        if not any(getattr(value, field) for field in fields):
            wanted = name.replace("|", " or ")
            yield Fault(f"{place}@{name}", f"{place or 'Competition/'} has no {wanted}", f"give {wanted}")
    for below in demand.below:
        found = getattr(value, below.field)
        if not found and below.needed:
            yield Fault(
                f"{place}{below.tag}", f"{place} has no {below.tag}", f"give at least one {below.tag}"
            )
        for at, inner in enumerate(found if below.many else (found,) if found else (), 1):
            here = f"{place}{below.tag}[{at}]/" if below.many else f"{place}{below.tag}/"
            yield from _missing(inner, below.demand, here)


@rule("unknown-element", "info")
def unknown_element(subject: Subject) -> Iterator[Fault]:
    """Elements the message has no meaning for are passed over (ODF Foundation Principles 3)."""
    for strange in subject.strange:
        if strange.what == "element":
            yield Fault(strange.place, "this element is not understood", "leave it out", strange.line)


@rule("unknown-attribute", "info")
def unknown_attribute(subject: Subject) -> Iterator[Fault]:
    """Attributes the element has no meaning for are passed over (ODF Foundation Principles 3).

    ODF1's own header attributes are expected there.
    """
    for strange in subject.strange:
        if strange.what == "attribute":
            yield Fault(strange.place, "this attribute is not understood", "leave it out", strange.line)


@rule("unknown-attribute", "info")
def dropped_attribute(subject: Subject) -> Iterator[Fault]:
    """ModificationIndicator was dropped in 2026 (General Messages Interface 4.0): updates are whole."""
    if subject.profile < "2026":
        return
    body = subject.body
    entities: tuple[tuple[str, Sequence[Unit | Participant | Team]], ...] = (
        ("Unit", body.units),
        ("Participant", body.participants),
        ("Team", body.teams),
    )
    for tag, found in entities:
        for at, entity in enumerate(found, 1):
            if entity.modification_indicator:
                yield Fault(f"{tag}[{at}]/@ModificationIndicator", "was dropped in 2026", "leave it out")


@rule("padding", "info")
def padding(subject: Subject) -> Iterator[Fault]:
    """Values stand without blanks around them; some exports pad (seen in figure skating), and are trimmed.

    Codes have fixed alphabets without blanks (ODF Foundation Principles 10).
    """
    for strange in subject.strange:
        if strange.what == "padding":
            yield Fault(
                strange.place, "blanks around the value were trimmed", "send it unpadded", strange.line
            )


@rule("empty-wrapper", "warning")
def empty_wrapper(subject: Subject) -> Iterator[Fault]:
    """A wrapper without children is left out (ODF Foundation Principles 3: what is empty is not sent)."""
    for strange in subject.strange:
        if strange.what == "empty":
            wrapper = strange.place.partition("/")[0]
            yield Fault(wrapper, f"{wrapper} is empty", f"leave {wrapper} out", strange.line)
