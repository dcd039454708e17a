"""The peers' side of the bench's protocol: JSON, a line for a line.

    {"do": "open", "dimensions": [...], "objectives": 1, "seed": 1000, "trials": 60, "startup": 10,
     "constraints": false}                              -> {"versions": {...}}
    {"do": "tell", "point": {...}, "values": [...], "constraints": {...}}   a given point  -> {}
    {"do": "ask"}                                       -> {"point": {...}}
    {"do": "tell", "values": [...], "constraints": {...}}                   the asked one  -> {}

Dimensions come flat, a parent before its children, each with its path, its kind (float, int, categorical)
and the condition under which it is there: {"path", "in"} or {"path", "atLeast"}. Points are by path, and
have only what is there. Values are minimised; constraints hold where they are at most 0.
"""

import importlib.metadata
import json
import sys


def versions(*packages):
    return {name: importlib.metadata.version(name) for name in packages}


def is_active(dimension, point):
    condition = dimension.get("condition")
    if condition is None:
        return True
    value = point.get(condition["path"])
    if value is None:
        return False
    return value in condition["in"] if "in" in condition else value >= condition["atLeast"]


def active_part(dimensions, values):
    """Of values for all dimensions those whose conditions hold."""
    point = {}
    for dimension in dimensions:
        if is_active(dimension, point):
            point[dimension["path"]] = values[dimension["path"]]
    return point


def default_of(dimension):
    """What stands for a dimension that is not there, for peers that know no conditions."""
    if dimension["kind"] == "categorical":
        return dimension["choices"][0]
    low, high = dimension["low"], dimension["high"]
    middle = (low * high) ** 0.5 if dimension["log"] else (low + high) / 2
    if dimension["kind"] == "int":
        return int(round(middle))
    step = dimension.get("step")
    return low + step * round((middle - low) / step) if step else middle


def plain(value):
    """NumPy's scalars as Python's."""
    return value.item() if hasattr(value, "item") else value


def serve(make_run, *packages):
    """make_run(task) gives a run with ask() -> point, and tell(point, values, constraints, given)."""
    # What libraries print must not come between the answers.
    out, sys.stdout = sys.stdout, sys.stderr
    run = asked = None
    for line in sys.stdin:
        task = json.loads(line)
        answer = {}
        if task["do"] == "open":
            run = make_run(task)
            answer = {"versions": versions(*packages)}
        elif task["do"] == "ask":
            asked = {path: plain(value) for path, value in run.ask().items()}
            answer = {"point": asked}
        else:
            given = "point" in task
            run.tell(task["point"] if given else asked, task["values"], task["constraints"], given)
        out.write(json.dumps(answer) + "\n")
        out.flush()
