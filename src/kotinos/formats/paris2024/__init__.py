"""The public CSV set of Paris 2024 as a stream of ODF messages. Pure.

``load`` reads a folder, ``gaps`` says what the set does not tell, ``stream`` gives the messages in
the order in which the field sends them.
"""

from .gaps import gaps
from .load import load
from .rows import Gap, ParisSet, Problem
from .stream import stream

__all__ = ["Gap", "ParisSet", "Problem", "gaps", "load", "stream"]
