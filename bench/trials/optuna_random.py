"""Optuna's random search with an empty objective: optuna_random.py TRIALS DIMENSIONS."""

import json
import sys
import time

import optuna

optuna.logging.set_verbosity(optuna.logging.WARNING)
trials, dimensions = map(int, sys.argv[1:])


def objective(trial):
    for index in range(dimensions):
        trial.suggest_float(f"x{index}", 0, 1)
    return 0.0


def run(count):
    study = optuna.create_study(sampler=optuna.samplers.RandomSampler(seed=1))
    begun = time.perf_counter()
    study.optimize(objective, n_trials=count)
    return count / (time.perf_counter() - begun)


run(200)
json.dump({"perSecond": run(trials)}, sys.stdout)
