"""
k-means and the exact graph of nearest neighbours by faiss, on two threads:
python faiss_peer.py VECTORS N SIZE "kmeans" K ITERATIONS SEED, or VECTORS N SIZE "graph" NEIGHBOURS
VECTORS holds N rows of SIZE 32-bit floats.
"""
import json
import resource
import sys
import time

import faiss
import numpy as np

path, n, size, what, count, *rest = sys.argv[1:]
x = np.fromfile(path, dtype='<f4').reshape(int(n), int(size))
faiss.omp_set_num_threads(2)
used = resource.getrusage(resource.RUSAGE_SELF)
began = time.perf_counter()
if what == 'kmeans':
    iterations, seed = map(int, rest)
    # All vectors count, as for ours: without these, faiss takes a sample of them.
    model = faiss.Kmeans(x.shape[1], int(count), niter=iterations, seed=seed, min_points_per_centroid=1,
                         max_points_per_centroid=len(x))
    model.train(x)
    labels = model.index.search(x, 1)[1][:, 0]
else:
    index = faiss.IndexFlatL2(x.shape[1])
    index.add(x)
    # The nearest is the vector itself, or its double.
    index.search(x, int(count) + 1)
seconds = time.perf_counter() - began
now = resource.getrusage(resource.RUSAGE_SELF)
processor = now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime
inertia = None
if what == 'kmeans':
    # Of the clusters as they are, as for ours.
    sums = np.zeros((int(count), x.shape[1]))
    np.add.at(sums, labels, x)
    means = sums / np.maximum(1, np.bincount(labels, minlength=int(count)))[:, None]
    inertia = float(((x - means[labels]) ** 2).sum())
print(json.dumps(dict(version=faiss.__version__, seconds=seconds, processor=processor, inertia=inertia)))
