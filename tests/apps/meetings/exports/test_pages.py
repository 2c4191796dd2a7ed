import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from django.utils import translation

from kakehashi.apps.meetings.exports.agenda import LONGEST_EXTRACT, emphasise
from kakehashi.apps.meetings.exports.page import render_agenda
from kakehashi.apps.meetings.exports.words import discreet_sentence, unmet_sentence
from kakehashi.apps.meetings.planning import Plan
from kakehashi.apps.meetings.summary import DECLINED, participants_without, unmet_requests
from kakehashi.engines.scheduling import Reason, Unmet

VOID = {"meta", "col", "br", "link", "img"}


class _Tags(HTMLParser):
    """Collects tags with their attributes; fails on tags that do not close in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.words += data


def _page(plan: Plan, firm: int) -> tuple[str, _Tags]:
    without = {one.firm: one for one in participants_without(plan)}
    html = render_agenda(plan, firm, unmet_requests(plan), without.get(firm))
    tags = _Tags()
    tags.feed(html)
    assert tags.open == []
    tags.words = re.sub(r"\s+", " ", tags.words)
    return html, tags


@pytest.mark.parametrize(("firm", "language"), [(0, "vi"), (2, "ja"), (3, "ko"), (4, "en")])
def test_a_page_speaks_the_firms_language(handmade_plan: Plan, firm: int, language: str) -> None:
    _html, tags = _page(handmade_plan, firm)
    assert ("html", {"lang": language}) in tags.seen


@pytest.mark.parametrize("firm", range(7))
def test_nothing_entered_becomes_markup(handmade_plan: Plan, firm: int) -> None:
    html, tags = _page(handmade_plan, firm)
    assert "<script" not in html
    assert not {tag for tag, _attributes in tags.seen} & {"script", "link", "img", "iframe"}
    assert "<b>Ai</b>" not in html
    assert not re.search(r"(?:src|href)=", html)


def test_names_stand_as_they_were_entered(handmade_plan: Plan) -> None:
    _html, tags = _page(handmade_plan, 2)
    assert "<script>alert(1)</script> & Co" in tags.words
    assert "<b>Ai</b>" in tags.words


def test_both_zones_where_clocks_differ(handmade_plan: Plan) -> None:
    words = _page(handmade_plan, 2)[1].words
    for word in ("ベトナム時間", "UTC+7", "日本時間", "UTC+9"):
        assert words.count(word) >= 2  # at the top and above the column
    assert re.search(r"08:00.08:30 10:00.10:30", words)


def test_one_zone_where_clocks_agree(handmade_plan: Plan) -> None:
    words = _page(handmade_plan, 0)[1].words
    assert words.count("UTC") == 2  # once for the event, once above the column of times
    assert "UTC+9" not in words


def test_another_day_elsewhere_is_named(handmade_plan: Plan) -> None:
    assert "Mon 15 Mar, 23:35–00:05" in _page(handmade_plan, 4)[1].words


def test_breaks_and_empty_stretches_are_shown(handmade_plan: Plan) -> None:
    words = _page(handmade_plan, 0)[1].words
    assert re.findall(r"(\d\d:\d\d).\d\d:\d\d", words) == [
        "08:00", "08:35", "09:05", "09:20", "13:00", "13:35",
    ]  # fmt: skip
    assert "Giải lao" in words


def test_phrases_keep_their_language(handmade_plan: Plan) -> None:
    html, tags = _page(handmade_plan, 0)
    assert '<b lang="vi">khuôn ép nhựa</b>' in html
    assert '<b lang="ja">射出成形金型</b>' in html
    assert "<b>射出成形金型</b>を探しています。" in html
    assert "ISO 9001" in tags.words
    assert "Unuma Katsuhiko" in tags.words


def test_a_refusal_is_not_told(handmade_plan: Plan) -> None:
    words = _page(handmade_plan, 5)[1].words
    assert "鵜籠工業株式会社" in words
    with translation.override("vi"):
        assert unmet_sentence(DECLINED, {}) not in words
        assert discreet_sentence(DECLINED, {}) in words


def test_the_closest_meeting_is_named_to_a_firm_without(handmade_plan: Plan) -> None:
    schedule = handmade_plan.schedule
    meetings = tuple(m for m in schedule.meetings if 4 not in handmade_plan.pair_of(m))
    unmet = Unmet(schedule.meetings[2].wish, Reason.TABLES_FULL, (0, 4), (4,))
    plan = replace(handmade_plan, schedule=replace(schedule, meetings=meetings, unmet=(unmet, *schedule.unmet)))
    words = _page(plan, 4)[1].words
    assert "A meeting with Công ty CP Khuôn mẫu Tràng Vĩ (Trang Vi Mould JSC) (fictitious) was considered." in words
    assert "tables are taken" in words


def test_what_others_asked_for_in_vain_is_not_told(handmade_plan: Plan) -> None:
    assert "HYPERLINK" not in _page(handmade_plan, 1)[1].words
    assert "&lt;script&gt;" in _page(handmade_plan, 3)[0]


def test_a_firm_without_a_meeting_reads_why(handmade_plan: Plan) -> None:
    html, tags = _page(handmade_plan, 6)
    assert "<table" not in html
    assert tags.words.count("株式会社一人") == 2


def test_invented_firms_are_marked(handmade_plan: Plan) -> None:
    html, _tags = _page(handmade_plan, 0)
    assert 'class="tag"' in html
    assert 'class="notice"' in html
    assert 'class="tag"' not in _page(handmade_plan, 1)[0]


def test_a_long_extract_is_cut_after_a_word() -> None:
    runs = emphasise("word " * 100, [(0, 4)])
    assert runs[0] == ("word", True)
    assert runs[-1] == ("…", False)
    assert sum(len(text) for text, _marked in runs) <= LONGEST_EXTRACT + 1
    assert "".join(text for text, _marked in runs[:-1]).endswith("word")


def test_an_extract_keeps_every_character() -> None:
    assert emphasise("abcdef", [(1, 3), (2, 4)]) == (("a", False), ("bcd", True), ("ef", False))
    assert emphasise("", []) == ()
