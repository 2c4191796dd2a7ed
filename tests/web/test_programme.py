"""Does the grid show each meeting where it belongs, by participant, table and interpreter?"""

import pytest
from django.test import Client

URL = "/en/events/forum/programme/"


def grid_of(client: Client, query: str = ""):
    return client.get(URL + query).context["grid"]


def line(grid, name: str):
    return next(one for one in grid.lines if name in one.name.text)


def test_by_participant_on_the_first_day(client: Client, forum) -> None:
    grid = grid_of(client, "?rows=all")
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
    cell = line(grid_of(client, "?by=interpreter"), "Thảo Linh").cells[1]
    assert cell.table == "K02"
    assert cell.hall == forum.tables[1].hall


@pytest.mark.parametrize(
    ("query", "names"),
    [("?side=Japan", 2), ("?cohort=Buyers", 2), ("?side=Korea&cohort=Innovative firms", 1), ("?side=Atlantis", 5)],
)
def test_side_and_cohort_narrow_the_rows(client: Client, forum, query: str, names: int) -> None:
    assert len(grid_of(client, query + "&rows=all").lines) == names


@pytest.mark.parametrize("day", [1, 2])
def test_rows_without_a_meeting_are_left_out_and_counted(client: Client, forum, day: int) -> None:
    shown = client.get(f"{URL}?day={day}").context
    idle = grid_of(client, f"?day={day}&rows=without").lines
    assert all(one.held for one in shown["grid"].lines)
    assert not any(one.held for one in idle)
    assert len(idle) == shown["idle"] > 0
    assert len(shown["grid"].lines) == shown["busy"]
    assert len(grid_of(client, f"?day={day}&rows=all").lines) == shown["idle"] + shown["busy"]


def test_those_left_out_can_be_shown(client: Client, forum) -> None:
    text = client.get(URL + "?side=Korea").content.decode()
    assert "Left out: 1 participant without a meeting on this day." in text
    assert 'href="?side=Korea&amp;rows=without"' in text


def test_a_name_finds_its_row_and_its_meetings(client: Client, forum) -> None:
    assert [one.address for one in grid_of(client, "?q=kirigaoka").lines] == ["/en/events/forum/firms/kirigaoka/"]
    tables = grid_of(client, "?by=table&q=kirigaoka").lines
    assert tables
    assert all(one.held for one in tables)
    assert "Nothing here fits this choice." in client.get(URL + "?q=atlantis").content.decode()


def test_those_who_meet_first_can_stand_first(client: Client, forum) -> None:
    def first(one) -> int:
        return next((n for n, cell in enumerate(one.cells) if cell.state == "meeting"), 99)

    firsts = [first(one) for one in grid_of(client, "?order=time&rows=all").lines]
    assert firsts == sorted(firsts)
    assert len(set(firsts)) > 1


def test_tables_without_the_chosen_side_are_left_out(client: Client, forum) -> None:
    assert [one.name.text for one in grid_of(client, "?by=table&side=Việt Nam").lines] == ["K02"]
    assert [one.name.text for one in grid_of(client, "?by=interpreter&side=Korea").lines] == ["세토 가온"]


@pytest.mark.parametrize("query", ["?day=99", "?day=x", "?day=-1", "?by=moon", "?day=٣", "?side=%00", "?day=1&day=zz"])
def test_nonsense_in_the_address_falls_back(client: Client, forum, query: str) -> None:
    response = client.get(URL + query)
    assert response.status_code == 200
    assert response.context["choice"].by == "participant"
    assert response.context["choice"].day == 1


def test_the_slot_under_way_is_marked(client: Client, forum, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kakehashi.web.views.programme.timezone.now", lambda: forum.slots[1].starts_at)
    assert [c.now for c in grid_of(client).columns] == [False, True, False, False]
