"""
Recomputes the small golden files beside this script with the field's own tools:

    pip install gensim scikit-learn
    npx tsx test/golden/writeCapture.ts capture.binetflow
    python test/golden/recipe.py capture.binetflow

subsampling.json   gensim: share of a token that subsampling keeps, as its 32-bit threshold
classReport.json   scikit-learn: precision, recall, F1, support; macro, weighted, accuracy
huffman.json       gensim: codes and inner nodes of tokens by their counts
phrases.json       gensim's Phrases on the generated capture: phrases and scores of each pass
queries.json       gensim's KeyedVectors on a small matrix: most_similar, doesnt_match, similarity
gensim.json        gensim on the generated capture: commonest tokens, label agreement of neighbours
tsne.json          scikit-learn's TSNE on 60 points; by tsne.py beside this one
"""
import collections, csv, json, os, sys

import numpy as np
from gensim.models import KeyedVectors, Phrases, Word2Vec
from sklearn.metrics import accuracy_score, f1_score, precision_recall_fscore_support

here = os.path.dirname(os.path.abspath(__file__))


def write(name, value):
    with open(os.path.join(here, name + '.json'), 'w') as f:
        json.dump(value, f, indent=1)
        f.write('\n')


def subsampling():
    cases = []
    for counts in ([900, 60, 30, 9, 1], [1000, 1000, 1], [5] * 4):
        for sample in (1e-3, 0.05, 0.5, 2, 30):
            model = Word2Vec(min_count=1, sample=sample, vector_size=2)
            model.build_vocab_from_freq({str(i): n for i, n in enumerate(counts)})
            kept = [int(model.wv.get_vecattr(str(i), 'sample_int')) for i in range(len(counts))]
            cases.append(dict(counts=counts, sample=sample, kept=kept))
    write('subsampling', cases)


def huffman():
    cases = []
    rng = np.random.default_rng(5)
    ranked = sorted((int(n) for n in rng.zipf(1.6, 60) % 500 + 1), reverse=True)
    for counts in ([3, 2], [1] * 7, [5, 5, 3, 2, 2, 1, 1, 1], [34, 21, 13, 8, 5, 3, 2, 1, 1], ranked):
        model = Word2Vec(min_count=1, hs=1, negative=0, vector_size=2)
        model.build_vocab_from_freq({str(i): n for i, n in enumerate(counts)})
        get = lambda what: [[int(x) for x in model.wv.get_vecattr(key, what)] for key in model.wv.index_to_key]
        cases.append(dict(counts=counts, codes=get('code'), points=get('point')))
    write('huffman', cases)


def class_report():
    names = 'abcd'
    rng = np.random.default_rng(3)
    pairs = [([0, 0, 1, 2], [0, 1, 1, 1]), ([0, 0, 0], [1, 1, 1]), ([2, 2], [2, 2])]
    pairs += [(rng.choice(4, 50, p=[.7, .2, .08, .02]).tolist(), rng.integers(0, 3, 50).tolist())]
    cases = []
    for truth, predicted in pairs:
        seen = sorted({*truth, *predicted})
        p, r, f, s = precision_recall_fscore_support(truth, predicted, labels=seen, zero_division=0)
        cases.append(dict(
            truth=truth, predicted=predicted,
            perClass={names[c]: dict(precision=float(p[i]), recall=float(r[i]), f1=float(f[i]), support=int(s[i])) for i, c in enumerate(seen)},
            macroF1=float(f1_score(truth, predicted, average='macro', zero_division=0)),
            weightedF1=float(f1_score(truth, predicted, average='weighted', zero_division=0)),
            accuracy=float(accuracy_score(truth, predicted))))
    write('classReport', cases)


def phrases(path):
    with open(path) as f:
        words = [' '.join((row[2], row[3], row[6], row[7])) for row in list(csv.reader(f))[1:]]
    cases = []
    for scoring, threshold in (('default', 10), ('default', 1), ('npmi', 0.3)):
        sentences = [words[i:i + 30] for i in range(0, len(words), 30)]
        passes = []
        for _ in range(3):
            model = Phrases(sentences, scoring=scoring, threshold=threshold, delimiter=' \u2192 ')
            passes.append(model.find_phrases(sentences))
            sentences = [model[sentence] for sentence in sentences]
        common = collections.Counter(word for sentence in sentences for word in sentence).most_common(5)
        cases.append(dict(scoring=scoring, threshold=threshold, passes=passes, words=sum(map(len, sentences)), common=common))
    write('phrases', cases)


