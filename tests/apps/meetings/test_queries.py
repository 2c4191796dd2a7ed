"""Are programmes counted and read right, in a fixed number of queries?"""

from datetime import timedelta

import pytest

from kakehashi.apps.events.models import Event
from kakehashi.apps.events.queries import participants_of
from kakehashi.apps.meetings import queries


@pytest.mark.parametrize(
    ("slots", "breaks"),
    [([], 0), ([(0, 1)], 0), ([(0, 1), (0, 2)], 0), ([(0, 1), (0, 3)], 1), ([(0, 1), (0, 4), (0, 6)], 2),
     ([(0, 1), (1, 5)], 0), ([(0, 1), (0, 3), (1, 5), (1, 8)], 2)],
)  # fmt: skip
def test_breaks_are_runs_of_idle_slots_within_a_day(slots: list[tuple[int, int]], breaks: int) -> None:
    assert queries.count_breaks(slots) == breaks


@pytest.mark.parametrize("count", [1, 3])
def test_events_in_one_query(forum, count: int, django_assert_num_queries) -> None:
    for n in range(count - 1):
        Event.objects.create(slug=f"e-{n}", name=f"E{n}", time_zone="Asia/Seoul")
    with django_assert_num_queries(1):
        found = {summary.event.slug: summary for summary in queries.summarise_events()}
    forum_summary = found["forum"]
    assert (forum_summary.participants, forum_summary.meetings, forum_summary.score, forum_summary.bound) == (
        5,
        4,
        970,
        1000,
    )
    assert forum_summary.ends_at - forum_summary.starts_at == timedelta(days=1, minutes=115)
    assert forum_summary.fictitious
    for n in range(count - 1):
        empty = found[f"e-{n}"]
        assert (empty.participants, empty.meetings, empty.score, empty.starts_at) == (0, None, None, None)
        assert not empty.fictitious


def test_events_yet_to_be_dated_stand_last(forum) -> None:
    Event.objects.create(slug="undated", name="A", time_zone="Asia/Seoul")
    assert [summary.event.slug for summary in queries.summarise_events()] == ["forum", "undated"]


@pytest.mark.parametrize("count", [1, 3])
def test_meetings_of_a_day_in_two_queries(world, count: int, django_assert_num_queries) -> None:
    a, b = world.join("a", "A", languages=["ko"]), world.join("b", "B", languages=["en", "ja"])
    programme = world.publish()
    for n in range(count):
        world.meet(a, b, n + 1, n % 3, 0)
    world.meet(a, b, 5, 0)
    people = participants_of(world.event)
    with django_assert_num_queries(2):
        held = queries.held_meetings(programme, people, day=0)
        assert [m.slot.number for m in held] == [*range(1, count + 1)]
        assert held[0].other(a.id) == b
        assert held[0].interpreted == ("ko", "ja")
        assert held[0].table.name == "K01"
    assert len(queries.held_meetings(programme, people)) == count + 1
    assert queries.held_meetings(None, people) == []


@pytest.mark.parametrize("count", [1, 3])
def test_agenda_in_two_queries(world, count: int, django_assert_num_queries) -> None:
    a = world.join("a", "A", languages=["en", "ko"])
    programme = world.publish()
    for n in range(count):
        world.meet(a, world.join(f"b-{n}", f"B{n}"), count - n, 0)
    with django_assert_num_queries(2):
        agenda = queries.agenda_of(programme, a)
        assert [m.slot.number for m in agenda] == [*range(1, count + 1)]
        assert agenda[0].other(a.id).organisation.name == f"B{count - 1}"
        assert agenda[0].shared_language == "ko"
        assert agenda[0].interpreted is None


@pytest.mark.parametrize("count", [1, 3])
def test_wishes_not_met_in_one_query(world, count: int, django_assert_num_queries) -> None:
    a = world.join("a", "A")
    programme = world.publish()
    for n, asked in zip(range(count), ("", "must", "want"), strict=False):
        world.refuse(a, world.join(f"b-{n}", f"B{n}"), "busy", asked=asked)
    with django_assert_num_queries(1):
        wishes = queries.unmet_wishes(programme)
        assert [w.asked for w in wishes] == ([""] if count == 1 else ["must", "want", ""])
        assert {w.first.organisation.name for w in wishes} == {"A"}
    with django_assert_num_queries(1):
        assert len(queries.unmet_of(programme, [a])[a.id]) == count
    assert queries.count_unmet(programme) == {"busy": count}
    assert queries.unmet_wishes(programme, "order") == []


def test_attendance_spread_and_loads(forum, django_assert_num_queries) -> None:
    people = participants_of(forum.event)
    with django_assert_num_queries(1):
        held = queries.attendances(forum.programme)
    assert held[forum.seller.id] == queries.Attendance(3, 1)
    assert forum.alone.id not in held
    assert queries.spread_of_meetings(people, held) == [(0, 1), (1, 1), (2, 2), (3, 1)]
    with django_assert_num_queries(1):
        loads = queries.interpreter_loads(forum.programme, forum.interpreters)
    assert [(load.meetings, load.available) for load in loads] == [(1, 8), (1, 4)]


def test_no_programme_reads_as_nothing(world) -> None:
    assert queries.programme_of(world.event) is None
    assert queries.attendances(None) == {}
    assert queries.unmet_wishes(None) == []
    assert queries.unmet_of(None, []) == {}
    assert queries.count_unmet(None) == {}
    assert queries.spread_of_meetings([], {}) == []
