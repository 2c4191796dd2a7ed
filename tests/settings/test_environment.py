"""What the environment says about the encoder is read whole, or refused with the name of what is wrong."""

import pytest

from kakehashi.settings.environment import EncoderChoice, EnvironmentFault, read_environment

NAMES = ("", "_URL", "_KEY", "_PREFIX")


def choose(monkeypatch: pytest.MonkeyPatch, *values: str) -> EncoderChoice:
    monkeypatch.setenv("KAKEHASHI_SECRET_KEY", "x")
    for name, value in zip(NAMES, (*values, "", "", "", ""), strict=False):
        monkeypatch.setenv(f"KAKEHASHI_ENCODER{name}", value)
    return read_environment().encoder


@pytest.mark.parametrize("word", ["", "bundled"])
def test_by_default_nothing_is_sent_anywhere(monkeypatch: pytest.MonkeyPatch, word: str) -> None:
    assert choose(monkeypatch, word) == EncoderChoice("bundled")


def test_a_service_and_a_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    given = choose(monkeypatch, "openai:bge-m3", "https://example.org/v1/", "k", "query: ")
    assert given == EncoderChoice("openai", "bge-m3", "https://example.org/v1", "k", "query: ")
    assert "'k'" not in repr(given)
    assert choose(monkeypatch, "openai:a:latest", "http://localhost:11434/v1", "k").model == "a:latest"
    assert choose(monkeypatch, "sentence-transformers:/models/e5").model == "/models/e5"


@pytest.mark.parametrize(
    ("values", "named"),
    [
        (("magic",), "KAKEHASHI_ENCODER=magic"),
        (("openai:",), "KAKEHASHI_ENCODER=openai:"),
        (("openai:m",), "KAKEHASHI_ENCODER_URL"),
        (("openai:m", "ftp://example.org"), "KAKEHASHI_ENCODER_URL"),
        (("openai:m", "https://me:word@example.org/v1"), "KAKEHASHI_ENCODER_URL"),
        (("openai:m", "http://example.org/v1", "key"), "https://"),
        (("openai:m", "https://example.org/v1", "kéy"), "KAKEHASHI_ENCODER_KEY"),
        (("", "https://example.org/v1"), "name the encoder"),
    ],
)
def test_what_cannot_be_used_is_named(monkeypatch: pytest.MonkeyPatch, values: tuple[str, ...], named: str) -> None:
    with pytest.raises(EnvironmentFault, match=named):
        choose(monkeypatch, *values)
