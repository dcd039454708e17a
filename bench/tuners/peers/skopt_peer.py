"""scikit-optimize's Optimizer: Gaussian process, gp_hedge. What a point does not have stands at its default."""

import warnings

from skopt import Optimizer
from skopt.space import Categorical, Integer, Real

from protocol import active_part, default_of, plain, serve

warnings.simplefilter("ignore")


class Run:
    def __init__(self, task):
        self.dimensions = task["dimensions"]
        self.optimizer = Optimizer(
            [self.space_of(d) for d in self.dimensions],
            base_estimator="GP",
            acq_func="gp_hedge",
            n_initial_points=task["startup"],
            random_state=task["seed"],
        )

    @staticmethod
    def steps(dimension):
        """How many steps a stepped dimension has, which is then searched as an integer; else none."""
        step = dimension.get("step")
        if dimension["kind"] == "categorical" or not step or dimension["log"] or (dimension["kind"] == "int" and step == 1):
            return 0
        return round((dimension["high"] - dimension["low"]) / step)

    def space_of(self, dimension):
        if dimension["kind"] == "categorical":
            return Categorical(dimension["choices"])
        if self.steps(dimension):
            return Integer(0, self.steps(dimension))
        prior = "log-uniform" if dimension["log"] else "uniform"
        make = Integer if dimension["kind"] == "int" else Real
        return make(dimension["low"], dimension["high"], prior=prior)

    def to_inner(self, dimension, value):
        if self.steps(dimension):
            return round((value - dimension["low"]) / dimension["step"])
        return value

    def from_inner(self, dimension, value):
        if self.steps(dimension):
            return dimension["low"] + dimension["step"] * plain(value)
        return plain(value)

    def ask(self):
        self.asked = self.optimizer.ask()
        values = {d["path"]: self.from_inner(d, v) for d, v in zip(self.dimensions, self.asked)}
        return active_part(self.dimensions, values)

    def tell(self, point, values, constraints, given):
        whole = [self.to_inner(d, point.get(d["path"], default_of(d))) for d in self.dimensions]
        self.optimizer.tell(whole, values[0])


serve(Run, "scikit-optimize", "scikit-learn")
