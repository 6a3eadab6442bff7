"""People, teams and organisations. Pure."""

from __future__ import annotations

from .base import Value
from .lines import MedalHeld


class MemberLine(Value, frozen=True, kw_only=True):
    """A member of a team."""

    code: str
    name: str
    order: int = 0


class ParticipantLine(Value, frozen=True, kw_only=True):
    """A participant in a list. ``kind``: A athlete, T team, C coach or other official. ``local_name``: the
    name in the person's own script, where it says something else."""

    code: str
    name: str
    local_name: str = ""
    kind: str = "A"
    organisation: str = ""
    gender: str = ""
    disciplines: tuple[str, ...] = ()


class EntryLine(Value, frozen=True, kw_only=True):
    """An entry in an event."""

    event: str
    name: str
    discipline: str = ""
    bib: str = ""
    status: str = ""


class ResultLine(Value, frozen=True, kw_only=True):
    """A participant's result in a unit (or its start, while it has none)."""

    unit: str
    name: str
    event: str = ""
    event_name: str = ""
    discipline: str = ""
    start: str = ""
    status: str = ""
    result_status: str = ""
    rank: str = ""
    result: str = ""
    irm: str = ""
    wlt: str = ""
    qualified: str = ""


class ParticipantView(Value, frozen=True, kw_only=True):
    """A person or team. Topic ``participant/CODE``. ``results`` by unit RSC, ``entries`` by event
    RSC, ``members`` of a team and ``teams`` of a person by code. ``local_name``: the name in the person's
    own script, where it says something else than ``name``."""

    code: str
    name: str
    local_name: str = ""
    kind: str = "A"
    given_name: str = ""
    family_name: str = ""
    organisation: str = ""
    organisation_name: str = ""
    gender: str = ""
    birth_date: str = ""
    height: str = ""
    birth_place: str = ""
    function: str = ""
    disciplines: dict[str, str] = {}
    entries: dict[str, EntryLine] = {}
    results: dict[str, ResultLine] = {}
    medals: dict[str, MedalHeld] = {}
    members: dict[str, MemberLine] = {}
    teams: dict[str, str] = {}
    derived: dict[str, str] = {}
    gone: bool = False

    @property
    def told(self) -> bool:
        """Whether it is entered, or stands in a result."""
        return not self.gone or bool(self.results or self.medals)


class OrganisationView(Value, frozen=True, kw_only=True):
    """An NOC. Topic ``organisation/CODE``. ``participants`` by code, ``medals`` by "event/code"."""

    code: str
    name: str
    rank: int = 0
    gold: int = 0
    silver: int = 0
    bronze: int = 0
    total: int = 0
    medals: dict[str, MedalHeld] = {}
    participants: dict[str, ParticipantLine] = {}

    @property
    def told(self) -> bool:
        """Whether it has a name, people or medals."""
        return bool(self.participants or self.medals) or self.name != self.code
