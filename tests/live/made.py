"""Small made-up messages of every type the fold reads, and permitted orders of them."""

from __future__ import annotations

import msgspec
from hypothesis import strategies as st

from kotinos.odf.bulletins import LEVELS, PUBLIC, Notice, Piece, Saying, news_body, notice_body
from kotinos.odf.message import Header, Message
from kotinos.odf.nodes import (
    Athlete,
    Bracket,
    BracketItem,
    BracketItems,
    Clock,
    CodeName,
    CodeSet,
    Competition,
    Competitor,
    CompetitorPlace,
    Discipline,
    ExtendedInfo,
    ExtendedInfos,
    ExtendedResult,
    Medal,
    MedalDiscipline,
    MedalLine,
    MedalNumber,
    MedalStandings,
    Note,
    Participant,
    Period,
    Periods,
    Record,
    RecordData,
    RecordType,
    RegisteredEvent,
    Result,
    Session,
    Team,
    TeamMember,
    Text,
    Unit,
)

GAMES = "CITY2026"
DISCIPLINE = "SWM".ljust(34, "-")
EVENT = "SWMM100MFR".ljust(34, "-")
PHASE = "SWMM100MFR------------FNL-".ljust(34, "-")
UNITS = (
    "SWMM100MFR------------FNL-000100--",
    "SWMM100MFR------------FNL-000200--",
    "SWMW100MFR------------HEAT000100--",
)
ALL = "GL0".ljust(34, "-")
PEOPLE = ("101", "102", "103")
TEAM = "SWMXTEAM2---GBR01"
NAMES = st.sampled_from(["ADA", "BO", "ČENĚK Dvořák", "김서연", "<b>&"])
MARKS = st.sampled_from(["48.10", "48.11", "49.00", ""])
STATUSES = st.sampled_from(["SCHEDULED", "GETTING_READY", "RUNNING", "FINISHED", "CANCELLED", "UNSCHEDULED"])
RESULT_STATUSES = st.sampled_from(["START_LIST", "LIVE", "UNOFFICIAL", "OFFICIAL", "PROTESTED"])


def message(
    document_type: str,
    code: str,
    body: Competition | None,
    *,
    version: int = 1,
    status: str = "",
    **header: str,
) -> Message:
    """A message; its stamp follows from its version, so that later versions are later."""
    head = Header(
        competition=GAMES,
        document_code=code,
        document_type=document_type,
        version=version,
        result_status=status,
        date="2026-11-22",
        time=f"{100000000 + version:09d}",
        logical_date="2026-11-22",
        source=header.pop("source", "STASWM1"),
        **header,
    )
    return Message(header=head, competition=body, notes=(Note(text="corrected"),) if version > 3 else ())


units = st.builds(
    Unit,
    code=st.sampled_from(UNITS),
    phase_type=st.just("3"),
    schedule_status=STATUSES,
    start_date=st.sampled_from(["2026-11-22T10:00:00+01:00", "2026-11-23T01:30:00+01:00", ""]),
    medal=st.sampled_from(["0", "1"]),
    venue=st.sampled_from(["POL", "STA"]),
    names=st.tuples(st.builds(Text, language=st.just("ENG"), value=NAMES)),
)
sessions = st.builds(
    Session, session_code=st.sampled_from(["SWM01", "SWM02"]), start_date=st.just("2026-11-24T10:00:00+01:00")
)
schedules = st.builds(
    lambda units, sessions: Competition(units=tuple(units), sessions=tuple(sessions)),
    st.lists(units, max_size=3, unique_by=lambda unit: unit.code),
    st.lists(sessions, max_size=2, unique_by=lambda session: session.session_code),
)
people = st.builds(
    Participant,
    code=st.sampled_from(PEOPLE),
    status=st.sampled_from(["ACTIVE", "ACTIVE", "CANCEL"]),
    print_name=NAMES,
    organisation=st.sampled_from(["GBR", "FIJ"]),
    gender=st.just("M"),
    disciplines=st.just((Discipline(code=DISCIPLINE, events=(RegisteredEvent(event=EVENT, bib="7"),)),)),
)
persons = st.builds(
    lambda found: Competition(participants=tuple(found)),
    st.lists(people, max_size=3, unique_by=lambda person: person.code),
)
teams = st.builds(
    lambda name, members, status: Competition(
        teams=(
            Team(
                code=TEAM,
                name=name,
                organisation="GBR",
                status=status,
                members=tuple(TeamMember(code=code, order=str(i)) for i, code in enumerate(members, 1)),
            ),
        )
    ),
    NAMES,
    st.lists(st.sampled_from(PEOPLE), max_size=2, unique=True),
    st.sampled_from(["ACTIVE", "CANCEL"]),
)


