"""How many, how much? Numbers with units in four languages, and whether they are a least or a most."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal

from kakehashi.engines.matching.facts.fact import Amount, Fact
from kakehashi.engines.matching.terms import Mention

_DIGITS = str.maketrans("０１２３４５６７８９，．", "0123456789,.")
_TIMES = {
    "万": 1e4, "만": 1e4, "vạn": 1e4, "千": 1e3, "천": 1e3, "nghìn": 1e3, "ngàn": 1e3, "thousand": 1e3, "k": 1e3,
    "triệu": 1e6, "million": 1e6, "百万": 1e6, "백만": 1e6,
}  # fmt: skip
_UNITS: dict[str, tuple[str, float]] = {}
for _kind, _scale, _words in (
    (
        "count",
        1,
        "cái chiếc bộ bo tấm sản_phẩm đôi chai túi hộp lọ thùng cây con cuốn bản mẫu pcs pc pieces piece "
        "units unit sets set boards board panels pairs pair bottles boxes cartons garments parts "
        "positions áo shirts bags copies samples 個 枚 本 台 着 足 組 "
        "点 冊 袋 箱 セット ピース ケース 개 장 대 벌 켤레 족 세트 병 박스 매 점 권 봉 본 EA ea",
    ),
    ("mass", 1, "kg キロ 킬로"),
    ("mass", 1000, "tấn tons ton tonnes tonne t トン 톤"),
    (
        "people",
        1,
        "người 名 人 명 인 people persons workers trainees interns engineers students "
        "học_viên thực_tập_sinh khách lao_động guests visitors",
    ),
    ("container", 1, "container containers cont FCL コンテナ 컨테이너"),
    ("area", 1, "m2 m² ㎡ 평방미터 平米 sqm"),
    ("area", 10000, "ha ヘクタール 헥타르"),
    ("cubic", 1, "m³ m3 立米"),
    ("volume", 1, "lít litres liters litre リットル 리터"),
    ("length", 1, "m mét metres meters メートル 미터"),
):
    for _word in _words.split():
        _UNITS[_word.replace("_", " ")] = (_kind, float(_scale))
_NUMBER = r"\d+(?:[.,]\d+)*"
_MANY = "|".join(sorted(_TIMES, key=len, reverse=True))
_UNIT = "|".join(re.escape(word) for word in sorted(_UNITS, key=len, reverse=True))
_AMOUNT = re.compile(
    rf"(?<![A-Za-z0-9.,])({_NUMBER})\s?({_MANY})?(?:\s?(?:[-–~〜～]|to|đến|から|에서)\s?({_NUMBER})\s?({_MANY})?)?"
    rf"[\s-]?({_UNIT})(?![a-zA-Zà-ỹ])"
)
_BARE = re.compile(
    rf"(?:(?P<least>minimum(?: order)?(?: of)?|tối thiểu|at least|(?:chỉ|only)[^.;]{{0,40}}(?:từ|from)|"
    rf"(?:từ|from)(?=\s[^.;]{{0,40}}(?:trở lên|\bonly)))\s)?(?<![A-Za-z0-9.,])({_NUMBER})\s?({_MANY})?"
    rf"(?(least)|(?=\s?(?:a|per|each|/|mỗi)\s?(?:month|week|style|design|batch|tháng|tuần|mẫu|đợt)))",
    re.IGNORECASE,
)
"""An amount of something that no unit names: "từ 80 robot trở lên", "500 a month"."""
_MEASURE = (
    r"\s?(?:[A-Za-zµμΩ%％℃°/]|級|급|回|회|万|만|千|천|倍|배|度|도|年|년|月|월|日|일|時間|시간|分|분|秒|초|以上|이상)"
)
"""What is counted after these is no amount of goods: "25%以上", "8μm以上", "20万回以上", "密度1.9以上"."""
_BARE_LEAST = re.compile(rf"(?<![\d.,])({_NUMBER})\s?({_MANY})?(?!{_MEASURE})[^\d\s.,;。、]{{1,8}}(?:以上|이상)")
_SUFFIX = re.compile(r"\s?[^\s\d、。,.]{0,2}?(?:(이상|부터|以上|から)|(까지|이하|미만|이내|以下|まで|未満))")
_ONLY_FROM = re.compile(r"(?:chỉ|only)[^.;]{0,40}\b(?:từ|from)\s?$", re.IGNORECASE)
_NEAR_BEFORE, _NEAR_AFTER = 14, 10


def read_number(digits: str) -> float:
    """Return the number written as `digits`: "20.000" and "20,000" are both 20000, "2.5" and "2,5" both 2.5."""
    groups = re.split(r"[.,]", digits)
    if len(groups) == 1:
        return float(digits)
    if all(len(group) == 3 for group in groups[1:]) and groups[0] not in ("0", "00"):
        return float("".join(groups))
    return float("".join(groups[:-1]) + "." + groups[-1])


def _bound(text: str, start: int, end: int, cues: Sequence[Mention]) -> Literal["", "least", "most"]:
    """Return "least", "most" or "" by the nearest words about an amount at [start, end)."""
    if suffix := _SUFFIX.match(text, end):
        return "least" if suffix[1] else "most"
    if _ONLY_FROM.search(text, max(0, start - 60), start):
        return "least"
    for cue in cues:
        bound, _, side = cue.concept.removeprefix("bound:").partition("_")
        before = side != "after" and 0 <= start - cue.end <= _NEAR_BEFORE
        after = side != "before" and -3 <= cue.start - end <= _NEAR_AFTER
        if before or after:
            return "least" if bound == "least" else "most"
    return ""


def _bare(text: str, known: Sequence[Fact]) -> Iterator[Fact]:
    """Yield amounts without a unit, as counts, where no amount with a unit stands."""
    taken = [(fact.start, fact.end) for fact in known]
    for pattern in (_BARE, _BARE_LEAST):
        for match in pattern.finditer(text):
            start, end = match.span()
            if any(low < end and start < high for low, high in taken):
                continue
            taken.append((start, end))
            digits, many = match.groups()[-2:]
            low = read_number(digits) * _TIMES.get((many or "").lower(), 1)
            least = pattern is _BARE_LEAST or match["least"] is not None
            yield Fact("amount", "count", start, end, "", amount=Amount(low, low, "least" if least else ""))


def read_amounts(text: str, cues: Sequence[Mention]) -> list[Fact]:
    """Return the amounts that a text names; `cues` are the words for bounds found in it."""
    facts: list[Fact] = []
    bounds = [cue for cue in cues if cue.concept.startswith("bound:")]
    plain = text.translate(_DIGITS)
    for match in _AMOUNT.finditer(plain):
        first, many, second, many_too, unit = match.groups()
        if first[0] == "0" and first[1:2] not in ("", ".", ","):
            continue  # a code: "0402"
        kind, scale = _UNITS[unit]
        if kind == "length" and plain.startswith("/", match.end()):
            continue  # a speed: "80 m/min"
        low = read_number(first) * _TIMES.get(many or (many_too if second else "") or "", 1) * scale
        high = read_number(second) * _TIMES.get(many_too or "", 1) * scale if second else low
        amount = Amount(min(low, high), max(low, high), _bound(plain, *match.span(), bounds))
        facts.append(Fact("amount", kind, *match.span(), "", amount=amount))
    facts += _bare(plain, facts)
    return [replace(fact, phrase=text[fact.start : fact.end]) for fact in facts]
