"""Lets Optuna's Gaussian process run on torch before 2.0, such as Debian's."""

import contextlib
import types


def bridge_old_torch():
    """Old torch has no `with torch.device("cpu")`, which says only what is so anyway."""
    import torch
    from optuna.samplers._gp import sampler

    if not hasattr(torch.device, "__enter__"):
        known = {name: getattr(torch, name) for name in dir(torch)}
        sampler.torch = types.SimpleNamespace(**{**known, "device": lambda _: contextlib.nullcontext()})
