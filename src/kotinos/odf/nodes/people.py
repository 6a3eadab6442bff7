"""Elements of DT_PARTIC, DT_PARTIC_TEAMS and their updates. Pure."""

from __future__ import annotations

import msgspec

from .base import Entry, Node


class RegisteredEvent(Node, frozen=True):
    """An event somebody is entered in (2018 to 2024 form). ``event`` is an event RSC."""

    event: str = ""
    bib: str = ""
    class_: str = msgspec.field(name="Class", default="")
    status: str = ""
    substitute: str = ""
    entries: tuple[Entry, ...] = msgspec.field(name="EventEntry", default=())


class Discipline(Node, frozen=True):
    """A discipline somebody takes part in. ``code`` is a discipline RSC."""

    code: str = ""
    if_id: str = msgspec.field(name="IFId", default="")
    events: tuple[RegisteredEvent, ...] = msgspec.field(name="RegisteredEvent", default=())
    entries: tuple[Entry, ...] = msgspec.field(name="DisciplineEntry", default=())


class OfficialFunction(Node, frozen=True):
    """A further function of an official."""

    function_id: str = ""


class Participant(Node, frozen=True):
    """A person. ``height`` in cm, ``weight`` in kg, ``birth_date`` as YYYY-MM-DD."""

    code: str = ""
    parent: str = ""
    status: str = ""
    given_name: str = ""
    family_name: str = ""
    passport_given_name: str = ""
    passport_family_name: str = ""
    print_name: str = ""
    print_initial_name: str = ""
    tv_name: str = msgspec.field(name="TVName", default="")
    tv_initial_name: str = msgspec.field(name="TVInitialName", default="")
    tv_family_name: str = msgspec.field(name="TVFamilyName", default="")
    scbl_name: str = msgspec.field(name="SCBLName", default="")
    scbm_name: str = msgspec.field(name="SCBMName", default="")
    scbs_name: str = msgspec.field(name="SCBSName", default="")
    pscb_name: str = msgspec.field(name="PSCBName", default="")
    pscb_short_name: str = msgspec.field(name="PSCBShortName", default="")
    pscb_long_name: str = msgspec.field(name="PSCBLongName", default="")
    local_given_name: str = ""
    local_family_name: str = ""
    gender: str = ""
    organisation: str = ""
    birth_date: str = ""
    height: str = ""
    weight: str = ""
    place_of_birth: str = msgspec.field(name="PlaceofBirth", default="")
    country_of_birth: str = msgspec.field(name="CountryofBirth", default="")
    place_of_residence: str = msgspec.field(name="PlaceofResidence", default="")
    country_of_residence: str = msgspec.field(name="CountryofResidence", default="")
    nationality: str = ""
    main_function_id: str = ""
    current: str = ""
    olympic_solidarity: str = ""
    modification_indicator: str = ""
    disciplines: tuple[Discipline, ...] = msgspec.field(name="Discipline", default=())
    official_functions: tuple[OfficialFunction, ...] = msgspec.field(name="OfficialFunction", default=())


class TeamMember(Node, frozen=True):
    """A member of a team, in order."""

    code: str = ""
    order: str = ""
    bib: str = ""


class Team(Node, frozen=True):
    """A team: discipline + gender + event prefix + organisation + number in ``code``."""

    code: str = ""
    status: str = ""
    organisation: str = ""
    number: str = ""
    name: str = ""
    short_name: str = ""
    tv_team_name: str = msgspec.field(name="TVTeamName", default="")
    pscb_name: str = msgspec.field(name="PSCBName", default="")
    pscb_short_name: str = msgspec.field(name="PSCBShortName", default="")
    pscb_long_name: str = msgspec.field(name="PSCBLongName", default="")
    gender: str = ""
    current: str = ""
    team_type: str = ""
    modification_indicator: str = ""
    members: tuple[TeamMember, ...] = msgspec.field(name="Composition/Athlete", default=())
    disciplines: tuple[Discipline, ...] = msgspec.field(name="Discipline", default=())
