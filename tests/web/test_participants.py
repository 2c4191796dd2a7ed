"""Does the table of participants filter, search and sort by its address?"""

import pytest
from django.test import Client

URL = "/en/events/forum/participants/"


def slugs(client: Client, query: str = "") -> list[str]:
    return [entry.participant.organisation.slug for entry in client.get(URL + query).context["entries"]]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=dong", ["dong-tam"]),
        ("?q=ĐỒNG tâm", ["dong-tam"]),
        ("?q=초정밀", ["hanbit"]),
        ("?q=ｋｉｒｉｇａｏｋａ", ["kirigaoka"]),
        ("?q=マイクロ", ["kirigaoka"]),
        ("?q=%25", []),
        ("?country=VN", ["dong-tam"]),
        ("?side=Japan", ["kirigaoka", "brightwater"]),
        ("?cohort=Buyers&country=JP", ["kirigaoka"]),
        ("?meetings=without", ["sorigalpi"]),
        ("?meetings=with&side=Korea", ["hanbit"]),
        ("?q=nothing", []),
    ],
)
def test_filters(client: Client, forum, query: str, found: list[str]) -> None:
    assert slugs(client, query) == found


@pytest.mark.parametrize(
    ("sort", "first", "last"),
    [
        ("name", "brightwater", "sorigalpi"),
        ("-name", "sorigalpi", "brightwater"),
        ("-meetings", "hanbit", "sorigalpi"),
        ("meetings", "sorigalpi", "hanbit"),
        ("-breaks", "hanbit", "sorigalpi"),
        ("country", "brightwater", "dong-tam"),
        ("nonsense", "hanbit", "sorigalpi"),
    ],
)
def test_sorts(client: Client, forum, sort: str, first: str, last: str) -> None:
    order = slugs(client, f"?sort={sort}")
    assert (order[0], order[-1]) == (first, last)


def test_head_tells_the_order(client: Client, forum) -> None:
    text = client.get(URL + "?sort=-meetings&side=Korea").content.decode()
    assert 'aria-sort="descending"' in text
    assert "sort=meetings" in text
    assert "side=Korea" in text


def test_meetings_and_breaks(client: Client, forum) -> None:
    held = {e.participant.organisation.slug: e.attendance for e in client.get(URL).context["entries"]}
    assert (held["hanbit"].meetings, held["hanbit"].breaks) == (3, 1)
    assert (held["sorigalpi"].meetings, held["sorigalpi"].breaks) == (0, 0)


def test_places_are_named_in_the_reader_s_language(client: Client, forum) -> None:
    assert "熊本県" in client.get("/ja/events/forum/participants/").content.decode()
    assert "구마모토현" in client.get("/ko/events/forum/participants/").content.decode()


def test_unmet_filters(client: Client, forum) -> None:
    url = "/en/events/forum/unmet/"
    assert len(client.get(url).context["refusals"]) == 2
    assert client.get(url).context["refusals"][0].wish.asked == "must"
    assert len(client.get(url + "?reason=no_common_slot").context["refusals"]) == 1
    assert len(client.get(url + "?asked=match").context["refusals"]) == 1
    assert len(client.get(url + "?reason=nonsense").context["refusals"]) == 2
    assert len(client.get(url + "?q=dong tam").context["refusals"]) == 1
    assert len(client.get(url + "?q=nobody").context["refusals"]) == 0
    assert "Nothing here fits" in client.get(url + "?reason=no_common_slot&asked=want").content.decode()


def test_many_wishes_are_cut_into_pages(client: Client, forum, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kakehashi.web.views.unmet.ON_A_PAGE", 1)
    url = "/en/events/forum/unmet/"
    first, second = client.get(url), client.get(url + "?page=2")
    assert [len(r.context["refusals"]) for r in (first, second)] == [1, 1]
    assert first.context["refusals"] != second.context["refusals"]
    assert 'rel="next" href="?page=2"' in first.content.decode()
    assert "2 of 2 meetings" in first.content.decode()
    assert client.get(url + "?page=99").context["page"].number == 2
    assert client.get(url + "?page=x").context["page"].number == 1
