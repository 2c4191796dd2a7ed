"""Does every page open in every language, safely, and do unknown addresses say so?"""

import re

import pytest
from django.db import DatabaseError, connection
from django.test import Client

LANGUAGES = ("vi", "ja", "ko", "en")
PAGES = (
    "",
    "events/forum/",
    "events/forum/programme/",
    "events/forum/programme/?by=table&day=2",
    "events/forum/programme/?by=interpreter",
    "events/forum/participants/",
    "events/forum/unmet/",
    "events/forum/firms/hanbit/",
    "events/forum/firms/dong-tam/",
)


def body(response) -> str:
    return response.content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_in_every_language(client: Client, forum, language: str, page: str) -> None:
    response = client.get(f"/{language}/{page}")
    assert response.status_code == 200
    text = body(response)
    assert f'<html lang="{language}">' in text
    assert 'href="#main"' in text
    for other in LANGUAGES:
        assert f'href="/{other}/{page.split("?")[0]}' in text
    assert text.count("<h1") == 1
    assert 'class="badge fictitious"' in text


@pytest.mark.parametrize("page", PAGES)
def test_no_page_carries_inline_style_or_script(client: Client, forum, page: str) -> None:
    response = client.get(f"/en/{page}")
    assert not re.search(r"<script|<style|\sstyle=|\son\w+=|javascript:", body(response))
    policy = response["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy


@pytest.mark.parametrize("page", PAGES)
def test_every_id_is_there_once_and_every_label_leads_somewhere(client: Client, forum, page: str) -> None:
    text = body(client.get(f"/en/{page}"))
    ids = re.findall(r'\sid="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    for name in re.findall(r'(?:for|aria-labelledby)="([^"]+)"', text):
        assert name in ids


def test_language_switch_keeps_the_page_and_its_filter(client: Client, forum) -> None:
    text = body(client.get("/ja/events/forum/participants/?country=VN"))
    assert 'href="/ko/events/forum/participants/?country=VN" lang="ko" hreflang="ko"' in text
    assert 'lang="ja" hreflang="ja" aria-current="true"' in text


@pytest.mark.parametrize(("accepted", "language"), [("ko,en;q=0.5", "ko"), ("vi-VN", "vi"), ("de", "en"), ("", "en")])
def test_bare_address_follows_the_browser(client: Client, db, accepted: str, language: str) -> None:
    response = client.get("/", headers={"accept-language": accepted})
    assert response.status_code == 302
    assert response["Location"] == f"/{language}/"
    assert "Accept-Language" in response["Vary"]


