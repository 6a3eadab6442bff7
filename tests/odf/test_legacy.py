"""Old codes of nine characters and new ones, both ways."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kotinos.odf.legacy import LegacyTable, to_new, to_old
from kotinos.odf.rsc import RSC

from .test_rsc import parsed


@pytest.mark.parametrize(
    ("new", "old"),
    [
        ("ATH", "AT0000000"),
        ("STKW1000M-------------HEAT000400--", "STW010904"),
        ("STKM5000MRY4----------FNL-B00100--", "STM450102"),
        ("SSKM500M--------------FNL-000300--", "SSM205103"),
        ("BTHM12.5KMPU----------VICTFLOWER--", "BTM512M02"),
        ("BTHW4X6KM-------------FNL---------", "BTW406100"),
        ("CCSM50KMMS----------------------", "CCM750000"),
    ],
)
def test_rules_tell_the_old_code(new: str, old: str) -> None:
    assert to_old(new) == old


@pytest.mark.parametrize(
    "new", ["ALPMDH", "BOBOTEAM4", "BKGM", "ATHM100M----1", "SWMM100MFR", "FSKM--------DRAW"]
)
def test_rules_are_silent_where_only_a_table_knows(new: str) -> None:
    assert to_old(new) is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("AT0000000", "ATH"),
        ("IHM000T11", "IHOM------------------MEET001100--"),
        ("AS0000E00", "ALP-------------------DRAW--------"),
        ("SSM000M01", "SSKM------------------VICTMEDAL---"),
    ],
)
def test_rules_tell_the_new_code(old: str, new: str) -> None:
    assert to_new(old) == RSC.parse(new)


@pytest.mark.parametrize(
    "old", ["", "AT000000", "AT00000000", "ZZ0000000", "ATQ000000", "ATM001901", "AT0000900"]
)
def test_old_codes_that_say_too_little_are_none(old: str) -> None:
    assert to_new(old) is None


@given(parsed)
def test_old_code_has_nine_characters_and_never_leads_elsewhere(code: RSC) -> None:
    old = to_old(code)
    if old is not None:
        assert len(old) == 9
        back = to_new(old)
        assert back is None or to_old(back) == old


@given(st.text("ABCSTMWX0123456789", min_size=9, max_size=9))
def test_new_code_of_an_old_one_gives_it_back(old: str) -> None:
    new = to_new(old)
    assert new is None or to_old(new) == old


def test_table_has_the_first_word_and_names_its_clashes() -> None:
    pairs = {
        "ALPMDH".ljust(34, "-"): "ASM010000",
        "ALPMDH----------------FNL-000101--": "ASM010111",
        "ALP-----------------------YAL-----": "AS0ACV000",
        "ALP-----------------------ZAL-----": "AS0ACV000",
    }
    table = LegacyTable.of(pairs)
    assert table.clashes == {
        "AS0ACV000": ("ALP-----------------------YAL-----", "ALP-----------------------ZAL-----")
    }
    assert to_old("ALPMDH----------------FNL-000101--", table) == "ASM010111"
    assert to_old("ALPMDH----------------FNL-000100--", table) == "ASM010101", (
        "the event's number is the table's"
    )
    assert to_old("ALP-DH----------------MEET000100--", table) == "AS0010T01"
    assert to_new("ASM010101", table) == RSC.parse("ALPMDH----------------FNL-000100--")
    assert str(to_new("AS0ACV000", table)) == "ALP-----------------------YAL-----"


def test_table_needs_old_codes(tmp_path: Path) -> None:
    (tmp_path / "EventUnit.csv").write_text("Discipline,Gender\nALP,M\n", "utf-8")
    with pytest.raises(ValueError, match="no EventUnit"):
        LegacyTable.load(tmp_path)


@pytest.mark.oracle
def test_rules_are_never_wrong_about_pyeongchang(oracles: Path) -> None:
    table = LegacyTable.load(oracles / "odf_codes" / "OWG2018_common_12.00")
    assert len(table.old) == 1957
    assert len(table.new) == 1956
    assert list(table.clashes) == ["SB0SFV000"]
    numbers_only = LegacyTable({}, {}, table.events, table.numbers, {})
    for known in (None, numbers_only):
        for new, old in table.old.items():
            assert to_old(new, known) in (None, old)
            assert to_new(old, known) in (None, RSC.parse(new))
