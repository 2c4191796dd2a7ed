"""Roles, denials, amounts and conditions as texts of four languages state them, with true spans."""

import pytest

from kakehashi.engines.language import Language
from kakehashi.engines.matching.facts import Fact, read_facts
from kakehashi.engines.matching.facts.amounts import read_number
from kakehashi.engines.matching.facts.table import denied_values, head_of, role_of, values_of
from kakehashi.reference.trade_facts import load_patterns
from kakehashi.reference.trade_terms import load_terms


def read(text: str, language: Language | None = None) -> tuple[Fact, ...]:
    terms = load_terms()
    facts = read_facts(text, language, terms.find(text, language), terms, load_patterns())
    assert all(text[fact.start : fact.end] == fact.phrase for fact in facts if fact.aspect != "code")
    return facts


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Cần mua gioăng cao su EPDM hằng tháng", -1),
        ("Chúng tôi cung cấp gioăng cao su EPDM", 1),
        ("EPDMパッキンを毎月購入したい", -1),
        ("EPDMパッキンを製造販売しています", 1),
        ("EPDM 가스켓 공급업체를 찾습니다", -1),
        ("EPDM 가스켓을 공급합니다", 1),
        ("Looking for a supplier of EPDM gaskets", -1),
        ("We supply EPDM gaskets, tell us your needs", 1),
        ("Tìm đại lý phân phối cà phê tại Nhật", 1),
        ("コーヒーの販売代理店を募集しています", 1),
        ("커피를 찾는 유통사", -1),
        ("We want to distribute Vietnamese coffee in Japan", -1),
        ("Seeking buyers of frozen shrimp", 1),
        ("Công ty phái cử thực tập sinh điều dưỡng", 1),
        ("ベトナム人技能実習生を受け入れたい", -1),
        ("Linh kiện bán dẫn", 0),
        ("", 0),
    ],
)
def test_who_seeks_and_who_gives(text: str, role: int) -> None:
    assert role_of(read(text)) == role


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("Hiện chỉ có ISO 9001, chưa có IATF 16949", "iatf-16949"),
        ("認証はISO 9001のみで、IATF 16949は未取得です", "iatf-16949"),
        ("ISO 9001만 있고 IATF 16949는 없습니다", "iatf-16949"),
        ("ISO 9001 only, no IATF 16949", "iatf-16949"),
    ],
)
def test_a_certificate_that_is_denied_is_not_held(text: str, denied: str) -> None:
    facts = read(text)
    assert denied in denied_values(facts)
    assert values_of(facts, "certificate") == {"iso-9001"}


@pytest.mark.parametrize("text", ["thép không gỉ", "stainless steel", "骨なし切り身の魚", "뼈 없는 메기 순살"])
def test_words_that_only_look_like_denials_deny_no_goods(text: str) -> None:
    assert not {"stainless-steel", "steel", "seafood", "pangasius"} & denied_values(read(text))


@pytest.mark.parametrize(
    ("text", "low", "high", "bound"),
    [
        ("20.000 cái/tháng", 20_000, 20_000, ""),
        ("tối thiểu 5.000 cái", 5_000, 5_000, "least"),
        ("月2万個", 20_000, 20_000, ""),
        ("ロット5〜20個", 5, 20, ""),
        ("최소 주문량 5,000개", 5_000, 5_000, "least"),
        ("월 2만 개", 20_000, 20_000, ""),
        ("minimum order 5,000 pcs", 5_000, 5_000, "least"),
        ("up to 300 pieces", 300, 300, "most"),
        ("Hợp đồng từ 80 robot trở lên", 80, 80, "least"),
        ("２万個", 20_000, 20_000, ""),
        ("1회 10개까지", 10, 10, "most"),
        ("500 a month", 500, 500, ""),
        ("Chỉ ký hợp đồng từ 150 bộ", 150, 150, "least"),
        ("minimum 15 million a month", 15_000_000, 15_000_000, "least"),
    ],
)
def test_amounts_in_four_languages(text: str, low: float, high: float, bound: str) -> None:
    [amount] = [fact.amount for fact in read(text) if fact.aspect == "amount"]
    assert amount is not None
    assert (amount.low, amount.high, amount.bound) == (low, high, bound)


@pytest.mark.parametrize(
    ("digits", "number"), [("20.000", 20000), ("2,5", 2.5), ("0.005", 0.005), ("1,234,567", 1234567)]
)
def test_separators_are_told_apart(digits: str, number: float) -> None:
    assert read_number(digits) == number


@pytest.mark.parametrize("text", ["máy đã qua sử dụng", "中古の機械", "중고 기계", "second-hand machines"])
def test_used_goods_are_recognised(text: str) -> None:
    assert "state:used" in values_of(read(text), "condition")


@pytest.mark.parametrize(
    "text", ["", "\ud800", "😀", "\u200fkhuôn\u200e", "x", "khuôn 金型 " * 12_000, "không " * 5000]
)
def test_odd_texts_break_nothing(text: str) -> None:
    read(text)


@pytest.mark.parametrize(
    "text",
    [
        "歯車の高周波焼入れを頼める工場がありませんか",
        "歯車を製作できる会社はないでしょうか",
        "기어 공동연구를 제안합니다",
        "기어를 만드는 업체 없습니까",
        "IATF 16949は未取得でも相談に応じます",
        "Malt, whether or not roasted",
    ],
)
def test_a_question_or_a_proposal_denies_nothing(text: str) -> None:
    assert denied_values(read(text)) == set()


@pytest.mark.parametrize(
    "text",
    [
        "純度25%以上の粉末",
        "膜厚8μm以上",
        "20万回以上の寿命",
        "タップ密度1.9以上",
        "순도 25% 이상",
        "스핀들 9 이상",
        "120 m/min",
    ],
)
def test_a_measure_is_no_amount_of_goods(text: str) -> None:
    assert not [fact for fact in read(text) if fact.aspect == "amount"]


@pytest.mark.parametrize(
    "text", ["韓国内の装置会社への販売を広げたい", "半導体製造装置用を販売しています", "テストソケットを販売しています"]
)
def test_who_or_what_goods_are_for_is_not_what_is_sold(text: str) -> None:
    assert head_of(read(text)) != 2
    assert head_of(read("工作機械を販売しています")) == 2


def test_what_a_thing_is_used_for_does_not_make_it_used() -> None:
    assert values_of(read("Trucks of the type used in factories, jigs used for welding"), "condition") == set()
    assert values_of(read("Used trucks"), "condition") == {"state:used"}
