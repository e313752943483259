"""Makes maps.json: what scikit-learn and umap-learn say of a small data set. Run: python test/golden/maps.py > test/golden/maps.json

scikit-learn 1.9, numpy 2.4, umap-learn 0.5. The numbers of the data set are drawn by the same generator as in the test
(mulberry32), so that only results are kept.
"""
import json
import numpy as np
from sklearn.decomposition import PCA
from sklearn.manifold import trustworthiness
from sklearn.neighbors import NearestNeighbors
from umap.umap_ import find_ab_params, fuzzy_simplicial_set

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


def fuzzy(x, n_neighbors):
    distances, indices = NearestNeighbors(n_neighbors=n_neighbors).fit(x).kneighbors()
    # kneighbors() without an argument leaves the point itself out; umap-learn wants it first.
    indices = np.hstack([np.arange(len(x))[:, None], indices[:, :-1]])
    distances = np.hstack([np.zeros((len(x), 1)), distances[:, :-1]]).astype(np.float32)
    graph, _, _ = fuzzy_simplicial_set(x, n_neighbors, None, "euclidean", knn_indices=indices, knn_dists=distances)
    return graph.tocsr()


x = data().astype(np.float64)
unit = x / np.linalg.norm(x, axis=1, keepdims=True)
three = PCA(3, svd_solver="full").fit(x)
flat = PCA(2, svd_solver="full").fit_transform(unit)
poor = x[:, 3:5]
graph = fuzzy(unit, 8)
print(json.dumps({
    "rows": [[float(v) for v in row] for row in x[:2]],
    "layout": [[round(float(v), 6) for v in row] for row in three.transform(x)[:12]],
    "explained": [round(float(v), 8) for v in three.explained_variance_ratio_],
    "fuzzy": {
        "entries": int(graph.nnz),
        "sum": round(float(graph.sum()), 5),
        "first": {str(j): round(float(w), 6) for j, w in sorted(zip(graph[0].indices.tolist(), graph[0].data))},
    },
    "curves": [{"minDist": m, "a": round(float(a), 6), "b": round(float(b), 6)}
               for m in (0.0, 0.1, 0.5, 0.9) for a, b in [find_ab_params(1.0, m)]],
    "quality": {
        "pca": {"trustworthiness": trustworthiness(unit, flat, n_neighbors=10),
                "preservation": preservation(unit, flat, 10)},
        "poor": {"trustworthiness": trustworthiness(unit, poor, n_neighbors=10),
                 "preservation": preservation(unit, poor, 10)},
    },
}, indent=1))
