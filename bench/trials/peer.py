"""A peer's study with an empty objective: peer.py optuna|rustuna random|tpe TRIALS DIMENSIONS.

Prints its trials per second, and by how many bytes the process grew for each trial.
"""

import gc
import json
import sys
import time

peer, kind, *rest = sys.argv[1:]
trials, dimensions = map(int, rest)
if peer == "optuna":
    import optuna as library

    library.logging.set_verbosity(library.logging.WARNING)
else:
    import rustuna as library


def objective(trial):
    for index in range(dimensions):
        trial.suggest_float(f"x{index}", 0, 1)
    return 0.0


def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * 4096


def run(count):
    samplers = library.samplers
    sampler = samplers.TPESampler(seed=1) if kind == "tpe" else samplers.RandomSampler(seed=1)
    study = library.create_study(sampler=sampler)
    begun = time.perf_counter()
    study.optimize(objective, n_trials=count)
    return count / (time.perf_counter() - begun), study


run(200)
gc.collect()
before = resident()
per_second, kept = run(trials)
gc.collect()
json.dump({"perSecond": per_second, "bytes": (resident() - before) / trials}, sys.stdout)
