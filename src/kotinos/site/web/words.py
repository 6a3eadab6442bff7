"""What the standard's codes are called on a page. A code without a word here is shown as it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = Mapping[str, str | Promise]

SCHEDULE: Words = {
    "UNSCHEDULED": _("Unscheduled"),
    "SCHEDULED": _("Scheduled"),
    "RESCHEDULED": _("Rescheduled"),
    "GETTING_READY": _("Getting ready"),
    "RUNNING": _("Live"),
    "SCHEDULED_BREAK": _("Break"),
    "FINISHED": _("Finished"),
    "DELAYED": _("Delayed"),
    "POSTPONED": _("Postponed"),
    "INTERRUPTED": _("Interrupted"),
    "CANCELLED": _("Cancelled"),
}
RESULT: Words = {
    "START_LIST": _("Start list"),
    "LIVE": _("Live"),
    "INTERMEDIATE": _("Intermediate"),
    "UNCONFIRMED": _("Unconfirmed"),
    "UNOFFICIAL": _("Unofficial"),
    "OFFICIAL": _("Official"),
    "PARTIAL": _("Partial"),
    "PROTESTED": _("Protested"),
    "PROVISIONAL": _("Provisional"),
}
MEDAL: Words = {"ME_GOLD": _("Gold"), "ME_SILVER": _("Silver"), "ME_BRONZE": _("Bronze")}
UNIT_MEDAL: Words = {"1": _("Gold medal"), "2": _("Bronze medal"), "3": _("Medals")}
GENDER: Words = {"M": _("Men"), "W": _("Women"), "X": _("Mixed"), "O": _("Open")}
PHASE: Words = {"VICT": _("Medal ceremonies"), "DRAW": _("Draw"), "MEET": _("Meetings")}
KIND: Words = {"A": _("Athlete"), "T": _("Team"), "C": _("Official")}
WHY: Words = {  # what a status means to who waits for the contest; nothing where its name says all
    **dict.fromkeys(SCHEDULE, ""),
    "GETTING_READY": _("The competitors are getting ready; it starts any moment."),
    "DELAYED": _("The start is delayed; it will be held as soon as possible after the time given."),
    "POSTPONED": _("Postponed; the new time is not known yet."),
    "RESCHEDULED": _("The time has been changed: what stands here is the new one."),
    "INTERRUPTED": _("The contest is interrupted and goes on as soon as possible."),
    "SCHEDULED_BREAK": _("There is a break; the contest goes on."),
    "CANCELLED": _("Cancelled: it is not held."),
}
DOUBT: Words = {  # how sure a result is
    **dict.fromkeys(RESULT, ""),
    "INTERMEDIATE": _("The standings so far; the contest is not over."),
    "UNCONFIRMED": _("The result is not confirmed yet: marks and places may change."),
    "UNOFFICIAL": _("The result is complete but not official yet; it may still be corrected."),
    "PARTIAL": _("Only a part of the result is known."),
    "PROTESTED": _("A protest is open; the result may change."),
    "PROVISIONAL": _("The result is provisional, for instance until tests or appeals are decided."),
}
QUALIFIED: Words = {
    "Q": _("Qualified by place"),
    "q": _("Qualified by time or mark"),
    "QF": _("Qualified for the final"),
    "qF": _("Qualified for the final by time or mark"),
}
RED_BLUE: Words = {"1": _("Red"), "2": _("Blue")}
CORNERS: Mapping[str, Words] = {  # who stands first in the start list wears the first colour
    "BOX": RED_BLUE,
    "WRE": RED_BLUE,
    "WFE": RED_BLUE,
    "KTE": RED_BLUE,
    "JUD": {"1": _("White"), "2": _("Blue")},
    "TKW": {"1": _("Blue"), "2": _("Red")},
}
PLACE: Words = {"TBD": _("To be decided"), "BYE": _("Bye"), "NOCOMP": _("No opponent")}
OUTCOME: Words = {"W": _("Winner"), "L": "", "T": _("Draw")}
PERIOD: Words = {
    "H1": _("1st half"),
    "H2": _("2nd half"),
    "Q1": _("1st quarter"),
    "Q2": _("2nd quarter"),
    "Q3": _("3rd quarter"),
    "Q4": _("4th quarter"),
    "P1": _("1st period"),
    "P2": _("2nd period"),
    "P3": _("3rd period"),
    "ET": _("Extra time"),
    "ET1": _("Extra time, 1st half"),
    "ET2": _("Extra time, 2nd half"),
    "OT": _("Overtime"),
    "PSO": _("Shoot-out"),
    **{f"{kind}{number}": str(number) for kind in "SR" for number in range(1, 10)},
}
MARK: Words = {
    "DIFFICULTY": _("Difficulty"),
    "EXECUTION": _("Execution"),
    "PENALTY": _("Penalty"),
    "BONUS": _("Bonus"),
    "WEIGHT": _("Weight"),
    **{f"MARK/J{number}": f"J{number}" for number in range(1, 13)},
}
IRM: Words = {
    "DNS": _("Did not start"),
    "DNF": _("Did not finish"),
    "DSQ": _("Disqualified"),
    "DQB": _("Disqualified for misconduct"),
    "LAP": _("Lapped"),
    "NPS": _("Not permitted to start"),
    "NM": _("No mark"),
    "WD": _("Withdrew"),
    "WDR": _("Withdrew"),
    "RET": _("Retired"),
}
CONDITION: Words = {
    "WIND": _("Wind"),
    "TEMPERATURE": _("Temperature"),
    "AIR_TEMP": _("Air temperature"),
    "WATER_TEMP": _("Water temperature"),
    "HUMIDITY": _("Humidity"),
    "SNOW": _("Snow"),
    "WEATHER": _("Weather"),
}
OFFICIAL: Words = {
    "REFEREE": _("Referee"),
    "UMPIRE": _("Umpire"),
    "STARTER": _("Starter"),
    "JUDGE": _("Judge"),
    "JU": _("Judge"),
    "RACE_DIRECTOR": _("Race director"),
}
RECORD: Words = {
    "WR": _("World record"),
    "OR": _("Games record"),
    "GR": _("Games record"),
    "CR": _("Championship record"),
    "AR": _("Area record"),
    "NR": _("National record"),
    "PB": _("Personal best"),
    "SB": _("Season's best"),
}
TIE: Words = {
    "points": _("points"),
    "wins": _("matches won"),
    "difference": _("difference"),
    "scored": _("scored in all"),
    "ratio": _("ratio of sets"),
    "small_difference": _("difference of tries"),
    "small_scored": _("tries"),
    "small_ratio": _("ratio of points"),
    "head_points": _("points in the matches among them"),
    "head_wins": _("wins in the matches among them"),
    "head_difference": _("difference in the matches among them"),
    "head_scored": _("scored in the matches among them"),
    "head_ratio": _("ratio of sets in the matches among them"),
    "head_small_ratio": _("ratio of points in the matches among them"),
    "fair_play": _("fair play"),
    "lots": _("drawing of lots"),
}
DERIVED: Words = {
    "actual_start": _("Actual start"),
    "actual_end": _("Actual end"),
    "start": _("Start"),
    "end": _("End"),
    "venue": _("Venue"),
    "location": _("Location"),
    "birth_date": _("Date of birth"),
    "bib": _("Bib"),
    "start_order": _("Start order"),
    "rank": _("Rank"),
    "names": _("Names"),
    "message_time": _("Time of the message"),
}
LINK: Words = {
    "connecting": _("Connecting"),
    "live": _("Up to date"),
    "reconnecting": _("Reconnecting"),
    "offline": _("Offline"),
}

REPORT: Words = {"new": _("New"), "looked_at": _("Looked at"), "answered": _("Answered")}
LEVEL: Words = {"info": _("Notice"), "warning": _("Warning"), "danger": _("Danger")}

SETS: Mapping[str, Words] = {
    "schedule": SCHEDULE,
    "result": RESULT,
    "medal": MEDAL,
    "unit_medal": UNIT_MEDAL,
    "gender": GENDER,
    "phase": PHASE,
    "kind": KIND,
    "irm": IRM,
    "condition": CONDITION,
    "official": OFFICIAL,
    "record": RECORD,
    "tie": TIE,
    "derived": DERIVED,
    "link": LINK,
    "level": LEVEL,
    "why": WHY,
    "doubt": DOUBT,
    "qualified": QUALIFIED,
    "place": PLACE,
    "outcome": OUTCOME,
    "period": PERIOD,
    "mark": MARK,
    **{f"corner-{code}": words for code, words in CORNERS.items()},
    "report": REPORT,
}
UNIT_SETS = ("why", "doubt", "irm", "place", "outcome", "period", "mark")
"""Sets of which only a unit's page shows codes that change."""

LIVE_SETS = ("schedule", "result", "medal", "unit_medal", "kind", "link", "level")


def word(name: str, code: str | int) -> str:
    """The word for a code of a set, in the visitor's language; the code itself where there is none."""
    return str(SETS[name].get(str(code), code))


def live_labels(also: Sequence[str] = ()) -> dict[str, dict[str, str]]:
    """The sets whose codes change in place, for the page's script; ``also``: those of one page more."""
    return {
        name: {code: str(text) for code, text in SETS[name].items()}
        for name in dict.fromkeys((*LIVE_SETS, *also))
    }


def word_set(name: str) -> list[tuple[str, str]]:
    """Every code of a set with its word, for a legend."""
    return [(code, str(text)) for code, text in SETS[name].items()]


def unit_sets(*disciplines: str) -> tuple[str, ...]:
    """The sets that units of these disciplines show as they change, beside those of every page."""
    corners = (f"corner-{code}" for code in disciplines)
    return (*UNIT_SETS, *(corner for corner in corners if corner in SETS)) if disciplines else ()
