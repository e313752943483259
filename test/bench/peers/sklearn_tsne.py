"""
Lays vectors out with scikit-learn's TSNE (Barnes-Hut, 1,000 iterations, random start, two jobs):
python sklearn_tsne.py VECTORS N SIZE SEED OUT
VECTORS holds N rows of SIZE 32-bit floats; OUT gets N rows of two.
"""
import json
import resource
import sys
import time

import numpy as np
import sklearn
from sklearn.manifold import TSNE

path, n, size, seed, out = sys.argv[1:6]
x = np.fromfile(path, dtype='<f4').reshape(int(n), int(size))
used = resource.getrusage(resource.RUSAGE_SELF)
began = time.perf_counter()
model = TSNE(n_components=2, learning_rate=50, init='random', random_state=int(seed), n_jobs=2)
layout = model.fit_transform(x)
seconds = time.perf_counter() - began
now = resource.getrusage(resource.RUSAGE_SELF)
np.asarray(layout, dtype='<f4').tofile(out)
print(json.dumps(dict(version=sklearn.__version__, seconds=seconds, kl=float(model.kl_divergence_),
                      processor=now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime)))
