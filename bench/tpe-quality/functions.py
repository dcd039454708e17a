"""The problems of functions.mjs in Python; run.mjs checks that both agree."""

import math


def shift(k):
    return 0.5 + 0.2 * math.sin(1.7 * k + 1)


A = [[10, 3, 17, 3.5, 1.7, 8], [0.05, 10, 17, 0.1, 8, 14], [3, 3.5, 1.7, 10, 17, 8], [17, 8, 0.05, 10, 0.1, 14]]
P = [
    [1312, 1696, 5569, 124, 8283, 5886],
    [2329, 4135, 8307, 3736, 1004, 9991],
    [2348, 1451, 3522, 2883, 3047, 6650],
    [4047, 8828, 8732, 5743, 1091, 381],
]
C = [1, 1.2, 3, 3.2]


def vector(p):
    return [p[f"x{k}"] for k in range(len(p))]


def hartmann6(p):
    x = vector(p)
    return -sum(
        C[i] * math.exp(-sum(A[i][j] * (x[j] - 1e-4 * P[i][j]) ** 2 for j in range(6))) for i in range(4)
    )


def branin(p):
    a, b = 15 * p["x0"] - 5, 15 * p["x1"]
    bend = b - 5.1 / (4 * math.pi**2) * a * a + 5 / math.pi * a - 6
    return bend**2 + 10 * (1 - 1 / (8 * math.pi)) * math.cos(a) + 10


def rosenbrock(p):
    z = [4 * (value - shift(k)) + 1 for k, value in enumerate(vector(p))]
    return sum(100 * (z[k + 1] - z[k] ** 2) ** 2 + (1 - z[k]) ** 2 for k in range(len(z) - 1))


def levy(p):
    w = [1 + 5 * (value - shift(k)) for k, value in enumerate(vector(p))]
    total = math.sin(math.pi * w[0]) ** 2
    for value in w[:-1]:
        total += (value - 1) ** 2 * (1 + 10 * math.sin(math.pi * value + 1) ** 2)
    return total + (w[-1] - 1) ** 2 * (1 + math.sin(2 * math.pi * w[-1]) ** 2)


def ackley(p):
    t = [20 * (value - shift(k)) for k, value in enumerate(vector(p))]
    d = len(t)
    squares = sum(value * value for value in t)
    cosines = sum(math.cos(2 * math.pi * value) for value in t)
    return -20 * math.exp(-0.2 * math.sqrt(squares / d)) - math.exp(cosines / d) + 20 + math.e


def network(p):
    sgd = p["optimizer"] == "sgd"
    rate = math.log10(p["rate"]) + 2.3 + 0.25 * (p["layers"] - 1) + (-0.8 if sgd else 0)
    width = (math.log2(p["units"]) - 6.5) / 3
    loss = 0.12 * rate**2 + 0.08 * width**2 + 0.05 * (p["layers"] - 3) ** 2 + 0.3 * (p["dropout"] - 0.2) ** 2
    return loss + {"relu": 0, "tanh": 0.05, "sigmoid": 0.2}[p["activation"]] + (0.04 if sgd else 0)


def conditional(p):
    decay = 0.05 * (math.log10(p["decay"]) + 4) ** 2
    if p["optimizer"] == "adam":
        return decay + 0.3 * (math.log10(p["adamRate"]) + 2.5) ** 2
    if p["optimizer"] == "sgd":
        return decay + 0.05 + 0.3 * (math.log10(p["sgdRate"]) + 1) ** 2 + 2 * (p["momentum"] - 0.9) ** 2
    return decay + 0.4


FUNCTIONS = {
    "branin": branin,
    "hartmann6": hartmann6,
    "rosenbrock5": rosenbrock,
    "levy8": levy,
    "ackley5": ackley,
    "network": network,
    "conditional": conditional,
    "noisy hartmann6": hartmann6,
}
