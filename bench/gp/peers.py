"""The Gaussian process of bench/gp.mjs in NumPy and SciPy, one thread.

    python3 peers.py N D ROUNDS

Prints, as JSON, the log likelihood and its gradient, and the median CPU milliseconds of: the likelihood
with its gradient; the posterior at 256 points with the factor there. Points and values are made by a
formula that the other side has too.
"""

import os

for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import json
import statistics
import sys
import time

import numpy as np
from scipy.linalg import blas, lapack

n, d, rounds = (int(word) for word in sys.argv[1:])
ROOT5 = np.sqrt(5.0)


def rows(first, count):
    step = np.sqrt(np.arange(d) + 2.5)
    place = (first + np.arange(count) + 1.0)[:, None] * step
    return place - np.floor(place)


x = rows(0, n)
y = np.sin(5 * x[:, 0]) + x[:, 1] ** 2
lengths = np.full(d, 0.7)
signal, noise = 1.3, 1e-3


def squared(a, b):
    a, b = a / lengths, b / lengths
    return np.maximum((a * a).sum(1)[:, None] + (b * b).sum(1)[None] - 2 * a @ b.T, 0)


def kernel(r2):
    root = ROOT5 * np.sqrt(r2)
    decay = signal * np.exp(-root)
    return decay * (1 + root + 5 / 3 * r2), 5 / 3 * decay * (1 + root)


def likelihood():
    k, h = kernel(squared(x, x))
    k[np.diag_indices(n)] += noise
    lower, info = lapack.dpotrf(k, lower=1, clean=0, overwrite_a=1)
    assert info == 0
    alpha, _ = lapack.dpotrs(lower, y, lower=1)
    log_det = 2 * np.log(np.diag(lower)).sum()
    inverse, _ = lapack.dpotri(lower, lower=1)
    inverse = np.tril(inverse) + np.tril(inverse, -1).T
    pull = np.outer(alpha, alpha) - inverse
    weights = pull * h
    z = x / lengths
    # Σ_ij w_ij (z_i − z_j)² = 2 Σ_i z_i² Σ_j w_ij − 2 zᵀ w z, a column at a time.
    by_length = (weights.sum(1)[:, None] * z * z).sum(0) - (z * (weights @ z)).sum(0)
    trace = np.trace(pull)
    by_noise = 0.5 * noise * trace
    by_signal = 0.5 * (y @ alpha - n) - by_noise
    value = -0.5 * (y @ alpha + log_det + n * np.log(2 * np.pi))
    return value, [*by_length, by_signal, by_noise]


k, _ = kernel(squared(x, x))
k[np.diag_indices(n)] += noise
lower, _ = lapack.dpotrf(k, lower=1)
alpha, _ = lapack.dpotrs(lower, y, lower=1)
queries = rows(100_000, 256)


def posterior():
    cross, _ = kernel(squared(queries, x))
    half = blas.dtrsm(1.0, lower, cross.T, lower=1)
    return cross @ alpha, signal - (half * half).sum(0)


def cpu(work):
    work()
    times = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        times.append(1000 * (time.process_time() - start))
    return statistics.median(times)


value, gradient = likelihood()
mean, variance = posterior()
json.dump(
    {
        "value": value,
        "gradient": [float(g) for g in gradient],
        "mean": float(mean.sum()),
        "variance": float(variance.sum()),
        "likelihood": cpu(likelihood),
        "posterior": cpu(posterior),
    },
    sys.stdout,
)
