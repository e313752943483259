"""Seconds of an epoch of scikit-learn's MLP on the sparse table of routes: sklearn_routes.py FILE.json."""
import json
import sys
import time

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.neural_network import MLPClassifier

with open(sys.argv[1]) as f:
    given = json.load(f)
columns, ends = [], [0]
for route in given['hops']:
    columns += sorted({5 + s for s in route if s >= 0})
    ends.append(len(columns))
shape = (len(given['hops']), 5 + given['features'])
table = csr_matrix((np.ones(len(columns), 'float32'), columns, ends), shape=shape).tolil()
table[:, :5] = np.array(given['statistics'], 'float32').reshape(-1, 5)
table = table.tocsr()
labels = np.array(given['labels'])

net = MLPClassifier((64, 64, 64), batch_size=given['batch'], learning_rate_init=given['rate'])
seconds, processor = [], []
for _ in range(given['epochs']):
    began, used = time.perf_counter(), time.process_time()
    net.partial_fit(table, labels, classes=[0, 1])
    seconds.append(time.perf_counter() - began)
    processor.append(time.process_time() - used)
print(json.dumps({'seconds': min(seconds), 'processor': min(processor), 'accuracy': net.score(table, labels)}))
