"""Optuna's samplers with their own defaults: optuna_peer.py tpe | gp | cmaes | nsga2 | random."""

import pathlib
import sys
import warnings

import optuna

sys.path.append(str(pathlib.Path(__file__).parents[2] / "support"))

from old_torch import bridge_old_torch  # noqa: E402
from protocol import is_active, serve  # noqa: E402

optuna.logging.set_verbosity(optuna.logging.ERROR)
warnings.simplefilter("ignore")

SAMPLERS = {
    "tpe": optuna.samplers.TPESampler,
    "gp": optuna.samplers.GPSampler,
    "cmaes": optuna.samplers.CmaEsSampler,
    "nsga2": optuna.samplers.NSGAIISampler,
    "random": optuna.samplers.RandomSampler,
}


if sys.argv[1] == "gp":
    bridge_old_torch()


class Run:
    def __init__(self, task):
        sampler = SAMPLERS[sys.argv[1]](seed=task["seed"])
        self.dimensions = task["dimensions"]
        self.study = optuna.create_study(sampler=sampler, directions=["minimize"] * task["objectives"])

    def suggest(self):
        """A trial with every dimension that is there; a given point is enqueued before."""
        self.trial = self.study.ask()
        point = {}
        for dimension in self.dimensions:
            if not is_active(dimension, point):
                continue
            path, kind = dimension["path"], dimension["kind"]
            if kind == "categorical":
                point[path] = self.trial.suggest_categorical(path, dimension["choices"])
            elif kind == "int":
                step = 1 if dimension["log"] else dimension["step"]
                point[path] = self.trial.suggest_int(
                    path, dimension["low"], dimension["high"], log=dimension["log"], step=step
                )
            else:
                point[path] = self.trial.suggest_float(
                    path, dimension["low"], dimension["high"], log=dimension["log"], step=dimension.get("step")
                )
        return point

    def ask(self):
        return self.suggest()

    def tell(self, point, values, constraints, given):
        if given:
            self.study.enqueue_trial(point)
            self.suggest()
        for name, value in constraints.items():
            self.trial.set_constraint(name, value)
        self.study.tell(self.trial, values)


serve(Run, "optuna", *(["torch"] if sys.argv[1] == "gp" else ["cmaes"] if sys.argv[1] == "cmaes" else []))
