"""
Lays vectors out with umap-learn (15 neighbours, minimal distance 0.1; no seed is given to it, for with one it takes
a single thread):
python umap_learn.py VECTORS N SIZE SEED OUT
VECTORS holds N rows of SIZE 32-bit floats; OUT gets N rows of two. Prints null where umap-learn is not installed.
"""
import json
import resource
import sys
import time
import warnings

import numpy as np

warnings.filterwarnings('ignore')
try:
    import umap
except ImportError:
    print('null')
    sys.exit()

path, n, size, _, out = sys.argv[1:6]
x = np.fromfile(path, dtype='<f4').reshape(int(n), int(size))
# What numba compiles when it is first asked counts for nobody.
umap.UMAP(n_epochs=10, n_jobs=2).fit(x[:5000])
used = resource.getrusage(resource.RUSAGE_SELF)
began = time.perf_counter()
layout = umap.UMAP(n_neighbors=15, min_dist=0.1, n_jobs=2).fit_transform(x)
seconds = time.perf_counter() - began
now = resource.getrusage(resource.RUSAGE_SELF)
np.asarray(layout, dtype='<f4').tofile(out)
print(json.dumps(dict(version=umap.__version__, seconds=seconds,
                      processor=now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime)))
