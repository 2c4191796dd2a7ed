"""`kakehashi match NEEDS.tsv OFFERS.tsv`: ranks texts, says why, and survives odd texts."""

import json
from collections.abc import Callable
from pathlib import Path

from click.testing import Result

Run = Callable[..., Result]

OFFERS = """o1\tvi\tXưởng chế tạo khuôn ép nhựa chính xác
o2\tvi\tCần mua khuôn ép nhựa chính xác, mời báo giá
o3\t\tXuất khẩu hồ tiêu đen
"""


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    return path


def test_who_also_seeks_comes_after_who_gives_and_the_reason_says_so(run: Run, tmp_path: Path) -> None:
    needs = write(
        tmp_path, "needs.tsv", "id\tlanguage\ttext\nn1\tja\tプラスチック射出成形用金型の製作先を探しています\n"
    )
    done = run("match", needs, write(tmp_path, "offers.tsv", OFFERS), "--json", "--reasons", "vi", "--top", "3")
    [row] = json.loads(done.stdout)
    assert row["id"] == "n1"
    assert row["matches"][0]["id"] == "o1"
    scores = {match["id"]: match["score"] for match in row["matches"]}
    assert scores["o1"] > 5 * scores["o2"]
    reasons = {match["id"]: " ".join(r["text"] for r in match["reasons"]) for match in row["matches"]}
    assert "cùng một phía" in reasons["o2"]
    assert "cùng một phía" not in reasons["o1"]


def test_odd_texts_are_ranked_like_any_other(run: Run, tmp_path: Path) -> None:
    texts = ["", "ab", "😀 金型", "\u200fkhuôn\u200e", "\ud800 khuôn", "khuôn mold 金型 " * 7000]
    needs = write(tmp_path, "needs.tsv", "".join(f"n{i}\t\t{text}\n" for i, text in enumerate(texts)))
    done = run("match", needs, write(tmp_path, "offers.tsv", OFFERS), "--json", "--top", "2")
    rows = json.loads(done.stdout)
    assert [row["id"] for row in rows] == [f"n{i}" for i in range(len(texts))]
    assert all(len(row["matches"]) == 2 for row in rows)


def test_a_line_without_columns_and_an_id_twice_are_named(run: Run, tmp_path: Path) -> None:
    offers = write(tmp_path, "offers.tsv", OFFERS)
    assert run("match", write(tmp_path, "a.tsv", "only one column\n"), offers).exit_code == 2
    assert "n1" in run("match", write(tmp_path, "b.tsv", "n1\t\tx\nn1\t\ty\n"), offers).stderr
