"""Are events, participants and matches read right, in a fixed number of queries?"""

import pytest

from kakehashi.apps.events import queries
from kakehashi.apps.events.models import Event, Participant


def test_unknown_addresses_raise(world) -> None:
    with pytest.raises(Event.DoesNotExist):
        queries.find_event("none")
    with pytest.raises(Participant.DoesNotExist):
        queries.find_participant(world.event, "none")


def test_period(world) -> None:
    period = queries.period_of(world.event)
    assert period is not None
    assert period.starts_at == world.slots[0].starts_at
    assert period.ends_at == world.slots[-1].ends_at
    world.event.slots.all().delete()
    assert queries.period_of(world.event) is None


@pytest.mark.parametrize("count", [1, 3])
def test_participants_in_one_query(world, count: int, django_assert_num_queries) -> None:
    for n in range(count):
        world.join(f"f-{n}", f"F{n}")
    with django_assert_num_queries(1):
        assert [p.organisation.name for p in queries.participants_of(world.event)] == [f"F{n}" for n in range(count)]


@pytest.mark.parametrize("count", [1, 3])
def test_ranked_matches_in_two_queries(world, count: int, django_assert_num_queries) -> None:
    others = [world.join(f"f-{n}", f"F{n}") for n in range(count)]
    firm = world.join("firm", "Firm")
    offer = world.state(firm, "offer", "goods", "Moulds", "en")
    for n, other in enumerate(others):
        need = world.state(other, "need", "goods", "Moulds wanted", "en")
        pieces = [{"offer": offer.id, "need": need.id, "score": score, "reasons": []} for score in (10, 20)]
        world.match(firm, other, 100 + n, pieces)
    with django_assert_num_queries(2):
        found = queries.ranked_matches(firm)
        assert [m.other.organisation.name for m in found] == [f"F{n}" for n in reversed(range(count))]
        assert [m.rank for m in found] == [*range(1, count + 1)]
        assert [e.score for e in found[0].evidence] == [20, 10]
        assert found[0].evidence[0].offer.organisation.name == "Firm"


def test_groups_keep_sides_and_cohorts_apart(world) -> None:
    for n, (side, cohort) in enumerate([("A", "x"), ("B", ""), ("A", "y"), ("A", "x")]):
        world.join(f"f-{n}", f"F{n}", side=side, cohort=cohort)
    groups = queries.groups_of(queries.participants_of(world.event))
    assert groups == [queries.Group("A", 3, (("x", 2), ("y", 1))), queries.Group("B", 1, ())]


def test_narrow_by_everything_at_once(forum) -> None:
    wanted = queries.ParticipantFilter(side="Japan", cohort="Buyers", country="JP", name="KIRI")
    assert queries.narrow(queries.participants_of(forum.event), wanted) == [forum.buyer]
