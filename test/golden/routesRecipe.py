"""Numbers of scikit-learn and Keras that ours are compared with.

    pip install scikit-learn tensorflow-cpu && python test/golden/routesRecipe.py > test/golden/routes.json
"""
import json
import os

os.environ['TF_CPP_MIN_LOG_LEVEL'] = '3'

import numpy as np
import sklearn
import tensorflow as tf
from sklearn.cluster import FeatureAgglomeration
from sklearn.metrics import (average_precision_score, brier_score_loss, classification_report,
                             confusion_matrix, precision_recall_curve, roc_auc_score, roc_curve)

rng = np.random.default_rng(1)


def agglomeration():
    routes, subnets, groups = 60, 24, 6
    # Subnets come in families, each of its own size, so that no two merges cost the same.
    table = np.zeros((routes, subnets))
    for r in range(routes):
        family = int(rng.integers(0, 6))
        members = np.arange(subnets)[np.arange(subnets) % 6 == family]
        table[r, members[rng.random(len(members)) < 0.7]] = 1
        table[r, rng.integers(0, subnets, 2)] = 1
    fitted = FeatureAgglomeration(n_clusters=groups).fit(table)
    return {
        'groups': groups,
        'routes': [np.flatnonzero(row).tolist() for row in table],
        'subnets': subnets,
        'labels': fitted.labels_.tolist(),
        'firstRoute': sorted(fitted.transform(table[:1])[0].round(12).tolist()),
    }


def report():
    labels = rng.integers(0, 2, 200)
    # Rounded, so that some probabilities are tied.
    p = np.clip(0.5 + 0.35 * (labels - 0.5) + 0.3 * rng.normal(size=200), 0, 1).round(2)
    fpr, tpr, _ = roc_curve(labels, p, drop_intermediate=False)
    precision, recall, _ = precision_recall_curve(labels, p)
    return {
        'labels': labels.tolist(),
        'probabilities': p.tolist(),
        'report': classification_report(labels, p > 0.5, target_names=['benign', 'malicious'], output_dict=True),
        'confusion': confusion_matrix(labels, p > 0.5).tolist(),
        'rocAuc': roc_auc_score(labels, p),
        'averagePrecision': average_precision_score(labels, p),
        'brier': brier_score_loss(labels, p),
        'roc': [fpr.tolist(), tpr.tolist()],
        'precisionRecall': [recall[::-1].tolist(), precision[::-1].tolist()],
    }


def lstm():
    batch, steps, features, units = 3, 4, 5, 8
    x = rng.normal(size=(batch, steps, features)).astype('float32')
    layer = tf.keras.layers.LSTM(units, activation='relu')
    layer.build((batch, steps, features))
    weights = [rng.normal(scale=0.5, size=w.shape).astype('float32') for w in layer.get_weights()]
    layer.set_weights(weights)
    towards = rng.normal(size=(batch, units)).astype('float32')
    variable = tf.Variable(x)
    with tf.GradientTape() as tape:
        out = layer(variable)
        value = tf.reduce_sum(out * towards)
    gradients = tape.gradient(value, [variable, *layer.trainable_variables])
    named = dict(zip(['inputs', 'kernel', 'recurrent', 'bias'], gradients))
    return {
        'batch': batch, 'steps': steps, 'features': features, 'units': units,
        'inputs': x.ravel().tolist(),
        'kernel': weights[0].ravel().tolist(),
        'recurrent': weights[1].ravel().tolist(),
        'bias': weights[2].ravel().tolist(),
        'towards': towards.ravel().tolist(),
        'output': out.numpy().ravel().tolist(),
        'gradients': {k: np.asarray(v).ravel().tolist() for k, v in named.items()},
    }


def dense_net():
    """Two steps of Adam on a small dense net: losses before each, and the first layer's weights after."""
    batch, features = 4, 6
    x = (rng.random((batch, features)) < 0.4).astype('float32')
    y = np.array([0, 1, 1, 0], 'float32').reshape(-1, 1)
    layers = [tf.keras.layers.Dense(8, activation='relu'), tf.keras.layers.Dense(1, activation='sigmoid')]
    net = tf.keras.Sequential([tf.keras.Input((features,)), *layers])
    weights = [rng.normal(scale=0.5, size=w.shape).astype('float32') for w in net.get_weights()]
    net.set_weights(weights)
    net.compile(optimizer=tf.keras.optimizers.Adam(0.01), loss='binary_crossentropy')
    losses = [float(net.train_on_batch(x, y)), float(net.train_on_batch(x, y))]
    return {
        'inputs': x.tolist(), 'labels': y.ravel().tolist(),
        'weights': [w.ravel().tolist() for w in weights],
        'firstLoss': losses[0],
        'after': [w.ravel().tolist() for w in net.get_weights()],
    }


print(json.dumps({
    'versions': {'scikit-learn': sklearn.__version__, 'tensorflow': tf.__version__},
    'agglomeration': agglomeration(), 'report': report(), 'lstm': lstm(), 'dense': dense_net(),
}))
