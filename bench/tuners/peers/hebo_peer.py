"""HEBO with its own defaults. What a point does not have stands at its default."""

import logging
import warnings

import numpy as np
import pandas as pd
import torch
from hebo.design_space.design_space import DesignSpace
from hebo.optimizers.hebo import HEBO

from protocol import active_part, default_of, plain, serve

warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)
torch.set_num_threads(1)


class Run:
    def __init__(self, task):
        self.dimensions = task["dimensions"]
        np.random.seed(task["seed"])
        torch.manual_seed(task["seed"])
        space = DesignSpace().parse([self.space_of(d) for d in self.dimensions])
        self.hebo = HEBO(space, rand_sample=task["startup"], scramble_seed=task["seed"])

    @staticmethod
    def space_of(dimension):
        name = dimension["path"]
        if dimension["kind"] == "categorical":
            return {"name": name, "type": "cat", "categories": dimension["choices"]}
        low, high, step = dimension["low"], dimension["high"], dimension.get("step")
        if dimension["kind"] == "int":
            kind = "pow_int" if dimension["log"] else "int"
        elif step:
            return {"name": name, "type": "step_num", "lb": low, "ub": high, "step": step}
        else:
            kind = "pow" if dimension["log"] else "num"
        return {"name": name, "type": kind, "lb": low, "ub": high}

    def ask(self):
        self.asked = self.hebo.suggest(1)
        values = {d["path"]: plain(self.asked[d["path"]].iloc[0]) for d in self.dimensions}
        return active_part(self.dimensions, values)

    def tell(self, point, values, constraints, given):
        if given:
            whole = {d["path"]: [point.get(d["path"], default_of(d))] for d in self.dimensions}
            self.asked = pd.DataFrame(whole)
        self.hebo.observe(self.asked, np.array([[values[0]]]))


serve(Run, "HEBO", "torch")
