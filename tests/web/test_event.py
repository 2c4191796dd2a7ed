"""Does the overview count sides, meetings and wishes rightly, and say why somebody has no meeting?"""

from django.test import Client

URL = "/en/events/forum/"


def test_sides_and_cohorts_are_counted_apart(client: Client, forum) -> None:
    groups = client.get(URL).context["groups"]
    assert [(g.side, g.participants) for g in groups] == [("Korea", 2), ("Japan", 2), ("Việt Nam", 1)]
    assert groups[0].cohorts == (("Materials, parts and equipment", 1), ("Innovative firms", 1))


def test_quality_is_told_with_its_bound(client: Client, forum) -> None:
    response = client.get(URL)
    quality = response.context["quality"]
    assert (quality.meetings, quality.share, quality.gap, quality.breaks_each) == (4, "97%", 30, "0.2")
    assert quality.spread == [(0, 1), (1, 1), (2, 2), (3, 1)]
    text = response.content.decode()
    assert 'width="582.0"' in text or 'width="582"' in text
    assert "Score 970 of at most 1,000" in text


def test_numbers_in_drawings_stay_numbers_in_every_language(client: Client, forum) -> None:
    for language in ("vi", "ja", "ko", "en"):
        text = client.get(f"/{language}/events/forum/").content.decode()
        assert 'width="582' in text
        assert 'y="' in text
        assert ',5"' not in text


def test_why_somebody_has_no_meeting(client: Client, forum) -> None:
    nobody = forum.join("nobody-asked", "Nobody Asked Ltd")
    without = {entry.participant: entry for entry in client.get(URL).context["without"]}
    assert without[forum.alone].reasons == (("No common free slot", 1),)
    assert not without[forum.alone].available
    assert without[nobody].reasons == ()
    assert "Nobody asked for a meeting" in client.get(URL).content.decode()


def test_wishes_not_met_are_counted_by_reason(client: Client, forum) -> None:
    context = client.get(URL).context
    assert context["unmet_total"] == 2
    assert {code: n for code, _, n in context["unmet"]} == {"no_common_slot": 1, "no_interpreter_pair": 1}


def test_load_of_interpreters(client: Client, forum) -> None:
    loads = client.get(URL).context["loads"]
    assert [(d.load.meetings, d.load.available, d.share) for d in loads] == [(1, 8, "12.5%"), (1, 4, "25%")]


def test_everybody_met_and_every_wish_met_is_said(client: Client, world) -> None:
    a, b = world.join("a", "A Ltd"), world.join("b", "B Ltd", side="Japan")
    world.publish(score=10, bound=10, status="optimal")
    world.meet(a, b, 1, 0)
    text = client.get(URL).content.decode()
    assert "Every participant has at least one meeting" in text
    assert "Every meeting asked for or suggested is held" in text