def queries():
    size, count = 7, 20
    rng = np.random.default_rng(11)
    tokens = ['udp 10.0.0.%d 8.8.8.8 %d' % (i, i * 7) for i in range(count)]
    # Sixteenths are the same number in every format.
    vectors = (rng.integers(-32, 33, (count, size)) / 16).astype(np.float32)
    kv = KeyedVectors(size)
    kv.add_vectors(tokens, vectors)
    pick = lambda n: [tokens[i] for i in rng.choice(count, n, replace=False)]
    most, odd, pairs = [], [], []
    for positive, negative in ((1, 0), (2, 0), (2, 1), (1, 2), (0, 1), (3, 3)):
        names = pick(positive + negative)
        asked = dict(positive=names[:positive], negative=names[positive:])
        most.append(dict(**asked, answer=kv.most_similar(**asked, topn=6)))
    # Of two, both are as far from their mean.
    for n in (3, 4, 5, 7):
        names = pick(n)
        odd.append(dict(tokens=names, odd=kv.doesnt_match(names)))
    for _ in range(4):
        a, b = pick(2)
        pairs.append(dict(tokens=[a, b], similarity=float(kv.similarity(a, b))))
    write('queries', dict(size=size, tokens=tokens, vectors=vectors.ravel().tolist(), mostSimilar=most, oddOneOut=odd, similarity=pairs))


def labels_of(truth):
    return {str(c) for c in truth}


def neighbours(path):
    """Label agreement over all tokens: a token's class against the majority of its 7 nearest, share of its 10 nearest."""
    labels = collections.defaultdict(collections.Counter)
    words = []
    with open(path) as f:
        rows = csv.reader(f)
        next(rows)
        for row in rows:
            word = ' '.join((row[2], row[3], row[6], row[7]))
            words.append(word)
            labels[word]['botnet' if 'Botnet' in row[14] else 'normal' if 'Normal' in row[14] else 'background'] += 1
    sentences = [words[i:i + 30] for i in range(0, len(words), 30)]
    common = collections.Counter(words).most_common(20)
    hs, cbow = dict(hs=1, negative=0), dict(sg=0)
    variants = [dict(window=10, epochs=50, **v) for v in (hs, cbow, dict(cbow, cbow_mean=0), dict(cbow, **hs))]
    runs = []
    for settings in (dict(window=10, epochs=10), dict(window=30, epochs=5), *variants):
        # One run's scores rest on five botnet tokens: the mean over seeds says more.
        scores = []
        for seed in range(1, 6):
            defaults = dict(vector_size=100, sg=1, negative=10, min_count=1, workers=1, sample=1e-3, seed=seed)
            model = Word2Vec(sentences, **{**defaults, **settings})
            names = model.wv.index_to_key
            truth = np.array([labels[w].most_common(1)[0][0] for w in names])
            unit = model.wv.get_normed_vectors()
            near = unit @ unit.T
            np.fill_diagonal(near, -9)
            order = np.argsort(-near, axis=1, kind='stable')[:, :10]
            predicted = [collections.Counter(truth[row[:7]]).most_common(1)[0][0] for row in order]
            share = (truth[order] == truth[:, None]).mean(axis=1)
            scores.append([f1_score(truth, predicted, average='macro')] + [share[truth == c].mean() for c in sorted(labels_of(truth))])
        mean = np.mean(scores, axis=0)
        runs.append(dict(settings=settings, macroF1=float(mean[0]),
                         precisionAt10={c: float(m) for c, m in zip(sorted(labels_of(truth)), mean[1:])}))
    write('gensim', dict(tokens=len(labels), common=common, runs=runs))


subsampling()
huffman()
class_report()
queries()
phrases(sys.argv[1])
neighbours(sys.argv[1])