def test_pages_do_not_vary_by_language_or_cookie(client: Client, forum) -> None:
    assert "Accept-Language" not in client.get("/ja/").get("Vary", "")
    assert "Cookie" not in client.get("/ja/").get("Vary", "")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "page",
    ["nowhere/", "events/none/", "events/none/programme/", "events/none/participants/", "events/none/unmet/",
     "events/none/firms/hanbit/", "events/forum/firms/nobody/"],
)  # fmt: skip
def test_unknown_addresses_are_said_to_be_unknown(client: Client, forum, language: str, page: str) -> None:
    response = client.get(f"/{language}/{page}")
    assert response.status_code == 404
    assert f'<html lang="{language}">' in body(response)
    assert f'href="/{language}/"' in body(response)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_fault_shows_a_page_in_the_reader_s_language(
    client: Client, db, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    def fail() -> None:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr("kakehashi.web.views.home.summarise_events", fail)
    client.raise_request_exception = False
    response = client.get(f"/{language}/")
    assert response.status_code == 500
    assert f'<html lang="{language}">' in body(response)
    assert "broken on purpose" not in body(response)


def test_health_says_ok(client: Client, db) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert "no-store" in response["Cache-Control"]


def test_health_tells_of_a_database_that_does_not_answer(client: Client, db, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise DatabaseError

    with monkeypatch.context() as patched:
        patched.setattr(connection, "cursor", fail)
        assert client.get("/healthz").status_code == 503


def test_names_and_texts_are_escaped_everywhere(client: Client, forum) -> None:
    evil = '<script>alert("x")</script>'
    firm = forum.join("evil", f"{evil}株式会社", latin=f"{evil} Ltd", side=evil, cohort=evil, locality=evil, about=evil,
                      about_language="ja", people=[(evil, evil, evil)])  # fmt: skip
    offer = forum.state(firm, "offer", "goods", f"A {evil} B", "ja", volume=evil, certificates=[evil])
    need = forum.state(forum.buyer, "need", "goods", f"{evil} C", "ja")
    reason = {"code": "SHARED_CONCEPT", "concept": "mould", "offer_phrase": evil, "offer_span": [0, 9],
              "need_phrase": evil, "need_span": [3, 12]}  # fmt: skip
    forum.match(firm, forum.buyer, 700, [{"offer": offer.id, "need": need.id, "score": 700, "reasons": [reason]}])
    forum.meet(firm, forum.buyer, 4, 0)
    forum.refuse(forum.seller, firm, "busy", firms=[evil])
    more = ("events/forum/firms/evil/", "events/forum/firms/kirigaoka/", f"events/forum/participants/?q={evil}")
    for page in (*PAGES, *more):
        text = body(client.get(f"/ja/{page}"))
        assert "<script" not in text
        assert "alert(" not in text or "&lt;script&gt;" in text


def test_event_name_in_a_language_not_given_is_the_marked_original(client: Client, forum) -> None:
    assert "部品パートナリングフォーラム2027（架空）" in body(client.get("/ja/events/forum/"))
    text = body(client.get("/vi/events/forum/"))
    assert '<span lang="ko">한·일·베 부품 파트너링 포럼 2027 (가상)</span>' in text
    assert 'class="language-mark"' in text
    assert 'class="language-mark"' not in body(client.get("/ko/events/forum/"))


def test_real_firms_carry_no_fictitious_badge(client: Client, world) -> None:
    world.event.fictitious = False
    world.event.save()
    world.join("real", "Real Ltd", fictitious=False)
    assert "fictitious" not in body(client.get("/en/events/forum/participants/"))
    world.join("made", "Made Ltd", fictitious=True)
    text = body(client.get("/en/events/forum/participants/"))
    assert text.count("fictitious") == 2  # the notice, and the one invented firm


@pytest.mark.parametrize("page", ["", *(f"events/forum/{p}" for p in ("", "programme/", "participants/", "unmet/"))])
def test_empty_event_says_what_is_missing(client: Client, world, page: str) -> None:
    text = body(client.get(f"/en/{page}"))
    assert "not published" in text.lower() or "no programme" in text.lower() or "Nobody takes part yet" in text


def test_no_event_at_all_says_what_to_do_first(client: Client, db) -> None:
    assert 'class="empty"' in body(client.get("/en/"))


@pytest.mark.parametrize("page", PAGES)
def test_pages_take_as_many_queries_with_five_firms_as_with_eight(
    client: Client, forum, page: str, django_assert_max_num_queries
) -> None:
    limit = 1 if not page else 13
    with django_assert_max_num_queries(limit) as few:
        client.get(f"/en/{page}")
    for n in range(3):
        firm = forum.join(f"more-{n}", f"More {n} Ltd", people=[("A B", "", "")])
        offer = forum.state(firm, "offer", "goods", f"Moulds {n}", "en")
        need = forum.state(forum.seller, "need", "goods", f"Mould wanted {n}", "en")
        forum.match(forum.seller, firm, 500 + n, [{"offer": offer.id, "need": need.id, "score": 1, "reasons": []}])
        forum.meet(firm, forum.trader, 6 + n, 0)
        forum.refuse(forum.mould, firm, "no_common_slot")
    with django_assert_max_num_queries(len(few.captured_queries)):
        client.get(f"/en/{page}")
