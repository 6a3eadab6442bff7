"""Facts of schema.org (https://schema.org, release 29): properties of the types we tell."""

THING = {"name", "url", "description", "image", "identifier", "alternateName", "sameAs"}
ORGANIZATION = THING | {"member", "parentOrganization", "subOrganization", "location", "logo"}
EVENT = THING | {
    "startDate", "endDate", "eventStatus", "location", "organizer", "performer", "superEvent", "subEvent",
    "previousStartDate", "eventAttendanceMode", "doorTime", "duration", "keywords", "inLanguage",
}  # fmt: skip
PROPERTIES = {
    "SportsEvent": EVENT | {"competitor", "homeTeam", "awayTeam", "sport"},
    "SportsTeam": ORGANIZATION | {"athlete", "coach", "gender", "sport"},
    "SportsOrganization": ORGANIZATION | {"sport"},
    "Organization": ORGANIZATION,
    "Person": THING
    | {
        "givenName",
        "familyName",
        "birthDate",
        "birthPlace",
        "affiliation",
        "gender",
        "height",
        "nationality",
    },
    "Place": THING | {"address", "geo", "containedInPlace", "containsPlace"},
    "BreadcrumbList": THING | {"itemListElement", "itemListOrder", "numberOfItems"},
    "ListItem": THING | {"position", "item", "nextItem", "previousItem"},
}
STATUS = {
    f"https://schema.org/{name}"
    for name in ("EventScheduled", "EventPostponed", "EventCancelled", "EventRescheduled", "EventMovedOnline")
}
