"""Each language is whole: nothing untranslated, no lost placeholder, what Django reads is what stands in the
catalog. What must exist for a language is found from the settings alone."""

from __future__ import annotations

import contextlib
import io
import re
import shutil
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.frontend import CommandLineInterface
from django.conf import settings
from django.utils.translation import gettext, ngettext, override
from django.utils.translation.trans_real import translation

from kotinos.site import catalogs, names

TAGS = [tag for tag, _ in settings.LANGUAGES if tag != settings.LANGUAGE_CODE]


@pytest.mark.parametrize("tag", TAGS)
def test_language_is_whole(tag: str) -> None:
    assert catalogs.lacks(tag) == []


def test_no_language_is_left_out_of_the_settings() -> None:
    folders = {path.parents[1].name for path in catalogs.FOLDER.glob("*/LC_MESSAGES/django.po")}
    assert folders == {catalogs.locale_of(tag) for tag in TAGS}
    assert set(names.table("units")[0]) == {"en", *TAGS}


def test_a_language_not_begun_lacks_everything() -> None:
    lacking = catalogs.lacks("de")
    assert "de/LC_MESSAGES/django.po is not there: make words L=de" in lacking
    assert any(each.startswith("names/disciplines.csv: Swimming: no de") for each in lacking)
    assert any("CLDR knows no language qq" in each for each in catalogs.lacks("qq"))


def test_what_is_unfinished_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = tmp_path / "locale"
    shutil.copytree(catalogs.FOLDER, copy)
    monkeypatch.setattr(catalogs, "FOLDER", copy)
    path = catalogs.catalog("fr")
    path.write_text(path.read_text("utf-8").replace('msgstr "Annulée"', 'msgstr ""'), "utf-8")
    assert catalogs.lacks("fr") == [
        "fr/LC_MESSAGES/django.po: 'Cancelled': not translated",
        "fr/LC_MESSAGES/django.mo is not its catalog compiled: make words",
    ]


@pytest.mark.parametrize(
    ("asked", "said", "fault"),
    [
        ("Gold", "Or", ""),
        ("Gold", "", "not translated"),
        ("%(n)s days", "%(m)s jours", "other placeholders"),
        ("%(n)s days", "jours", "other placeholders"),
        (("%(num)s event", "%(num)s events"), ("une", "%(num)s"), ""),
        (("%(num)s event", "%(num)s events"), ("une", "%(n)s"), "other placeholders"),
        (("%(num)s event", "%(num)s events"), ("une",), "1 plural forms, not 2"),
    ],
)
def test_faults_of_a_translation(
    asked: str | tuple[str, str], said: str | tuple[str, ...], fault: str
) -> None:
    assert catalogs.wrong(Message(asked, said), 2) == fault
    assert catalogs.wrong(Message("Gold", "Or", flags=["fuzzy"]), 2) == "fuzzy"


@pytest.mark.parametrize("tag", TAGS)
def test_django_reads_the_catalog(tag: str) -> None:
    translation(tag)
    with override(tag):
        assert gettext("Medal table") != "Medal table"


def test_arabic_has_six_plurals() -> None:
    with override("ar"):
        said = [ngettext("%(num)s event", "%(num)s events", n) for n in (0, 1, 2, 3, 11, 100)]
    assert len(set(said)) == 5  # CLDR tells "many" from "other", which for this noun are written alike
    assert said[2] == "مسابقتان"


def test_a_new_language_is_begun_as_the_guide_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    guide = (Path(catalogs.__file__).parents[3] / "docs" / "howto" / "add-a-language.md").read_text("utf-8")
    assert "make words L=de" in guide
    assert all(f"`{name}.csv`" in guide for name in names.TABLES)
    make = (Path(catalogs.__file__).parents[3] / "Makefile").read_text("utf-8")
    init = re.search(r"pybabel (-q init .*?)\)\n", make)
    compiling = re.search(r"pybabel (-q compile .*)\n", make)
    assert init and compiling
    copy = tmp_path / "locale"
    shutil.copytree(catalogs.FOLDER, copy)
    monkeypatch.setattr(catalogs, "FOLDER", copy)
    for words in (init[1], compiling[1]):
        asked = words.replace("$(WORDS)", str(copy)).replace("$(L)", "de").split()
        with contextlib.redirect_stderr(io.StringIO()):
            CommandLineInterface().run(["pybabel", *asked])
    lacking = catalogs.lacks("de")
    asked_for = sum(1 for message in catalogs.template() if message.id)
    told = [each for each in lacking if each.startswith("de/")]
    assert len(told) == asked_for and all(each.endswith("not translated") for each in told)
