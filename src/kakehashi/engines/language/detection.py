"""Is a text Vietnamese, Japanese, Korean or English? Decided by script, Vietnamese marks and common words."""

import re
import unicodedata
from typing import Literal

from kakehashi.engines.language.folding import fold
from kakehashi.engines.language.scripts import HAN, HANGUL, KANA

Language = Literal["vi", "ja", "ko", "en"]
"""ISO 639-1 code of a language that Kakehashi speaks."""

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_ONLY_VIETNAMESE = re.compile(r"[đăơưĩũ\u1ea0-\u1ef9]")
_ALSO_ELSEWHERE = re.compile(r"[àáâãèéêìíòóôõùúý]")
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnpqrstvx])?"
    r"(?:uyê|uye|ieu|yeu|uoi|uou|oai|oay|oeo|uay|uya|uyu|uo|ie|ye|ua|ia|uy|ue|oa|oe|oo|ai|ao|au|ay|eo|eu|iu|oi|ui|uu"
    r"|[aeiouy])"
    r"(?:ng|nh|ch|[cmnpt])?"
)
_ENGLISH_WORDS = """
a an and are as at be by can do for from has have in into is it of on or our out per so than that the their them
this to up us was we who will with you your need needs want wants seek seeks seeking looking buy buying sell
sales parts maker company firm use new no not all more any
"""
_ENGLISH = frozenset(_ENGLISH_WORDS.split())
_VIETNAMESE_WORDS = """
va cua cho cac la tai tim mua ban cung cap cong ty nha may san xuat hang gia theo tu trong nuoc dung duoc voi
khong mot nhung doanh nghiep doi tac thiet bi dich vu nhap khau xuat chung toi nhua khuon thep
"""
_VIETNAMESE = frozenset(_VIETNAMESE_WORDS.split())
_CJK_WEIGHT = 2.5  # one CJK character says about as much as this many Latin letters


def _is_acronym(word: str) -> bool:
    return len(word) <= 5 and word.isupper() and word.isascii()


def _latin_language(words: list[str]) -> Language | None:
    vietnamese = english = 0.0
    plain_syllables = 0
    for word in words:
        if _is_acronym(word):
            continue
        lower = unicodedata.normalize("NFC", word).lower()
        bare = fold(lower)
        if _ONLY_VIETNAMESE.search(lower):
            vietnamese += 1.0 if word[0].isupper() else 2.0  # names keep their marks in English texts
        elif _ALSO_ELSEWHERE.search(lower) and _SYLLABLE.fullmatch(bare):
            vietnamese += 1.0
        elif lower in _ENGLISH:
            english += 1.0
        elif bare in _VIETNAMESE:
            vietnamese += 0.9
            plain_syllables += 1
        elif _SYLLABLE.fullmatch(bare):
            vietnamese += 0.4
            plain_syllables += 1
        else:
            english += 1.0
    if vietnamese > english and (vietnamese >= 1.0 or plain_syllables >= 2):
        return "vi"
    return "en" if english > 0 else None


def detect(text: str) -> Language | None:
    """Return the language in which most of `text` is written, or None when nothing tells.

    Acronyms and codes ("CNC", "ISO 9001") count for no language, so that they do not outweigh a short
    Japanese or Korean text. Han characters alone count as Japanese: Chinese is not among the four.
    """
    text = unicodedata.normalize("NFKC", "".join(c for c in text if unicodedata.category(c) not in ("Cf", "Cs")))
    hangul, kana, han = (len(pattern.findall(text)) for pattern in (HANGUL, KANA, HAN))
    words = [
        word
        for word in _WORD.findall(re.sub(f"{HANGUL.pattern}|{KANA.pattern}|{HAN.pattern}", " ", text))
        if fold(word).isascii()
    ]
    letters = sum(len(word) for word in words if not _is_acronym(word))
    if (hangul + kana + han) * _CJK_WEIGHT > letters:
        return "ko" if hangul > kana and hangul * 2 >= han else "ja"
    return _latin_language(words)
