"""The language that a name in its own script is marked with, so that it is drawn and read out right. Pure."""

from __future__ import annotations

from kotinos.kit.scripts import script

BY_SCRIPT = {
    "Hang": "ko", "Hira": "ja", "Grek": "el", "Hebr": "he", "Thai": "th", "Geor": "ka", "Armn": "hy",
    "Laoo": "lo", "Khmr": "km", "Mymr": "my", "Beng": "bn", "Taml": "ta", "Sinh": "si", "Thaa": "dv",
}  # fmt: skip
"""Scripts that one language writes, as far as names in results go."""

BY_ORGANISATION = {
    "Hani": {"CHN": "zh-Hans", "SGP": "zh-Hans", "MAS": "zh-Hans", "TPE": "zh-Hant", "HKG": "zh-Hant",
             "MAC": "zh-Hant", "JPN": "ja", "KOR": "ko"},
    "Arab": {"IRI": "fa", "AFG": "fa", "PAK": "ur"},
    "Cyrl": {"UKR": "uk", "BUL": "bg", "BLR": "be", "SRB": "sr", "MNE": "sr", "BIH": "sr", "MKD": "mk",
             "MGL": "mn", "KAZ": "kk", "KGZ": "ky", "TJK": "tg", "RUS": "ru"},
    "Deva": {"IND": "hi", "NEP": "ne"},
    "Ethi": {"ETH": "am", "ERI": "ti"},
}  # fmt: skip
"""Scripts that several languages write: which one, by the person's organisation."""

OTHERWISE = {"Arab": "ar"}


def tongue(text: str, organisation: str = "") -> str:
    """A language tag (BCP 47): the language where script and organisation tell it, otherwise the script
    alone (``und-Cyrl``); "" for Latin letters and for none."""
    code = script(text)
    if code in ("", "Latn"):
        return ""
    known = BY_SCRIPT.get(code) or BY_ORGANISATION.get(code, {}).get(organisation) or OTHERWISE.get(code)
    return known or f"und-{code}"
