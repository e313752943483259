"""
Clusters vectors with scikit-learn, one k-means++ start:
python sklearn_clusters.py VECTORS N SIZE K "full"|"mini-batch" SEED
VECTORS holds N rows of SIZE 32-bit floats.
"""
import json
import resource
import sys
import time
import warnings

import numpy as np
import sklearn
from sklearn.cluster import KMeans, MiniBatchKMeans

warnings.filterwarnings('ignore')
path, n, size, k, method, seed = sys.argv[1:7]
x = np.fromfile(path, dtype='<f4').reshape(int(n), int(size))
kind = KMeans if method == 'full' else MiniBatchKMeans
used = resource.getrusage(resource.RUSAGE_SELF)
began = time.perf_counter()
model = kind(n_clusters=int(k), init='k-means++', n_init=1, random_state=int(seed)).fit(x)
seconds = time.perf_counter() - began
now = resource.getrusage(resource.RUSAGE_SELF)
processor = now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime
# Of the clusters as they are, as for ours: mini-batches leave centres beside the means.
sums = np.zeros((int(k), int(size)))
np.add.at(sums, model.labels_, x)
means = sums / np.maximum(1, np.bincount(model.labels_, minlength=int(k)))[:, None]
inertia = float(((x - means[model.labels_]) ** 2).sum())
print(json.dumps(dict(version=sklearn.__version__, seconds=seconds, processor=processor, inertia=inertia,
                      iterations=int(model.n_iter_))))
