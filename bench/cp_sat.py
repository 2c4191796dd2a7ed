"""How far does a general solver get on a made-up event? CP-SAT, in this process alone: it cannot share one with HiGHS.

python -m bench.cp_sat 400 "very tight" [--seed 0] [--limit 60]
Prints value, bound (highest total score), seconds and peak GiB as JSON.
"""

import argparse
import json
import math
import resource
import time
from collections import defaultdict
from itertools import pairwise

from ortools.sat.python import cp_model

from bench.events import CASES, REGIMES, make_event
from kakehashi.engines.scheduling.frame import Frame, build_frame, slots_in


def model_of(frame: Frame) -> tuple[cp_model.CpModel, cp_model.LinearExpr]:
    """Score alone, with every constraint of the made-up events: people, tables, interpreters and their rests."""
    model = cp_model.CpModel()
    held = defaultdict(list)  # by participant and slot
    seats = defaultdict(list)  # by slot
    voices = defaultdict(list)  # by kind and slot
    total, scores = [], []
    for w, mask in enumerate(frame.open_to):
        mine = []
        for s in slots_in(mask):
            x = model.new_bool_var("")
            mine.append(x)
            held[int(frame.first[w]), s].append(x)
            held[int(frame.second[w]), s].append(x)
            seats[s].append(x)
            if frame.kind[w] >= 0:
                voices[int(frame.kind[w]), s].append(x)
            total.append(x)
            scores.append(int(frame.score[w]))
        model.add_at_most_one(mine)
    for together in held.values():
        model.add_at_most_one(together)
    for s, together in seats.items():
        model.add(sum(together) <= int(frame.seats[s]))
    limit_participants(model, frame, held)
    staff(model, frame, voices)
    goal = cp_model.LinearExpr.weighted_sum(total, scores)
    model.maximize(goal)
    return model, goal


def limit_participants(model: cp_model.CpModel, frame: Frame, held: dict) -> None:
    """Nobody holds more meetings than it accepts."""
    for p in range(frame.n_participants):
        own = [x for s in range(frame.n_slots) for x in held.get((p, s), ())]
        if len(own) > frame.capacity[p]:
            model.add(sum(own) <= int(frame.capacity[p]))


def staff(model: cp_model.CpModel, frame: Frame, voices: dict) -> None:
    """An interpreter for every meeting that needs one, at work in one slot once, with rests."""
    at_work = defaultdict(list)  # by interpreter and slot
    for (kind, s), needed in voices.items():
        crew = []
        for i in frame.crews[kind]:
            if frame.on_duty[i] >> s & 1 and frame.runs[i] > 0:
                z = model.new_bool_var("")
                crew.append(z)
                at_work[i, s].append(z)
        model.add(sum(needed) <= sum(crew))
    for together in at_work.values():
        model.add_at_most_one(together)
    starts = [*slots_in(frame.day_starts), frame.n_slots]
    for i, run in enumerate(frame.runs):
        for start, end in pairwise(starts):
            for t in range(start, end - run):
                window = [z for s in range(t, t + run + 1) for z in at_work.get((i, s), ())]
                model.add(sum(window) <= run)


def main() -> None:
    """Solve one event and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("case", choices=list(CASES))
    parser.add_argument("regime", choices=list(REGIMES))
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--limit", type=float, help="seconds, reading not counted; those of the case unless stated")
    asked = parser.parse_args()
    case = CASES[asked.case]
    problem = make_event(case, REGIMES[asked.regime], asked.seed)
    started = time.perf_counter()
    model, goal = model_of(build_frame(problem))
    solver = cp_model.CpSolver()
    built = time.perf_counter() - started
    solver.parameters.max_time_in_seconds = max((asked.limit or case.seconds) - built, 0.1)
    solver.parameters.num_workers = 2
    solver.parameters.random_seed = asked.seed
    status = solver.solve(model)
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    record = {
        "value": round(solver.value(goal)) if found else None,
        "bound": math.floor(solver.best_objective_bound + 1e-6),
        "seconds": time.perf_counter() - started,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20,
    }
    print(json.dumps(record))


if __name__ == "__main__":
    main()
