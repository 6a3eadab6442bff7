"""What the standard's codes are called on a page. A code without a word here is shown as it is."""

from __future__ import annotations

from collections.abc import Mapping

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
}
LIVE_SETS = ("schedule", "result", "medal", "unit_medal", "kind", "link", "level")


def word(name: str, code: str | int) -> str:
    """The word for a code of a set, in the visitor's language; the code itself where there is none."""
    return str(SETS[name].get(str(code), code))


def live_labels() -> dict[str, dict[str, str]]:
    """The sets whose codes change in place, for the page's script."""
    return {name: {code: str(text) for code, text in SETS[name].items()} for name in LIVE_SETS}
