"""Names as they are typed: letters made alike, words, and what an index finds of them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kotinos.games.search import Index, Named, key, plain, words
from kotinos.games.search.index import BEGUN, IN_WORDS, MISTYPED, PHRASE, WHOLE
from kotinos.games.search.reach import slack

LETTERS = st.characters(codec="utf-8", categories=["Lu", "Ll", "Lo", "Mn", "Nd", "Pd", "Po", "Zs", "Cf"])
TEXTS = st.text(LETTERS, max_size=24)

PEOPLE = {
    "1": ("SMITH John",),
    "2": ("SMITHSON Jo",),
    "3": ("O'SHEA Zoë",),
    "4": ("LUO Junhao", "罗俊浩"),
    "5": ("SEOK Do-hyun", "석도현"),
    "6": ("AL-ZAHIR Nadia", "نادية الظاهر"),
    "7": ("VOLODENKO Artem", "Артём Володенко"),
    "8": ("KALDERIDIS Iason", "Ιάσων Καλδερίδης"),
    "9": ("MORI Sakura", "森さくら"),
    "10": ("BJØRNSTRÖM Åke",),
    "11": ("VAN DER LINDE Daan",),
}


def filled(**of: str) -> Index:
    """An index of the people above; ``of`` names subjects by person."""
    index = Index()
    for code, names in PEOPLE.items():
        subjects = tuple(of.get(f"p{code}", "").split())
        index.put(Named(("person", code), names, subjects))
    return index


def codes(index: Index, text: str) -> list[str]:
    """Codes of what is found."""
    return [found.key[1] for found in index.find(text)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bjørn Łukasz", "bjorn lukasz"),
        ("STRASSE", "Straße"),
        ("أحمد", "احمد"),
        ("مُحَمَّد", "محمد"),
        ("نادية", "ناديه"),
        ("مصطفى", "مصطفي"),
        ("کریم", "كريم"),
        ("ســـامي", "سامي"),
        ("Артём", "АРТЕМ"),
        ("Σταύρος", "σταυροσ"),
        ("サトウ", "さとう"),
        ("ｻﾄｳ", "さとう"),
        ("ＡＢＣ", "abc"),
        ("שלום", "שלומ"),
        ("کوه‌رو", "كوهرو"),
    ],
)
def test_letters_that_are_alike_are_one(one: str, other: str) -> None:
    assert key(one) == key(other)


@pytest.mark.parametrize("typed", ["ㅅ", "서", "석", "석ㄷ", "석도", "석돟", "석도혀", "석도현"])
def test_hangul_half_typed_is_the_beginning(typed: str) -> None:
    assert key("석도현").startswith(key(typed))


@given(TEXTS)
def test_key_is_settled_and_bare(text: str) -> None:
    found = key(text)
    assert key(found) == found and plain(plain(text)) == plain(text)
    assert not any(unicodedata.combining(letter) for letter in found)
    assert found == found.strip()


@given(TEXTS)
def test_every_word_of_a_name_is_settled(text: str) -> None:
    for word in words(text):
        assert word and " " not in word and len(word) <= 24


@pytest.mark.parametrize(
    ("name", "among"),
    [
        ("Al-Zahir", {"al", "zahir", "alzahir"}),
        ("O'Shea", {"o", "shea", "oshea"}),
        ("4x100m", {"4", "x", "100", "m"}),
        ("الظاهر", {"الظاهر", "ظاهر"}),
        ("森川春樹", {"森川春樹", "川春樹", "春樹", "樹"}),
    ],
)
def test_name_can_be_asked_for_by_its_words(name: str, among: set[str]) -> None:
    assert set(words(name)) == among


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ("smith john", "1"), ("John Smith", "1"), ("smith j", "1"), ("jo smithson", "2"), ("zoe oshea", "3"),
        ("o'shea", "3"), ("luo jun hao", "4"), ("罗俊浩", "4"), ("俊浩", "4"), ("罗 俊浩", "4"),
        ("seok dohyun", "5"),
        ("do hyun", "5"), ("석도ㅎ", "5"), ("도현", "5"), ("ظاهر ناديه", "6"), ("الظاهر", "6"),
        ("alzahir", "6"),
        ("zahir", "6"), ("володенко", "7"), ("артем", "7"), ("ιασων", "8"), ("καλδεριδησ", "8"),
        ("サクラ", "9"),
        ("森さ", "9"), ("bjornstrom", "10"), ("vanderlinde", "11"), ("van der linde daan", "11"),
    ],
)  # fmt: skip
def test_person_is_found(asked: str, code: str) -> None:
    assert codes(filled(), asked)[0] == code


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ("smiht john", "1"), ("smithsn", "2"), ("lou junhao", "4"), ("junaho", "4"), ("罗俊皓", "4"),
        ("석두현", "5"),
        ("الظاهير", "6"), ("володеко", "7"), ("valadenko artem", "7"), ("kaldreidis", "8"),
        ("καλδεριδς", "8"),
        ("bjornstorm", "10"),
    ],
)  # fmt: skip
def test_person_is_found_mistyped(asked: str, code: str) -> None:
    found = filled().find(asked)
    assert found[0].key[1] == code and found[0].mistyped and found[0].how == MISTYPED


def test_exact_comes_before_begun_before_words_before_mistyped() -> None:
    index = Index()
    names = {"d": "MARY Brentwood", "c": "BRENTANO", "b": "MARY Brent", "a": "BRENT", "e": "PRENT"}
    for code, name in names.items():
        index.put(Named(("person", code), (name,)))
    found = index.find("brent")
    wanted = [("a", WHOLE), ("b", PHRASE), ("c", BEGUN), ("d", IN_WORDS)]
    assert [(each.key[1], each.how) for each in found] == wanted
    index.drop(("person", "a"))
    assert [each.how for each in index.find("brent")] == [PHRASE, BEGUN, IN_WORDS, MISTYPED]


def test_popular_come_first_among_equals_only() -> None:
    index = Index()
    for code, name in {"1": "KIM Ann", "2": "KIM Bo", "3": "KIM"}.items():
        index.put(Named(("person", code), (name,)))
    weights = {("person", "2"): 5.0}
    found = index.find("kim", lambda each: weights.get(each, 0.0))
    assert [each.key[1] for each in found] == ["3", "2", "1"]


def test_two_subjects_narrow_and_one_alone_finds_nobody() -> None:
    index = filled(p1="noc:GBR sport:SWM", p2="noc:GBR sport:ARC", p4="noc:CHN sport:SWM")
    index.call("noc:GBR", ["GBR", "Great Britain", "Grande-Bretagne"])
    index.call("sport:SWM", ["SWM", "Swimming", "natation"])
    assert codes(index, "gbr swimming") == codes(index, "natation grande bretagne") == ["1"]
    assert codes(index, "smith gbr swim") == ["1"]
    assert codes(index, "smi gbr") == ["1", "2"]
    assert codes(index, "gbr") == codes(index, "swimming") == []


def test_index_forgets_what_is_dropped_or_renamed() -> None:
    index = filled()
    index.put(Named(("person", "1"), ("JONES John",)))
    assert codes(index, "jones") == ["1"] and "1" not in codes(index, "smith")
    index.drop(("person", "1"))
    index.drop(("person", "none"))
    assert codes(index, "jones") == []
    index.call("a:b", ["word"])
    index.call("a:b", ["other"])
    assert index.find("word") == []


@pytest.mark.parametrize("asked", ["", " ", "!?", "s", "\x00", "a" * 500, "qqqqqqqq", "12", "ـ", "' - '"])
def test_question_that_says_nothing_finds_nothing(asked: str) -> None:
    assert filled().find(asked) == []


def test_names_that_are_near_are_proposed() -> None:
    assert "KALDERIDIS Iason" in filled().near("kaldarydys")
    assert filled().near("zzzz") == []


@given(st.sampled_from(sorted(PEOPLE)), st.data())
def test_whole_name_is_found_first_in_any_order(code: str, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(PEOPLE[code]))
    parts = data.draw(st.permutations(name.split()))
    style = data.draw(st.sampled_from([str.upper, str.lower, str.title]))
    assert codes(filled(), style(" ".join(parts)))[0] == code


@given(st.sampled_from(sorted(PEOPLE)), st.data())
def test_beginning_of_any_word_finds(code: str, data: st.DataObject) -> None:
    word = data.draw(st.sampled_from([each for each in words(PEOPLE[code][-1]) if len(each) > 1]))
    cut = data.draw(st.integers(min_value=2, max_value=len(word)))
    assert code in codes(filled(), word[:cut])


@given(st.text(LETTERS, min_size=1, max_size=30), TEXTS)
def test_any_name_and_any_question_are_borne(name: str, asked: str) -> None:
    index = Index()
    index.put(Named(("person", "1"), (name,)))
    index.find(asked)
    index.near(asked)
    if len(key(name)) > 1 and " ".join(words(name)):
        index.find(name)


def test_short_word_may_have_a_slip_beside_others_only() -> None:
    assert slack("lou", lone=False) == 1 and slack("lo", lone=False) == 0


@pytest.mark.parametrize(
    ("word", "slips"),
    [("kim", 0), ("smith", 1), ("smithson", 2), ("罗俊", 0), ("罗俊浩", 1), ("100", 0), ("", 0)],
)
def test_longer_words_may_have_more_slips(word: str, slips: int) -> None:
    assert slack(word) == slips


def test_subject_named_exactly_is_that_one() -> None:
    index = filled(p1="noc:KOR sport:SWM", p2="noc:PRK sport:SWM")
    index.call("noc:KOR", ["KOR", "Korea"])
    index.call("noc:PRK", ["PRK", "Koreana"])
    index.call("sport:SWM", ["Swimming"])
    assert codes(index, "kor swimming") == ["1"]
    assert codes(index, "kore swimming") == ["1", "2"]
