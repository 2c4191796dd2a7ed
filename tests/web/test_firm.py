"""Does a firm's page show names in their scripts, both clocks, and the reasons with their phrases?"""

import re

from django.test import Client

URL = "/en/events/forum/firms/"


def page(client: Client, slug: str, language: str = "en") -> str:
    return client.get(f"/{language}/events/forum/firms/{slug}/").content.decode()


def test_names_of_firm_and_people_in_their_own_script(client: Client, forum) -> None:
    text = page(client, "kirigaoka")
    assert '<span lang="ja">霧ヶ丘マイクロデバイス株式会社</span> <span class="latin" lang="en">Kirigaoka' in text
    assert '<span lang="ja">桜木 雅人</span>' in text
    assert '<span class="latin" lang="ja-Latn">Sakuragi Masato' in text
    assert '<span lang="ja">桜木' not in page(client, "kirigaoka", "ja")


def test_about_is_marked_with_its_language_for_those_who_read_another(client: Client, forum) -> None:
    assert 'class="about" lang="ko"' in page(client, "hanbit")
    assert 'class="language-mark"' in page(client, "hanbit")
    assert 'class="about">' in page(client, "hanbit", "ko")
    assert 'class="language-mark"' not in page(client, "hanbit", "ko")


def test_a_detected_language_looks_unlike_a_stated_one(client: Client, forum) -> None:
    assert 'class="detected">Japanese, detected' in page(client, "kirigaoka")
    assert 'class="stated">Korean' in page(client, "hanbit")


def test_listings_show_what_was_stated(client: Client, forum) -> None:
    text = page(client, "hanbit")
    for word in ("HS heading 8480", "Certificates held: ISO 9001", "월 40벌", "Valid until 31 December 2027"):
        assert word in text


def test_phrases_that_meet_are_marked_in_both_texts(client: Client, forum) -> None:
    text = page(client, "hanbit")
    assert "정밀 <mark>금형</mark> 설계와" in text
    assert "コネクタ用の精密<mark>金型</mark>を" in text


def test_reasons_and_open_points_look_different(client: Client, forum) -> None:
    text = page(client, "kirigaoka")
    reasons = " ".join(re.findall(r'<ul class="reasons">(.*?)</ul>', text, re.S))
    points = " ".join(re.findall(r'<ul class="open">(.*?)</ul>', text, re.S))
    assert "8480" in reasons
    assert "IATF 16949" in points
    assert "IATF 16949" not in reasons


def test_matches_are_ranked_and_tell_what_became_of_them(client: Client, forum) -> None:
    matches = client.get(URL + "kirigaoka/").context["shortlist"]
    assert [m.match.score for m in matches] == [880, 640]
    assert matches[0].meeting.slot.number == 1
    assert matches[0].refusal is None


def test_a_refusal_is_told_at_its_match(client: Client, forum) -> None:
    forum.match(forum.buyer, forum.alone, 300, [])
    last = client.get(URL + "kirigaoka/").context["shortlist"][-1]
    assert last.refusal.wish.reason == "no_common_slot"


def test_matches_beyond_the_shortlist_are_folded_away(client: Client, forum) -> None:
    for n in range(6):
        forum.match(forum.seller, forum.join(f"x-{n}", f"X{n} Ltd"), 100 + n, [])
    context = client.get(URL + "hanbit/").context
    assert (len(context["shortlist"]), len(context["further"])) == (5, 2)


def test_both_clocks_where_they_differ(client: Client, forum) -> None:
    text = page(client, "dong-tam")
    assert "09:30–09:55" in text
    assert "07:30–07:55" in text
    assert "Vietnam Time (UTC+7)" in text


def test_one_clock_where_two_zones_agree(client: Client, forum) -> None:
    forum.seller.time_zone = "Asia/Seoul"
    forum.seller.save()
    response = client.get(URL + "hanbit/")
    assert not response.context["clocks_differ"]
    assert "South Korea Time" in response.content.decode() or "Korea" in response.content.decode()


def test_the_day_is_told_where_it_is_another_one(client: Client, forum) -> None:
    forum.trader.time_zone = "America/Los_Angeles"
    forum.trader.save()
    entries = client.get(URL + "brightwater/").context["agenda"]
    assert [entry.other_day for entry in entries] == [True]
    assert "Mon 8 Mar" in page(client, "brightwater")


def test_a_firm_without_meeting_reads_why(client: Client, forum) -> None:
    text = page(client, "sorigalpi")
    assert "This firm has no meeting in the programme" in text
    assert "The two are never available in the same slot" in text


def test_evidence_of_a_withdrawn_listing_is_left_out(client: Client, forum) -> None:
    forum.mould.listings.get().delete()
    matches = client.get(URL + "kirigaoka/").context["shortlist"]
    assert matches[1].evidence == ()
