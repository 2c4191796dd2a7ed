"""How many, how much? Numbers with units in four languages, and whether they are a least or a most."""

import re
from collections.abc import Sequence

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
        "units unit sets set boards board panels pairs pair bottles boxes cartons garments parts shirts bags "
        "copies samples 個 枚 本 台 着 足 組 "
        "点 冊 袋 箱 セット ピース ケース 개 장 대 벌 켤레 족 세트 병 박스 매 점 권 봉 본 EA ea",
    ),
    ("mass", 1, "kg キロ 킬로"),
    ("mass", 1000, "tấn tons ton tonnes tonne t トン 톤"),
    (
        "people",
        1,
        "người 名 人 명 인 people persons workers trainees interns engineers students "
        "học_viên thực_tập_sinh khách lao_động guests visitors 객 석",
    ),
    ("container", 1, "container containers cont FCL コンテナ 컨테이너"),
    ("area", 1, "m2 m² ㎡ 평방미터 平米 sqm"),
    ("area", 10000, "ha ヘクタール 헥타르"),
    ("volume", 1, "lít litres liters litre リットル 리터"),
    ("length", 1, "mét metres meters メートル 미터"),
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
    rf"(?:từ|from|minimum(?: order)?(?: of)?|tối thiểu|at least)\s({_NUMBER})\s?({_MANY})?\s[^\d\s.,;]+"
    rf"(?=[^.;]{{0,20}}(?:trở lên|only|up\b|minimum|$))|({_NUMBER})\s?({_MANY})?[^\d\s.,;。、]{{0,8}}(?:以上|이상)"
)
"""A least amount of something that no unit names: "từ 80 robot trở lên", "80台以上"."""
_NEAR_BEFORE, _NEAR_AFTER = 14, 10


def read_number(digits: str) -> float:
    """Return the number written as `digits`: "20.000" and "20,000" are both 20000, "2.5" and "2,5" both 2.5."""
    groups = re.split(r"[.,]", digits)
    if len(groups) == 1:
        return float(digits)
    if all(len(group) == 3 for group in groups[1:]) and groups[0] not in ("0", "00"):
        return float("".join(groups))
    return float("".join(groups[:-1]) + "." + groups[-1])


def _bound(start: int, end: int, cues: Sequence[Mention]) -> str:
    """Return "least", "most" or "" by the nearest cue about an amount at [start, end)."""
    for cue in cues:
        bound, _, side = cue.concept.removeprefix("bound:").partition("_")
        before = side != "after" and 0 <= start - cue.end <= _NEAR_BEFORE
        after = side != "before" and -3 <= cue.start - end <= _NEAR_AFTER
        if before or after:
            return bound
    return ""


def read_amounts(text: str, cues: Sequence[Mention]) -> list[Fact]:
    """Return the amounts that a text names; `cues` are the words for bounds found in it."""
    facts: list[Fact] = []
    bounds = [cue for cue in cues if cue.concept.startswith("bound:")]
    for match in _AMOUNT.finditer(text.translate(_DIGITS)):
        first, many, second, many_too, unit = match.groups()
        kind, scale = _UNITS[unit]
        low = read_number(first) * _TIMES.get(many or (many_too if second else "") or "", 1) * scale
        high = read_number(second) * _TIMES.get(many_too or "", 1) * scale if second else low
        bound = _bound(*match.span(), bounds)
        facts.append(
            Fact(
                "amount",
                kind,
                *match.span(),
                text[slice(*match.span())],
                amount=Amount(min(low, high), max(low, high), bound),  # type: ignore[arg-type]
            )
        )
    for match in _BARE.finditer(text.translate(_DIGITS)):
        if any(fact.start < match.end() and match.start() < fact.end for fact in facts):
            continue
        digits, many = (match[1], match[2]) if match[1] else (match[3], match[4])
        low = read_number(digits) * _TIMES.get(many or "", 1)
        facts.append(Fact("amount", "count", *match.span(), match.group(), amount=Amount(low, low, "least")))
    return facts
