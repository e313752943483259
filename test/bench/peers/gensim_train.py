"""
Trains gensim's Word2Vec on sentences of 30 flows and scores its neighbours by label:
python gensim_train.py CAPTURE '{"window": 30, "epochs": 5, …}'
"""
import collections
import csv
import gzip
import json
import sys
import time

import gensim
import numpy as np
from gensim.models import Word2Vec

CLASSES = ('botnet', 'normal', 'background')


def class_of(label):
    lower = label.lower()
    return 'botnet' if 'botnet' in lower else 'normal' if 'normal' in lower else 'background'


def read(path):
    words, labels = [], collections.defaultdict(collections.Counter)
    with (gzip.open(path, 'rt', errors='replace') if path.endswith('.gz') else open(path, errors='replace')) as f:
        rows = csv.reader(f)
        next(rows)
        for row in rows:
            word = ' '.join((row[2], row[3], row[6], row[7]))
            words.append(word)
            labels[word][class_of(row[14])] += 1
    return [words[i:i + 30] for i in range(0, len(words), 30)], labels, len(words)


def scores(vectors, names, labels):
    """As server/src/embedding/evaluation.ts: 7 nearest vote, ties go to the nearest; share of own class among 10."""
    truth = np.array([max(CLASSES, key=lambda c: labels[w][c]) for w in names])
    rest = np.flatnonzero(truth == 'background')
    some = np.random.default_rng(1).choice(rest, min(2000, len(rest)), replace=False)
    asked = np.concatenate([np.flatnonzero(truth != 'background'), some])
    predicted, share = [], []
    for start in range(0, len(asked), 256):
        rows = asked[start:start + 256]
        near = vectors[rows] @ vectors.T
        near[np.arange(len(rows)), rows] = -9
        best = np.argpartition(-near, 10, axis=1)[:, :10]
        for i, columns in enumerate(best):
            found = truth[columns[np.argsort(-near[i, columns])]]
            predicted.append(collections.Counter(found[:7]).most_common(1)[0][0])
            share.append(np.mean(found == truth[rows[i]]))
    predicted, share, own = np.array(predicted), np.array(share), truth[asked]
    f1 = []
    for c in CLASSES:
        hit = np.sum((own == c) & (predicted == c))
        if np.sum(own == c) + np.sum(predicted == c):
            f1.append(2 * hit / (np.sum(own == c) + np.sum(predicted == c)))
    at10 = {c: float(share[own == c].mean()) for c in CLASSES if np.any(own == c)}
    return float(np.mean(f1)), at10


settings = dict(vector_size=100, sg=1, negative=10, min_count=1, workers=2, sample=1e-3, seed=1)
settings.update(json.loads(sys.argv[2]))
began = time.perf_counter()
sentences, labels, flows = read(sys.argv[1])
parsed = time.perf_counter()
model = Word2Vec(**settings)
model.build_vocab(sentences)
counted = time.perf_counter()
model.train(sentences, total_examples=model.corpus_count, epochs=model.epochs)
seconds = time.perf_counter() - counted
macro, at10 = scores(model.wv.get_normed_vectors(), model.wv.index_to_key, labels)
print(json.dumps(dict(version=gensim.__version__, flows=flows, vocabulary=len(model.wv), ingest=parsed - began,
                      vocabularySeconds=counted - parsed, train=seconds, flowsPerSecond=flows * model.epochs / seconds,
                      macroF1=macro, precisionAt10=at10)))
