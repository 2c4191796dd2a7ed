"""Are the engine's public names complete, and does each function dispatch as it says?"""

import inspect

import kakehashi.engines.scheduling as scheduling
from kakehashi.engines.scheduling import problem, result


def test_every_public_class_of_problem_and_result_is_exported() -> None:
    defined = {
        name
        for module in (problem, result)
        for name, member in inspect.getmembers(module, inspect.isclass)
        if member.__module__ == module.__name__ and not name.startswith("_")
    }
    assert defined <= set(scheduling.__all__)


def test_every_name_promised_is_there_once() -> None:
    assert len(scheduling.__all__) == len(set(scheduling.__all__))
    for name in scheduling.__all__:
        member = getattr(scheduling, name)
        assert name == "Language" or inspect.getdoc(member), name
    assert {"schedule", "verify", "idle"} <= set(scheduling.__all__)


def test_the_signature_of_schedule_is_the_one_others_rest_on() -> None:
    parameters = inspect.signature(scheduling.schedule).parameters
    assert list(parameters) == ["problem", "objective", "time_limit", "seed", "progress", "cancel"]
    assert all(p.kind is p.KEYWORD_ONLY for name, p in parameters.items() if name != "problem")
    assert [p.default for p in parameters.values()][1:] == ["score", 60.0, 0, None, None]
