"""Hyperopt's TPE, with ten startup points instead of its own twenty: those that are given."""

import hyperopt
import numpy as np
from hyperopt import hp
from hyperopt.base import JOB_STATE_DONE, Domain, Trials

from protocol import active_part, is_active, serve


def is_chosen(dimension, parents):
    """Whether its values are drawn by their index: choices, and the lengths on which others hang."""
    return dimension["kind"] == "categorical" or dimension["path"] in parents


def values_of(dimension):
    if dimension["kind"] == "categorical":
        return dimension["choices"]
    return list(range(dimension["low"], dimension["high"] + 1))


def plain_node(dimension):
    path, low, high = dimension["path"], dimension["low"], dimension["high"]
    step = dimension.get("step")
    if dimension["kind"] == "int":
        if dimension["log"]:
            # Half a step further on each side, as every integer shall have its own cell.
            return hp.qloguniform(path, np.log(low - 0.499), np.log(high + 0.499), 1)
        if step == 1:
            return hp.uniformint(path, low, high)
    if step:
        return hp.quniform(path, low / step - 0.499, high / step + 0.499, 1)
    if dimension["log"]:
        return hp.loguniform(path, np.log(low), np.log(high))
    return hp.uniform(path, low, high)


class Run:
    def __init__(self, task):
        self.dimensions = task["dimensions"]
        self.parents = {d["condition"]["path"] for d in self.dimensions if d.get("condition")}
        self.random = np.random.default_rng(task["seed"])
        self.startup = task["startup"]
        nodes = {}
        # Children before their parents, so that a parent's options hold their nodes.
        for dimension in reversed(self.dimensions):
            path = dimension["path"]
            if not is_chosen(dimension, self.parents):
                nodes[path] = plain_node(dimension)
                continue
            options = []
            for value in values_of(dimension):
                children = [
                    nodes[d["path"]]
                    for d in self.dimensions
                    if (d.get("condition") or {}).get("path") == path and is_active(d, {path: value})
                ]
                options.append([value, *children])
            nodes[path] = hp.choice(path, options)
        space = [nodes[d["path"]] for d in self.dimensions if not d.get("condition")]
        self.domain = Domain(lambda _: 0, space)
        self.trials = Trials()

    def to_inner(self, dimension, value):
        if is_chosen(dimension, self.parents):
            return values_of(dimension).index(value)
        return value / dimension["step"] if self.is_scaled(dimension) else value

    def from_inner(self, dimension, value):
        if is_chosen(dimension, self.parents):
            return values_of(dimension)[int(value)]
        if self.is_scaled(dimension):
            value = value * dimension["step"]
        return int(round(value)) if dimension["kind"] == "int" else float(value)

    @staticmethod
    def is_scaled(dimension):
        step = dimension.get("step")
        return bool(step) and not dimension["log"] and not (dimension["kind"] == "int" and step == 1)

    def ask(self):
        number = self.trials.new_trial_ids(1)
        self.trials.refresh()
        seed = int(self.random.integers(2**31 - 1))
        (self.asked,) = hyperopt.tpe.suggest(
            number, self.domain, self.trials, seed, n_startup_jobs=self.startup, verbose=False
        )
        drawn = {path: values[0] for path, values in self.asked["misc"]["vals"].items() if values}
        known = {d["path"]: self.from_inner(d, drawn[d["path"]]) for d in self.dimensions if d["path"] in drawn}
        return active_part(self.dimensions, known)

    def tell(self, point, values, constraints, given):
        if given:
            (number,) = self.trials.new_trial_ids(1)
            inner = {
                d["path"]: [self.to_inner(d, point[d["path"]])] if d["path"] in point else []
                for d in self.dimensions
            }
            misc = {
                "tid": number,
                "cmd": self.domain.cmd,
                "workdir": self.domain.workdir,
                "idxs": {path: [number] if value else [] for path, value in inner.items()},
                "vals": inner,
            }
            (self.asked,) = self.trials.new_trial_docs([number], [None], [self.domain.new_result()], [misc])
        self.asked["state"] = JOB_STATE_DONE
        self.asked["result"] = {"loss": values[0], "status": hyperopt.STATUS_OK}
        self.trials.insert_trial_doc(self.asked)
        self.trials.refresh()


serve(Run, "hyperopt", "numpy")
