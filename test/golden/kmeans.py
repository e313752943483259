"""
Recomputes kmeans.json beside this script with scikit-learn: inertia of k-means and silhouettes of planted groups,
for the vectors that test/support/blobs.ts makes.

    pip install scikit-learn
    python test/golden/kmeans.py
"""
import json, os

import numpy as np
from sklearn.cluster import KMeans
from sklearn.metrics import silhouette_samples

here = os.path.dirname(os.path.abspath(__file__))
MASK = 0xffffffff


def mulberry32(seed):
    state = seed & MASK
    while True:
        state = (state + 0x6d2b79f5) & MASK
        t = ((state ^ (state >> 15)) * (state | 1)) & MASK
        t = ((t + (((t ^ (t >> 7)) * (t | 61)) & MASK)) & MASK) ^ t
        yield ((t ^ (t >> 14)) & MASK) / 4294967296


def blobs(n, d, seed, groups=6):
    random = mulberry32(seed)
    centres = np.array([3 * next(random) for _ in range(groups * d)], dtype=np.float32)
    rows = np.empty((n, d), dtype=np.float32)
    for i in range(n):
        for j in range(d):
            noise = next(random) + next(random) + next(random) - 1.5
            rows[i, j] = (float(centres[i % groups * d + j]) + noise) / (1 + j / 4)
    return rows


cases = []
for n, d, seed, k in ((300, 5, 1, 10), (500, 40, 2, 100), (400, 100, 3, 25)):
    x = blobs(n, d, seed)
    inertia = min(KMeans(k, n_init=3, random_state=s).fit(x).inertia_ for s in range(3))
    groups = np.arange(n) % 6
    own = silhouette_samples(x, groups)
    cases.append(dict(n=n, d=d, seed=seed, k=k, inertia=float(inertia), silhouette=float(own.mean()),
                      first=[round(float(s), 6) for s in own[:8]]))
with open(os.path.join(here, 'kmeans.json'), 'w') as f:
    json.dump(cases, f, indent=1)
    f.write('\n')
