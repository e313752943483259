"""
Nearest tokens of exported vectors by gensim, beside ours.
Arguments: word2vec file, "text" or "binary", JSON file of [token, [[neighbour, similarity], ...]] with twelve each.
"""
import json
import sys
import time

from gensim.models import KeyedVectors

# What 32-bit sums in another order differ by: neighbours closer than this have no order.
TIE = 1e-6

path, form, asked = sys.argv[1:4]
began = time.perf_counter()
vectors = KeyedVectors.load_word2vec_format(path, binary=form == 'binary')
seconds = time.perf_counter() - began
same = tied = 0
deviation = 0.0
with open(asked, encoding='utf8') as f:
    questions = json.load(f)
for token, ours in questions:
    theirs = vectors.most_similar(token, topn=10)
    deviation = max([deviation] + [abs(a[1] - b[1]) for a, b in zip(theirs, ours)])
    if [name for name, _ in theirs] == [name for name, _ in ours[:10]]:
        same += 1
    elif all(abs(a[1] - b[1]) < TIE for a, b in zip(theirs, ours)):
        tied += 1
print(json.dumps(dict(tokens=len(questions), same=same, tied=tied, deviation=deviation, seconds=seconds, rows=len(vectors))))
