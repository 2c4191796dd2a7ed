"""An interpreter's list names what the texts name, in both languages, and shows where."""

from kakehashi.engines.matching import Concept, Passage, TermBase, glossary

TERMS = TermBase(
    (
        Concept(
            "mould", "components", {"vi": ("khuôn",), "ja": ("金型", "かながた"), "en": ("mould",)}, definition="Shapes"
        ),
        Concept("hot_runner", "components", {"vi": ("kênh dẫn nóng",), "ja": ("ホットランナー",)}, broader="mould"),
        Concept("factory", "general", {"vi": ("nhà máy",), "ja": ("工場",)}),
        Concept("iso", "certificates", {"vi": ("ISO 9001",), "ja": ("ISO 9001",)}),
    )
)
OFFER = Passage("offer", "Nhà máy làm khuôn, kênh dẫn nóng; khuôn chính xác, ISO 9001")
NEED = Passage("need", "かながたの工場を探しています", "ja")


def test_terms_of_both_firms_come_first_and_general_words_last() -> None:
    entries = glossary([OFFER], [NEED], TERMS, ("ja", "vi"))
    assert [(entry.concept, entry.shared) for entry in entries] == [
        ("mould", True),
        ("factory", True),
        ("hot_runner", False),
        ("iso", False),
    ]


def test_a_phrase_is_as_the_text_has_it_else_the_preferred_one() -> None:
    phrases = {entry.concept: entry.phrases for entry in glossary([OFFER], [NEED], TERMS, ("ja", "vi"))}
    assert phrases["mould"] == ("かながた", "khuôn")
    assert phrases["hot_runner"] == ("ホットランナー", "kênh dẫn nóng")
    assert phrases["factory"] == ("工場", "Nhà máy")


def test_a_language_without_a_phrase_stays_empty_and_the_definition_is_given() -> None:
    entry = next(e for e in glossary([OFFER], [], TERMS, ("ko", "en")) if e.concept == "mould")
    assert entry.phrases == ("", "mould")
    assert entry.definition == "Shapes"
    assert not entry.shared


def test_every_occurrence_is_where_it_says() -> None:
    texts = {passage.key: passage.text for passage in (OFFER, NEED)}
    entries = glossary([OFFER], [NEED], TERMS, ("ja", "vi"))
    assert sum(len(entry.occurrences) for entry in entries) == 7
    for entry in entries:
        for place in entry.occurrences:
            assert texts[place.passage][place.start : place.end] == place.phrase


def test_a_list_can_be_cut_short_and_empty_texts_give_none() -> None:
    assert [entry.concept for entry in glossary([OFFER], [NEED], TERMS, ("ja", "vi"), most=1)] == ["mould"]
    assert glossary([], [Passage("empty", "")], TERMS, ("ja", "vi")) == ()
