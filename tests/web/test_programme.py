"""Does the grid show each meeting where it belongs, by participant, table and interpreter?"""

import pytest
from django.test import Client

URL = "/en/events/forum/programme/"


def grid_of(client: Client, query: str = ""):
    return client.get(URL + query).context["grid"]


def line(grid, name: str):
    return next(one for one in grid.lines if name in one.name.text)


def test_by_participant_on_the_first_day(client: Client, forum) -> None:
    grid = grid_of(client)
    assert [c.starts for c in grid.columns] == ["09:00", "09:30", "10:00", "10:30"]
    assert grid.sessions == (("午前", 2), ("午後", 2))
    seller = line(grid, "한빛")
    assert [cell.state for cell in seller.cells] == ["meeting", "free", "meeting", "free"]
    first = seller.cells[0]
    assert first.firms[0].name.text == "Kirigaoka Microdevice"
    assert first.firms[0].address == "/en/events/forum/firms/kirigaoka/"
    assert (first.table, first.interpreter, first.languages) == ("K01", "세토 가온", ("ko", "ja"))
    assert seller.cells[2].languages is None
    assert {cell.state for cell in line(grid, "소리갈피").cells} == {"away"}


def test_second_day(client: Client, forum) -> None:
    grid = grid_of(client, "?day=2")
    assert [cell.state for cell in line(grid, "한빛").cells] == ["meeting", "free", "free", "away"]
    assert "Wednesday, 10 March 2027" in client.get(URL + "?day=2").content.decode()


def test_the_original_name_is_shown_to_those_who_read_it(client: Client, forum) -> None:
    grid = client.get("/ja/events/forum/programme/").context["grid"]
    assert line(grid, "한빛").cells[0].firms[0].name.text == "霧ヶ丘マイクロデバイス"


def test_by_table_names_both_firms(client: Client, forum) -> None:
    grid = grid_of(client, "?by=table")
    cell = line(grid, "K01").cells[0]
    assert [firm.name.text for firm in cell.firms] == [
        "Hanbit Ultra-Precision Mould Technology Laboratory",
        "Kirigaoka Microdevice",
    ]
    assert (cell.table, cell.interpreter) == ("", "세토 가온")
    assert line(grid, "K03").held == 0


def test_by_interpreter_on_a_day_off(client: Client, forum) -> None:
    grid = grid_of(client, "?by=interpreter&day=2")
    assert {cell.state for cell in line(grid, "Thảo Linh").cells} == {"away"}
    assert line(grid_of(client, "?by=interpreter"), "Thảo Linh").cells[1].table == "K02"


@pytest.mark.parametrize(
    ("query", "names"),
    [("?side=Japan", 2), ("?cohort=Buyers", 2), ("?side=Korea&cohort=Innovative firms", 1), ("?side=Atlantis", 5)],
)
def test_side_and_cohort_narrow_the_rows(client: Client, forum, query: str, names: int) -> None:
    assert len(grid_of(client, query).lines) == names


def test_tables_without_the_chosen_side_are_left_out(client: Client, forum) -> None:
    assert [one.name.text for one in grid_of(client, "?by=table&side=Việt Nam").lines] == ["K02"]
    assert [one.name.text for one in grid_of(client, "?by=interpreter&side=Korea").lines] == ["세토 가온"]


@pytest.mark.parametrize("query", ["?day=99", "?day=x", "?day=-1", "?by=moon", "?day=٣", "?side=%00", "?day=1&day=zz"])
def test_nonsense_in_the_address_falls_back(client: Client, forum, query: str) -> None:
    response = client.get(URL + query)
    assert response.status_code == 200
    assert response.context["by"] == "participant"
    assert response.context["day"] == 1


def test_the_slot_under_way_is_marked(client: Client, forum, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kakehashi.web.views.programme.timezone.now", lambda: forum.slots[1].starts_at)
    assert [c.now for c in grid_of(client).columns] == [False, True, False, False]
