"""
Scores flows by scikit-learn's IsolationForest, learned from others:
python isolation_forest.py TRAINING ASKED OUT SEED
Both are captures of Argus with a header; OUT becomes a 64-bit float for each flow asked about, larger where less usual.
"""
import json
import sys
import zlib

import numpy as np
import pandas as pd
import sklearn
from sklearn.ensemble import IsolationForest

training, asked, out, seed = sys.argv[1:5]


def features(path):
    flows = pd.read_csv(path, dtype=str, keep_default_na=False)
    numbers = [pd.to_numeric(flows[name], errors='coerce').fillna(-1) for name in ['Dur', 'TotPkts', 'TotBytes', 'SrcBytes', 'Dport']]
    texts = [flows[name].map(lambda text: zlib.crc32(text.encode()) % 997) for name in ['Proto', 'State']]
    return np.stack(numbers + texts, axis=1)


x = features(training)
random = np.random.default_rng(int(seed))
chosen = random.choice(len(x), min(60_000, len(x)), replace=False)
forest = IsolationForest(n_estimators=200, random_state=int(seed), n_jobs=2).fit(x[chosen])
(-forest.score_samples(features(asked))).astype('<f8').tofile(out)
print(json.dumps(dict(version=sklearn.__version__)))
