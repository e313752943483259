"""
Recomputes clusterReport.json beside this script:

    pip install scikit-learn
    python test/golden/clusterReport.py

agreement   scikit-learn: adjusted_rand_score, homogeneity_score, completeness_score of small partitions
logOdds     numpy: log odds of a value against all others with an informative prior, and their scores (Monroe, Colaresi
            and Quinn 2008, section 3.5, with half a flow more on each side)
"""
import json, os

import numpy as np
from sklearn.metrics import adjusted_rand_score, completeness_score, homogeneity_score

here = os.path.dirname(os.path.abspath(__file__))


def agreement():
    rng = np.random.default_rng(11)
    pairs = [([0, 0, 1, 1], [0, 0, 1, 1]), ([0, 0, 1, 1], [1, 1, 0, 0]), ([0, 0, 0], [0, 1, 2]), ([0, 1, 2], [0, 0, 0]),
             ([0, 1, 2], [2, 1, 0]), ([0, 0], [0, 0]), ([0], [0]), ([0, 0, 1, 2], [0, 0, 1, 1]), ([0, 1, 0, 1], [0, 0, 1, 1])]
    pairs += [(rng.integers(0, k, 60).tolist(), rng.choice(3, 60, p=[.9, .08, .02]).tolist()) for k in (2, 5, 40)]
    truth = np.sort(rng.choice(3, 60, p=[.5, .3, .2]))
    pairs += [((truth * 2 + rng.integers(0, 2, 60)).tolist(), truth.tolist())]
    return [dict(clusters=c, truth=t, adjustedRandIndex=adjusted_rand_score(t, c), homogeneity=homogeneity_score(t, c),
                 completeness=completeness_score(t, c)) for c, t in pairs]


def log_odds():
    """One column of six values: flows inside a cluster, and outside."""
    inside = np.array([40., 0, 3, 1, 0, 6])
    outside = np.array([100., 700, 30, 0, 5, 65])
    share = (inside + outside) / (inside + outside).sum()
    prior, other = .5 + 10 * share, .5 + 10 * (1 - share)
    odds = lambda y: np.log((y + prior) / (y.sum() - y + other))
    delta = odds(inside) - odds(outside)
    score = delta / np.sqrt(1 / (inside + prior) + 1 / (outside + prior))
    return dict(inside=inside.tolist(), outside=outside.tolist(), logOdds=delta.tolist(), score=score.tolist())


with open(os.path.join(here, 'clusterReport.json'), 'w') as f:
    json.dump(dict(agreement=agreement(), logOdds=log_odds()), f)
    f.write('\n')
