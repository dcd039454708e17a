"""Asks the samplers of Optuna and Rustuna, a few at a time, as run.mjs says on standard input.

Each line is a JSON array [peer, sampler, trials, dimensions, mixed, asks]; the answer is a line with the
milliseconds of each ask and its suggestions, or null where this Python cannot do that (Optuna's Gaussian
process needs torch, Rustuna has none). A peer's study of that kind and size is built at its first line and
kept: it grows by the asks.
"""

import json
import pathlib
import random
import sys
import time

import optuna
import rustuna

try:
    import torch

    torch.set_num_threads(1)
    sys.path.append(str(pathlib.Path(__file__).parents[1] / "support"))
    from old_torch import bridge_old_torch

    bridge_old_torch()
except ImportError:
    torch = None

optuna.logging.set_verbosity(optuna.logging.ERROR)
studies = {}


def kind_of(k, mixed):
    """As run.mjs has it: of five dimensions two plain, one logarithmic, one of integers, one of choices."""
    return ["float", "float", "log", "int", "choice"][k % 5] if mixed else "float"


def draw(kind, dice):
    if kind == "float":
        return dice.random()
    if kind == "log":
        return 10 ** (-5 * dice.random())
    return dice.randint(1, 64) if kind == "int" else dice.choice("abc")


def distribution(library, kind):
    if kind == "float":
        return library.distributions.FloatDistribution(0, 1)
    if kind == "log":
        return library.distributions.FloatDistribution(1e-5, 1, log=True)
    if kind == "int":
        return library.distributions.IntDistribution(1, 64)
    return library.distributions.CategoricalDistribution(["a", "b", "c"])


def suggest(trial, name, kind):
    if kind == "float":
        return trial.suggest_float(name, 0, 1)
    if kind == "log":
        return trial.suggest_float(name, 1e-5, 1, log=True)
    if kind == "int":
        return trial.suggest_int(name, 1, 64)
    return trial.suggest_categorical(name, ["a", "b", "c"])


def loss(values):
    return sum(ord(v) % 3 if isinstance(v, str) else abs(v - 0.3) for v in values)


def build(peer, sampler, trials, dimensions, mixed):
    library = optuna if peer == "optuna" else rustuna
    made = library.samplers.GPSampler(seed=1) if sampler == "gp" else library.samplers.TPESampler(seed=1)
    study = library.create_study(sampler=made)
    create = optuna.trial.create_trial if peer == "optuna" else rustuna.create_trial
    kinds = {f"x{k}": kind_of(k, mixed) for k in range(dimensions)}
    distributions = {name: distribution(library, kind) for name, kind in kinds.items()}
    dice = random.Random(1)
    for _ in range(trials):
        point = {name: draw(kind, dice) for name, kind in kinds.items()}
        study.add_trial(create(params=point, distributions=distributions, value=loss(point.values())))
    return study, kinds


for line in sys.stdin:
    peer, sampler, trials, dimensions, mixed, asks = json.loads(line)
    if sampler == "gp" and (torch is None or peer != "optuna"):
        print("null", flush=True)
        continue
    key = (peer, sampler, trials, dimensions, mixed)
    if key not in studies:
        # One at a time: ten thousand trials of several studies would fill the memory.
        for old in [old for old in studies if old[0] == peer]:
            del studies[old]
        studies[key] = build(*key)
    study, kinds = studies[key]
    times = []
    for _ in range(asks):
        begun = time.perf_counter()
        trial = study.ask()
        values = [suggest(trial, name, kind) for name, kind in kinds.items()]
        times.append(1000 * (time.perf_counter() - begun))
        study.tell(trial.number, loss(values))
    print(json.dumps(times), flush=True)