def _result(place: int, code: str, mark: str) -> Result:
    return Result(
        rank=str(place) if mark else "",
        result=mark,
        result_type="TIME" if mark else "IRM",
        irm="" if mark else "DNF",
        sort_order=str(place),
        extended_results=(
            ExtendedResult(type="ER", code="INTERMEDIATE", pos="1", value=mark),
            ExtendedResult(type="ER", code="ATTEMPT", pos="1", value=mark),
            ExtendedResult(type="ER", code="REACTION", value="0.15"),
        ),
        competitors=(
            Competitor(
                code=code,
                type="T" if code == TEAM else "A",
                organisation="GBR",
                athletes=(Athlete(code=PEOPLE[0], order="1"),) if code == TEAM else (),
            ),
        ),
    )


results = st.builds(
    lambda codes, marks: Competition(
        extended_infos=ExtendedInfos(infos=(ExtendedInfo(type="CONDITION", code="WIND", value="+0.3"),)),
        results=tuple(
            _result(i, code, mark) for i, (code, mark) in enumerate(zip(codes, marks, strict=False), 1)
        ),
    ),
    st.lists(st.sampled_from((*PEOPLE, TEAM)), max_size=4, unique=True),
    st.lists(MARKS, min_size=4, max_size=4),
)
matches = st.builds(
    lambda home: Competition(
        periods=Periods(
            home=PEOPLE[0], away=PEOPLE[1], periods=(Period(code="P1", home_score=home, away_score="1"),)
        ),
        results=(_result(1, PEOPLE[0], home), _result(2, PEOPLE[1], "1")),
    ),
    st.sampled_from(["0", "2"]),
)
currents = st.builds(
    lambda time: Competition(clock=Clock(period="P1", running="Y", time=time)),
    st.sampled_from(["0:10", "0:20"]),
)
brackets = st.builds(
    lambda code: Competition(
        brackets=(
            Bracket(
                code="FNL",
                rounds=(
                    BracketItems(
                        code="FNL",
                        items=(
                            BracketItem(
                                code="1",
                                order="1",
                                unit=UNITS[0],
                                places=(
                                    CompetitorPlace(pos="1", code=code),
                                    CompetitorPlace(pos="2", code="TBD"),
                                ),
                            ),
                        ),
                    ),
                ),
            ),
        )
    ),
    st.sampled_from((*PEOPLE, "TBD")),
)
medals = st.builds(
    lambda found: Competition(
        medals=tuple(
            Medal(
                code=medal, date="2026-11-22", unit=UNITS[0], competitors=(Competitor(code=code, type="A"),)
            )
            for medal, code in found
        )
    ),
    st.lists(
        st.tuples(st.sampled_from(["ME_GOLD", "ME_SILVER", "ME_BRONZE"]), st.sampled_from((*PEOPLE, TEAM))),
        max_size=3,
        unique=True,
    ),
)
standings = st.builds(
    lambda gold: Competition(
        medal_standings=MedalStandings(
            total_events="2",
            lines=(MedalLine(rank="1", organisation="GBR", numbers=(MedalNumber(type="TOT", gold=gold),)),),
        )
    ),
    st.sampled_from(["1", "2"]),
)
records = st.builds(
    lambda mark: Competition(
        records=(
            Record(
                code=EVENT,
                types=(
                    RecordType(
                        record_type="WR",
                        data=(RecordData(result=mark, current="Y", competitor=Competitor(code=PEOPLE[0])),),
                    ),
                ),
            ),
        )
    ),
    MARKS,
)


def _codes(table: str, *codes: str) -> st.SearchStrategy[tuple[str, Competition]]:
    return st.builds(
        lambda name: (
            table,
            Competition(
                code_sets=tuple(
                    CodeSet(
                        code=code,
                        names=(
                            CodeName(language="ENG", description=name),
                            CodeName(language="FRA", description=f"{name}, {code[:3]}"),
                        ),
                    )
                    for code in codes
                )
            ),
        ),
        NAMES,
    )


