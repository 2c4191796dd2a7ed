"""Are listings found by id and sorted into offers and needs?"""

import pytest

from kakehashi.apps.market.queries import listings_by_id, sort_listings


@pytest.mark.parametrize("count", [1, 3])
def test_listings_by_id_in_one_query(world, count: int, django_assert_num_queries) -> None:
    firm = world.join("f", "F")
    ids = [world.state(firm, "offer", "goods", f"T{n}", "en").id for n in range(count)]
    with django_assert_num_queries(1):
        found = listings_by_id([*ids, 999_999])
        assert [found[i].organisation.name for i in ids] == ["F"] * count


def test_offers_and_needs_apart_and_in_order(world) -> None:
    firm = world.join("f", "F")
    rows = [world.state(firm, kind, "goods", kind, "en") for kind in ("need", "offer", "need")]
    assert sort_listings(reversed(rows)) == ([rows[1]], [rows[0], rows[2]])
