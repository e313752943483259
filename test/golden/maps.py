"""Makes maps.json: what scikit-learn says of a small data set. Run: python test/golden/maps.py > test/golden/maps.json

scikit-learn 1.9, numpy 2.4. The numbers of the data set are drawn by the same generator as in the test
(mulberry32), so that only results are kept.
"""
import json
import numpy as np
from sklearn.decomposition import PCA
from sklearn.manifold import trustworthiness
from sklearn.neighbors import NearestNeighbors

N, D, GROUPS = 120, 10, 4


def mulberry32(seed):
    state = seed & 0xFFFFFFFF
    while True:
        state = (state + 0x6D2B79F5) & 0xFFFFFFFF
        t = ((state ^ (state >> 15)) * (state | 1)) & 0xFFFFFFFF
        t = ((t + ((t ^ (t >> 7)) * (t | 61) & 0xFFFFFFFF)) & 0xFFFFFFFF) ^ t
        yield ((t ^ (t >> 14)) & 0xFFFFFFFF) / 4294967296


def data():
    random = mulberry32(3)
    centres = [[next(random) * 4 for _ in range(D)] for _ in range(GROUPS)]
    rows = [[centres[r % GROUPS][c] + next(random) * (c + 1) * 0.3 for c in range(D)] for r in range(N)]
    return np.array(rows, dtype=np.float32)


def preservation(x, y, k):
    a = NearestNeighbors(n_neighbors=k).fit(x).kneighbors(return_distance=False)
    b = NearestNeighbors(n_neighbors=k).fit(y).kneighbors(return_distance=False)
    return float(np.mean([len(set(p) & set(q)) / k for p, q in zip(a, b)]))


x = data().astype(np.float64)
unit = x / np.linalg.norm(x, axis=1, keepdims=True)
three = PCA(3, svd_solver="full").fit(x)
flat = PCA(2, svd_solver="full").fit_transform(unit)
poor = x[:, 3:5]
print(json.dumps({
    "rows": [[float(v) for v in row] for row in x[:2]],
    "layout": [[round(float(v), 6) for v in row] for row in three.transform(x)[:12]],
    "explained": [round(float(v), 8) for v in three.explained_variance_ratio_],
    "quality": {
        "pca": {"trustworthiness": trustworthiness(unit, flat, n_neighbors=10),
                "preservation": preservation(unit, flat, 10)},
        "poor": {"trustworthiness": trustworthiness(unit, poor, n_neighbors=10),
                 "preservation": preservation(unit, poor, 10)},
    },
}, indent=1))
