"""
Lays vectors out with openTSNE's FFT variant (its defaults: 250 + 500 iterations, approximate neighbours), two jobs:
python opentsne.py VECTORS N SIZE SEED OUT
VECTORS holds N rows of SIZE 32-bit floats; OUT gets N rows of two. Prints null where openTSNE is not installed.
"""
import json
import resource
import sys
import time

import numpy as np

try:
    import openTSNE
except ImportError:
    print('null')
    sys.exit()

path, n, size, seed, out = sys.argv[1:6]
x = np.fromfile(path, dtype='<f4').reshape(int(n), int(size))
used = resource.getrusage(resource.RUSAGE_SELF)
began = time.perf_counter()
layout = openTSNE.TSNE(negative_gradient_method='fft', n_jobs=2, random_state=int(seed)).fit(x)
seconds = time.perf_counter() - began
now = resource.getrusage(resource.RUSAGE_SELF)
np.asarray(layout, dtype='<f4').tofile(out)
print(json.dumps(dict(version=openTSNE.__version__, seconds=seconds, kl=float(layout.kl_divergence),
                      processor=now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime)))
