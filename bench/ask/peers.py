"""Asks Optuna's and Rustuna's TPE, a few at a time, as run.mjs says on standard input.

Each line is a JSON array [peer, trials, dimensions, asks]; the answer is a line with the milliseconds of each
ask and its suggestions. A peer's study of that size is built at its first line and kept: it grows by the
asks.
"""

import json
import random
import sys
import time

import optuna
import rustuna

optuna.logging.set_verbosity(optuna.logging.ERROR)
studies = {}


def loss(point):
    return sum((value - 0.3) ** 2 for value in point.values())


def build(peer, trials, dimensions):
    names = [f"x{k}" for k in range(dimensions)]
    dice = random.Random(1)
    if peer == "optuna":
        study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=1))
        distributions = {name: optuna.distributions.FloatDistribution(0, 1) for name in names}
        create = optuna.trial.create_trial
    else:
        study = rustuna.create_study(sampler=rustuna.samplers.TPESampler(seed=1))
        distributions = {name: rustuna.distributions.FloatDistribution(0, 1) for name in names}
        create = rustuna.create_trial
    for _ in range(trials):
        point = {name: dice.random() for name in names}
        study.add_trial(create(params=point, distributions=distributions, value=loss(point)))
    return study, names


for line in sys.stdin:
    peer, trials, dimensions, asks = json.loads(line)
    key = (peer, trials, dimensions)
    if key not in studies:
        studies[key] = build(peer, trials, dimensions)
    study, names = studies[key]
    times = []
    for _ in range(asks):
        begun = time.perf_counter()
        trial = study.ask()
        point = {name: trial.suggest_float(name, 0, 1) for name in names}
        times.append(1000 * (time.perf_counter() - begun))
        study.tell(trial.number, loss(point))
    print(json.dumps(times), flush=True)
