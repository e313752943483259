"""Writes tsne.json: what scikit-learn makes of 60 points. Run by hand: python test/golden/tsne.py"""

import json
from pathlib import Path

import numpy as np
import sklearn
from scipy.spatial.distance import squareform
from sklearn.manifold import TSNE
from sklearn.manifold._t_sne import _joint_probabilities, _kl_divergence
from sklearn.metrics import pairwise_distances

N, D, PERPLEXITY = 60, 5, 19.5


def noise(i, c):
    return ((i * 7919 + c * 104729 + i * i * c * 31) % 1009) / 1009


x = np.array([[noise(i, c) + 2 * (i % 4 == c) for c in range(D)] for i in range(N)], dtype=np.float32)
start = np.array([[noise(i + 100, 1) * 3, noise(i + 200, 2) * 3] for i in range(N)], dtype=np.float32)
squares = pairwise_distances(x, metric="sqeuclidean").astype(np.float32)
p = _joint_probabilities(squares, PERPLEXITY, False)
kl, gradient = _kl_divergence(start.ravel().astype(np.float64), p, 1.0, N, 2)
best = TSNE(perplexity=PERPLEXITY, method="exact", init="pca", random_state=1, max_iter=1000).fit(x)
full = squareform(p)
Path(__file__).with_name("tsne.json").write_text(
    json.dumps(
        {
            "scikit-learn": sklearn.__version__,
            "probabilities": [[round(float(v), 9) for v in row] for row in full[:6]],
            "kl": round(float(kl), 7),
            "gradient": [round(float(v), 8) for v in gradient],
            "finalKl": round(float(best.kl_divergence_), 6),
        },
        indent=1,
    )
    + "\n"
)
