"""Seconds of an epoch of the notebook's network in Keras: keras_routes.py FILE.json; prints one JSON object."""
import json
import os
import sys
import time

os.environ['TF_CPP_MIN_LOG_LEVEL'] = '3'

import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

with open(sys.argv[1]) as f:
    given = json.load(f)
kind, features = given['network'], given['features']
hops, row, value = given['hops'], given['row'], given['value']
labels = np.array(given['labels'], 'float32')
statistics = np.array(given['statistics'], 'float32').reshape(-1, 5)
routes, steps = len(hops), 30

if kind == 'dense':
    table = np.zeros((routes, 5 + features), 'float32')
    table[:, :5] = statistics
    for r, route in enumerate(hops):
        for subnet in {s for s in route if s >= 0}:
            table[r, 5 + row[subnet]] += value[subnet]
    inputs, ends = table, keras.Input((5 + features,))
    x = layers.Dense(64, activation='relu')(ends)
    x = layers.Dense(64, activation='relu')(x)
else:
    sequence = np.zeros((routes, steps, features), 'float32')
    for r, route in enumerate(hops):
        for t, subnet in enumerate(route[:steps]):
            if subnet >= 0:
                sequence[r, t, row[subnet]] = value[subnet]
    first = keras.Input((steps, features))
    x = layers.LSTM(64, activation='relu')(first)
    if kind == 'hybrid':
        second = keras.Input((5,))
        x = layers.concatenate([x, second])
        inputs, ends = [sequence, statistics], [first, second]
    else:
        inputs, ends = sequence, first
    x = layers.Dense(64, activation='relu')(x)
x = layers.Dense(64, activation='relu')(x)
net = keras.Model(ends, layers.Dense(1, activation='sigmoid')(x))
net.compile(optimizer=keras.optimizers.Adam(given['rate']), loss='binary_crossentropy', metrics=['accuracy'])

seconds, processor, accuracy = [], [], []
for _ in range(given['epochs']):
    began, used = time.perf_counter(), time.process_time()
    fitted = net.fit(inputs, labels, batch_size=given['batch'], epochs=1, verbose=0)
    seconds.append(time.perf_counter() - began)
    processor.append(time.process_time() - used)
    accuracy.append(fitted.history['accuracy'][0])
# The first epoch compiles.
print(json.dumps({'seconds': min(seconds[1:]), 'processor': min(processor[1:]), 'accuracy': accuracy[-1]}))