CODES = st.one_of(
    _codes("DISCIPLINE", "SWM"),
    _codes("EVENT", EVENT),
    _codes("ORGANISATION", "GBR", "FIJ", "SMR"),
    _codes("PHASE", PHASE),
)
BULLETIN = "N1"
notices = st.builds(
    lambda title, level, ends: notice_body(
        BULLETIN, Saying("en", title), Notice(level=level, scope="venue/POL", ends=ends)
    ),
    NAMES,
    st.sampled_from(LEVELS),
    st.sampled_from(["", "2026-11-22T10:00", "2026-11-23T10:00"]),
)
news = st.builds(lambda title: news_body(BULLETIN, Saying("en", title), Piece(about=("101",))), NAMES)
BULLETINS = {"DT_ALERT": notices, "DT_NEWS": news}
DOCUMENTS: dict[str, tuple[tuple[str, ...], st.SearchStrategy[Competition]]] = {
    "DT_RESULT": (UNITS, results | matches),
    "DT_CURRENT": (UNITS[:1], currents),
    "DT_PHASE_RESULT": ((PHASE,), results),
    "DT_CUMULATIVE_RESULT": ((EVENT,), results),
    "DT_POOL_STANDING": ((PHASE,), results),
    "DT_BRACKETS": ((EVENT,), brackets),
    "DT_MEDALLISTS": ((EVENT,), medals),
    "DT_MEDALLISTS_DISCIPLINE": (
        (DISCIPLINE,),
        st.just(Competition(disciplines=(MedalDiscipline(code=DISCIPLINE, total_events="2"),))),
    ),
    "DT_MEDALS": ((ALL,), standings),
}
ENTITIES: dict[str, tuple[str, st.SearchStrategy[Competition]]] = {
    "DT_SCHEDULE": (DISCIPLINE, schedules),
    "DT_SCHEDULE_UPDATE": (DISCIPLINE, schedules),
    "DT_PARTIC": (DISCIPLINE, persons),
    "DT_PARTIC_UPDATE": (DISCIPLINE, persons),
    "DT_PARTIC_TEAMS": (DISCIPLINE, teams),
    "DT_PARTIC_TEAMS_UPDATE": (DISCIPLINE, teams),
    "DT_RECORD": (DISCIPLINE, records),
}
DAY_FRAME = ("DT_GLOBAL_GM", "DT_LOCAL_ON", "DT_KA", "DT_LOCAL_OFF", "DT_GLOBAL_GN")
TYPES = (*DOCUMENTS, *ENTITIES, *DAY_FRAME, *BULLETINS, "DT_CODES")


@st.composite
def one(draw: st.DrawFn, document_type: str | None = None) -> Message:
    """One message of a type, of some version."""
    kind = document_type or draw(st.sampled_from(TYPES))
    version = draw(st.integers(1, 6))
    if kind in DAY_FRAME:
        return message(kind, ALL, Competition(), version=version)
    if kind == "DT_CODES":
        table, body = draw(CODES)
        return message(kind, ALL, body, version=version, document_subtype=table, source="ODS")
    if kind in BULLETINS:
        said = draw(st.one_of(st.none(), BULLETINS[kind]))
        header = {"document_subtype": PUBLIC, "language": draw(st.sampled_from(["ENG", "FRA"]))}
        return message(kind, BULLETIN, said, version=version, **header)
    if kind in ENTITIES:
        code, bodies = ENTITIES[kind]
        return message(kind, code, draw(bodies), version=version)
    codes, bodies = DOCUMENTS[kind]
    status = draw(RESULT_STATUSES)
    taken_back = draw(st.integers(0, 9)) == 0
    body = None if taken_back else draw(bodies)
    source = draw(st.sampled_from(["STASWM1", "STASWM2"]))
    return message(kind, draw(st.sampled_from(codes)), body, version=version, status=status, source=source)


@st.composite
def streams(draw: st.DrawFn) -> list[Message]:
    """Messages in an order a real feed may have: each version of an identity once, or once more to
    take it back; bulk and update messages of a family with rising versions."""
    found: dict[tuple[object, ...], Message] = {}
    versions: dict[tuple[str, ...], int] = {}
    for each in draw(st.lists(one(), min_size=1, max_size=25)):
        if each.header.document_type in ENTITIES:
            versions[each.header.identity] = versions.get(each.header.identity, 0) + 1
            each = renumbered(each, versions[each.header.identity])
        found.setdefault((*each.header.identity, each.header.version, each.competition is None), each)
    return list(found.values())


def renumbered(each: Message, version: int) -> Message:
    """The message as another version."""
    return msgspec.structs.replace(each, header=msgspec.structs.replace(each.header, version=version))


@st.composite
def permitted(draw: st.DrawFn, messages: list[Message]) -> list[Message]:
    """The messages in another order that the standard permits, some of them twice.

    Documents go anywhere. Bulk and update messages keep their order among each other; a repeat of
    any message comes later than the message."""
    fixed = [each for each in messages if each.header.document_type in ENTITIES]
    shuffled = list(draw(st.permutations(messages)))
    order = iter(fixed)
    stream = [next(order) if each.header.document_type in ENTITIES else each for each in shuffled]
    for index in draw(st.lists(st.integers(0, len(stream) - 1), max_size=3)):
        stream.insert(draw(st.integers(index + 1, len(stream))), stream[index])
    return stream
