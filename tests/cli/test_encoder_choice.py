"""Commands embed with the encoder that the operator chose, and say so in words when it fails."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from click.testing import Result
from django.conf import settings

from kakehashi.apps.market import encoders
from kakehashi.apps.market.endpoint import Endpoint
from kakehashi.settings.environment import EncoderChoice

Run = Callable[..., Result]


class Answering:
    """A service within this process: each text has a random direction."""

    def __init__(self, url: str, _key: str) -> None:
        self.texts: list[str] = []

    def __call__(self, body: Mapping[str, object]) -> object:
        texts = body["input"]
        assert isinstance(texts, list)
        self.texts += texts
        seeds = [int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big") for text in texts]
        rows = [np.random.default_rng(seed).standard_normal(16).tolist() for seed in seeds]
        return {"data": [{"index": i, "embedding": row} for i, row in enumerate(rows)]}


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Answering]:
    """A configured service; the list fills with each connection that a command opens."""
    opened: list[Answering] = []

    def connect(url: str, key: str) -> Answering:
        opened.append(Answering(url, key))
        return opened[-1]

    choice = EncoderChoice("openai", "m", "https://example.org/v1", "key")
    chosen = replace(settings.ENVIRONMENT, data=tmp_path / "chosen", encoder=choice)
    monkeypatch.setattr(settings, "ENVIRONMENT", chosen)
    monkeypatch.setattr(encoders, "Endpoint", connect)
    return opened


def test_match_uses_the_chosen_encoder_and_its_own_means(
    run: Run, service: list[Answering], week_folder: Path, tmp_path: Path
) -> None:
    done = run("match", week_folder, "--json")
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["pairs"]
    assert any("khuôn ép nhựa" in text for text in service[0].texts)
    assert len(service[0].texts) > 4000  # the reference set, once
    assert len(list((tmp_path / "chosen" / "spaces").glob("*.npz"))) == 1
    run("match", week_folder)
    assert len(service[1].texts) <= 1  # what is asked for the length of a vector


def test_a_service_that_is_away_is_said_in_words(
    run: Run, service: list[Answering], week_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encoders, "Endpoint", lambda _url, key: partial(Endpoint, tries=1)("http://127.0.0.1:9", key))
    done = run("match", week_folder, "--lang", "en")
    assert done.exit_code == 1
    assert "could not be embedded" in done.output
    assert "127.0.0.1:9" in done.output
    assert "key" not in done.output.replace("KAKEHASHI", "")
