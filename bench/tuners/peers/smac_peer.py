"""SMAC3's facade for hyperparameter optimization (a random forest, EI), asked and told."""

import logging
import tempfile
import warnings

from ConfigSpace import (
    CategoricalHyperparameter,
    Configuration,
    ConfigurationSpace,
    GreaterThanCondition,
    InCondition,
    UniformFloatHyperparameter,
    UniformIntegerHyperparameter,
)
from smac import HyperparameterOptimizationFacade, Scenario
from smac.runhistory.dataclasses import TrialInfo, TrialValue

from protocol import plain, serve

warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)


class Run:
    def __init__(self, task):
        self.dimensions = task["dimensions"]
        # Brackets and dots would be taken for something else.
        self.names = {d["path"]: f"p{index}" for index, d in enumerate(self.dimensions)}
        self.space = ConfigurationSpace(seed=task["seed"])
        known = {}
        for dimension in self.dimensions:
            known[dimension["path"]] = self.parameter(dimension)
        self.space.add(list(known.values()))
        for dimension in self.dimensions:
            condition = dimension.get("condition")
            if condition is None:
                continue
            child, parent = known[dimension["path"]], known[condition["path"]]
            if "in" in condition:
                self.space.add(InCondition(child, parent, condition["in"]))
            elif condition["atLeast"] > next(
                d["low"] for d in self.dimensions if d["path"] == condition["path"]
            ):
                self.space.add(GreaterThanCondition(child, parent, condition["atLeast"] - 1))
        self.folder = tempfile.TemporaryDirectory()
        scenario = Scenario(
            self.space, deterministic=True, n_trials=task["trials"], seed=task["seed"],
            output_directory=self.folder.name,
        )
        self.smac = HyperparameterOptimizationFacade(
            scenario,
            lambda config, seed=0: 0.0,
            initial_design=HyperparameterOptimizationFacade.get_initial_design(scenario, n_configs=0, additional_configs=[]),
            overwrite=True,
            logging_level=False,
        )

    def steps(self, dimension):
        step = dimension.get("step")
        if dimension["kind"] == "categorical" or not step or dimension["log"] or (dimension["kind"] == "int" and step == 1):
            return 0
        return round((dimension["high"] - dimension["low"]) / step)

    def parameter(self, dimension):
        name = self.names[dimension["path"]]
        if dimension["kind"] == "categorical":
            return CategoricalHyperparameter(name, dimension["choices"])
        if self.steps(dimension):
            return UniformIntegerHyperparameter(name, 0, self.steps(dimension))
        make = UniformIntegerHyperparameter if dimension["kind"] == "int" else UniformFloatHyperparameter
        return make(name, dimension["low"], dimension["high"], log=dimension["log"])

    def to_inner(self, dimension, value):
        if self.steps(dimension):
            return round((value - dimension["low"]) / dimension["step"])
        return value

    def from_inner(self, dimension, value):
        if self.steps(dimension):
            return dimension["low"] + dimension["step"] * int(value)
        return plain(value)

    def ask(self):
        self.asked = self.smac.ask()
        config = dict(self.asked.config)
        return {
            d["path"]: self.from_inner(d, config[self.names[d["path"]]])
            for d in self.dimensions
            if self.names[d["path"]] in config
        }

    def tell(self, point, values, constraints, given):
        if given:
            inner = {
                self.names[d["path"]]: self.to_inner(d, point[d["path"]])
                for d in self.dimensions
                if d["path"] in point
            }
            config = Configuration(self.space, values=inner)
            self.asked = TrialInfo(config=config, seed=0)
        self.smac.tell(self.asked, TrialValue(cost=values[0], time=0.0))


serve(Run, "smac", "ConfigSpace")
