"""Runs Optuna 5's TPE on the problems that its standard input describes.

Reads {"trials", "startup": {problem: [[point, …] of each seed]}, "noise": {problem: [[…] of each seed]},
"spaces", "checks": [[problem, point], …]}; writes {"values": {problem: [[true value of each trial] of each
seed]}, "checks": [value, …]}. The startup points are given, so that both sides begin with the same.
"""

import json
import sys

import optuna

from functions import FUNCTIONS

optuna.logging.set_verbosity(optuna.logging.ERROR)


def suggest(trial, entries, point):
    for entry in entries:
        name = entry["name"]
        if entry["kind"] == "float":
            point[name] = trial.suggest_float(name, entry["low"], entry["high"], log=entry["log"], step=entry.get("step"))
        elif entry["kind"] == "int":
            point[name] = trial.suggest_int(name, entry["low"], entry["high"], log=entry["log"])
        elif entry["kind"] == "choice":
            point[name] = trial.suggest_categorical(name, entry["choices"])
        else:
            point[name] = trial.suggest_categorical(name, list(entry["branches"]))
            suggest(trial, entry["branches"][point[name]], point)
    return point


def run(problem, space, startup, noise, seed, trials):
    # Its own stream beyond the given points; those count as its startup trials.
    sampler = optuna.samplers.TPESampler(seed=1000 + seed)
    study = optuna.create_study(sampler=sampler)
    for point in startup:
        study.enqueue_trial(point)
    values = []

    def objective(trial):
        value = FUNCTIONS[problem](suggest(trial, space, {}))
        values.append(value)
        return value + noise[trial.number]

    study.optimize(objective, n_trials=trials)
    return values


task = json.load(sys.stdin)
checks = [FUNCTIONS[problem](point) for problem, point in task["checks"]]
values = {
    problem: [
        run(problem, task["spaces"][problem], startup, task["noise"][problem][seed], seed, task["trials"])
        for seed, startup in enumerate(seeds)
    ]
    for problem, seeds in task["startup"].items()
}
json.dump({"values": values, "checks": checks}, sys.stdout)
