"""Rules: beyond the limit, since when, and well again only after a while."""

from __future__ import annotations

from kotinos.ops.meters.figures import Figures
from kotinos.ops.meters.rules import PARTS, RULES, Watch
from kotinos.site.web.ops.troubles import SAID

WELL = Figures(parts=PARTS)


def figures(at: int, **values: object) -> Figures:
    return Figures(**{"at": at, "parts": PARTS, **values})  # type: ignore[arg-type]


def broken(watch: Watch) -> list[tuple[str, int]]:
    return [(rule.code, since) for rule, since, _ in watch.broken()]


def test_figures_of_a_healthy_server_break_no_rule() -> None:
    assert [rule.code for rule in RULES if rule.value(WELL) > rule.limit] == []


def test_every_rule_can_be_broken() -> None:
    bad = Figures(
        failed=1, lag_seconds=6, ack_p99=2, publish_p99=2, loop_p99=1, flagged=0.1, pages_failed=0.1,
        missed=2, pages_refused=1, page_p99=3, pages=5, dropped=2, files_share=0.9, disk_free=0.01,
        forward_seconds=90, forward_halted=1,
    )  # fmt: skip
    assert [rule.code for rule in RULES if rule.value(bad) <= rule.limit] == []


def test_every_rule_has_its_words() -> None:
    assert set(SAID) == {rule.code for rule in RULES}


def test_times_of_few_pages_are_not_judged() -> None:
    watch = Watch()
    watch.look(figures(10, page_p99=9.0, pages=0.1))
    assert broken(watch) == []
    watch.look(figures(20, page_p99=9.0, pages=1.0))
    assert broken(watch) == [("pages-slow", 20)]


def test_trouble_that_comes_and_goes_is_one_from_its_beginning() -> None:
    watch = Watch()
    for at, ack in ((10, 0.1), (20, 3.0), (30, 0.1), (80, 0.1), (90, 5.0), (100, 0.2)):
        watch.look(figures(at, ack_p99=ack))
    assert broken(watch) == [("ack", 20)]
    assert watch.broken()[0][2] == 5.0
    watch.look(figures(150, ack_p99=0.1))
    assert broken(watch) == [("ack", 20)]
    watch.look(figures(160, ack_p99=0.1))
    assert broken(watch) == [] and watch.turned == 160


def test_process_that_is_back_is_no_trouble_any_more() -> None:
    watch = Watch()
    watch.look(WELL)
    watch.look(figures(20, parts=("front", "intake", "pages")))
    assert broken(watch) == [("no-fold", 20)] and watch.turned == 20
    watch.look(figures(30))
    assert broken(watch) == [] and watch.turned == 30


def test_grave_troubles_come_first() -> None:
    watch = Watch()
    watch.look(figures(10, disk_free=0.01, ack_p99=3.0, lag_seconds=20.0))
    assert broken(watch) == [("lag", 10), ("ack", 10), ("disk", 10)]
