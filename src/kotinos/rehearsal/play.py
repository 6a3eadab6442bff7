"""How a unit is told, from its start list to its official result. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from math import inf

from kotinos.odf.nodes import Competition
from kotinos.sport.marks import Kind

from . import aftermath
from .contest import Row, Setting, Twist, format_of, hold
from .deciding import light
from .desk import body
from .people_told import participant, team
from .tables import styles
from .telling import Step, Steps, Telling
from .terms import Entrant
from .told import current, infos, result


def seconds(count: float) -> timedelta:
    """A span of time."""
    return timedelta(seconds=count)


class Play(Telling):
    """The script of one unit."""

    def run(self) -> Steps:
        """All steps."""
        yield from self._wait()
        if "cancelled" in self.troubles:
            yield self.schedule(self.begin - seconds(1500), "CANCELLED")
            self.world.settled.add(self.unit.code)
            yield from aftermath.follow(self.world, self.unit, self.begin - seconds(1490), None)
            return
        yield from self._reschedule()
        yield from self._prepare()
        yield from self._tell_live()
        yield from self._close()
        yield from self._official()

    # Before the start

    def _wait(self) -> Steps:
        """Until everything is decided that the start list needs; a late feeder makes a late start."""
        at = self.unit.start - seconds(3000)
        yield at, None
        while not self.world.ready(self.unit):
            at += seconds(300)
            yield at, None
        self.begin = max(self.unit.start, at + seconds(900))
        if self.begin > self.unit.start + seconds(600):
            self._move(self.begin)
            yield self.schedule(at, "DELAYED")

    def _move(self, begin: datetime) -> None:
        self.world.moved[self.unit.code] = (begin, begin + (self.unit.end - self.unit.start))
        self.begin = begin

    def _reschedule(self) -> Steps:
        if "postponed" in self.troubles:
            yield self.schedule(self.begin - seconds(1200), "POSTPONED")
            told = self.begin - seconds(300)
            self._move(self.begin + seconds(self.rng.choice((7200, 10800, 14400))))
            yield self.schedule(told, "RESCHEDULED")
        elif "delayed" in self.troubles:
            told = self.begin - seconds(840)
            self._move(self.begin + seconds(self.rng.choice((900, 1200, 1800, 2700))))
            yield self.schedule(told, "DELAYED")

    def _prepare(self) -> Steps:
        """Start list and getting ready; then the contest is held, so that it can be told."""
        at = self.begin - seconds(self.rng.uniform(480, 780))
        yield at, None
        yield self.schedule(at, "GETTING_READY")
        starters = self.world.starters(self.unit)
        at += seconds(1)
        if "invalidated" in self.troubles:
            yield from self._wrong_list(at, starters)
            at += seconds(95)
        if {"replaced", "new_member"} & self.troubles:
            yield self._start_list(at, starters)
            change = self._replace if "replaced" in self.troubles else self._regroup
            yield from change(at + seconds(60), starters)
            starters = self.world.starters(self.unit)
            at += seconds(70)
        yield self._start_list(at, starters)
        self.contest = hold(self._setting(), starters)

    def _setting(self) -> Setting:
        record = self.book.world_record(self.event)
        forced = {"record_broken", "record_equalled"} & self.troubles
        twist = Twist(
            tie="tie" in self.troubles,
            record=record if forced else None,
            equal="record_equalled" in self.troubles,
        )
        style = styles()[self.unit.style]
        live = self.world.plan.live or style.live
        return Setting(
            event=self.event, style=style, rng=self.rng, live=live, final=self.unit.medal == 1,
            knock_out=self.world.phases[self.unit.phase].kind == "round", twist=twist,
        )  # fmt: skip

    def _start_list(self, at: datetime, starters: list[Entrant]) -> Step:
        world = self.world

        def make() -> Competition:
            rows = [Row(entrant, start=place, order=place) for place, entrant in enumerate(starters, 1)]
            told = infos(world, self.unit, (format_of(styles()[self.unit.style]),))
            officials = world.officials(self.unit.discipline)
            results = tuple(result(world, row, Kind.COUNT) for row in rows)
            return body(extended_infos=told, officials=officials, results=results)

        return self.say(at, world.sheet(self.unit, "DT_RESULT", status="START_LIST"), make)

    def _wrong_list(self, at: datetime, starters: list[Entrant]) -> Steps:
        """A start list that should not have gone out, and its invalidation."""
        yield self._start_list(at, list(reversed(starters)))
        sheet = self.world.sheet(self.unit, "DT_RESULT", status="START_LIST")
        yield at + seconds(80), lambda when: self.world.desk.take_back(when, sheet)

    def _replace(self, at: datetime, starters: list[Entrant]) -> Steps:
        """Somebody withdraws, and somebody nobody had entered comes instead."""
        world = self.world
        alone = [one for one in starters if one.kind == "A" and len(world.entered.get(one.code, ())) == 1]
        if not alone:
            return
        yield at, None
        out = self.rng.choice(alone)
        new = aftermath.newcomer(world, out, self.rng)

        def make() -> Competition:
            left = participant(world, world.persons[out.code], "CANCEL")
            return body(participants=(left, participant(world, world.persons[new.code], "ACTIVE")))

        yield self.say(at, world.discipline_sheet(self.unit, "DT_PARTIC_UPDATE"), make)

    def _regroup(self, at: datetime, starters: list[Entrant]) -> Steps:
        """A team comes with somebody nobody had entered."""
        world = self.world
        yield at, None
        squad = self.rng.choice(starters)
        left, came = aftermath.new_member(world, squad, self.rng)

        def people() -> Competition:
            return body(participants=(participant(world, left, "CANCEL"), participant(world, came, "ACTIVE")))

        def teams() -> Competition:
            return body(teams=(team(world, world.entrants[squad.code], self.event.code),))

        yield self.say(at, world.discipline_sheet(self.unit, "DT_PARTIC_UPDATE"), people)
        at += seconds(0.4)
        yield self.say(at, world.discipline_sheet(self.unit, "DT_PARTIC_TEAMS_UPDATE"), teams)

    # From the start to the end

    def _tell_live(self) -> Steps:
        began = self.begin + seconds(self.rng.uniform(-60, 150))
        yield began - seconds(1), None
        self.world.started[self.unit.code] = began
        yield self.schedule(began - seconds(0.5), "RUNNING")
        yield self.tell(began, "LIVE", lambda: self.contest.picture(0.0))
        moments = [at for at in self.contest.moments if at >= 0.3]
        if "retired" in self.troubles:
            moments = moments[: max(1, len(moments) // 2)]
        stop = len(moments) // 2 if "interrupted" in self.troubles else -1
        pause = 0.0
        for at, moment in enumerate(moments):
            if at == stop:
                yield from self._interrupt(began + seconds(moment + pause - 0.2))
                pause = (self.begin - began).total_seconds() - moment
            yield from self._live_at(began + seconds(moment + pause), moment)
        last = moments[-1] if moments else 0.0
        self.ended = began + seconds(max(last, 0.3) + pause + 1)

    def _live_at(self, at: datetime, moment: float) -> Steps:
        """One moment: the clock, then the result; between two periods there is a break."""
        picture = self.contest.picture(moment)
        clock, status = picture.clock, "LIVE"
        if clock is not None:
            if self.paused:
                yield self.schedule(at - seconds(0.2), "RUNNING")
            sheet = self.world.sheet(self.unit, "DT_CURRENT")
            yield self.say(at, sheet, lambda: current(self.world, self.contest, picture))
            at += seconds(0.05)
            self.paused = clock.running == "N" and moment < self.contest.seconds - 60
            status = "INTERMEDIATE" if self.paused else "LIVE"
        yield self.tell(at, status, lambda: picture)
        if self.paused:
            yield self.schedule(at + seconds(0.1), "SCHEDULED_BREAK")

    def _interrupt(self, at: datetime) -> Steps:
        yield self.schedule(at, "INTERRUPTED")
        again = at + seconds(self.rng.uniform(900, 2400))
        yield self.schedule(again, "RUNNING")
        self.begin = again + seconds(0.5)

    # From the end to the official result

    def _close(self) -> Steps:
        assert self.ended is not None  # noqa: S101 - set by _tell_live
        at = self.ended
        last = self.contest.picture(inf)
        self.rows = last.rows
        if "retired" in self.troubles:
            self._retire()
        record = not self.match and self.book.claim(self.unit, self.contest, self.rows)
        self.mark_places()
        yield self.schedule(at, "FINISHED")
        yield self.tell(at + seconds(0.3), "UNCONFIRMED", self.final)
        if not self.match:
            self.world.rows[self.unit.code] = [light(row) for row in self.rows]
            yield from aftermath.phase_so_far(self, at + seconds(0.6), "UNCONFIRMED")
        at += seconds(self.rng.uniform(25, 60) if self.match else self.rng.uniform(60, 150))
        yield self.tell(at, "UNOFFICIAL", self.final)
        if record:
            sheet = self.world.event_sheet(self.event, "DT_RECORD")
            yield self.say(at + seconds(0.5), sheet, lambda: self.book.told(self.event))
        if not self.match:
            yield from aftermath.phase_so_far(self, at + seconds(0.8), "UNOFFICIAL")
        self.ended = at

    def _retire(self) -> None:
        """One side cannot go on: the other wins."""
        moments = [at for at in self.contest.moments if at >= 0.3]
        self.stop = moments[: max(1, len(moments) // 2)][-1]
        self.rows = self.contest.picture(self.stop).rows
        loser = self.rng.randrange(2)
        for side, row in enumerate(self.rows):
            row.wlt, row.irm = ("L", "RET") if side == loser else ("W", "")

    def _blamed(self) -> Row:
        """Whom a protest is about: somebody behind the medals, if there is anybody."""
        behind = [row for row in self.rows if row.rank and row.rank > 3]
        return self.rng.choice(behind or self.rows[-1:])

    def _official(self) -> Steps:
        assert self.ended is not None  # noqa: S101 - set by _close
        at = self.ended
        if "protest" in self.troubles:
            at += seconds(90)
            yield self.tell(at, "PROTESTED", self.final)
            at += seconds(self.rng.uniform(300, 900))
            if self.rng.random() < 0.5:
                self.disqualify(self._blamed(), "Disqualified after a protest was upheld.")
            else:
                self.note("A protest was lodged and dismissed.")
        at += seconds(self.rng.uniform(60, 150) if self.match else self.rng.uniform(240, 540))
        right = aftermath.mistype(self) if "typo" in self.troubles else None
        yield self.tell(at, "OFFICIAL", self.final)
        yield from aftermath.follow(self.world, self.unit, at, self)
        if right is not None:
            at += seconds(self.rng.uniform(240, 900))
            yield at, None
            row, text = right
            row.text = text
            self.note(f"Result of {row.entrant.name} corrected: {text}.")
            yield self.tell(at, "OFFICIAL", self.final)
        if "late_dsq" in self.troubles:
            yield from aftermath.disqualify_late(self, at)
