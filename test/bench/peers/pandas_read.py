"""Reads a capture with pandas and counts labels: python pandas_read.py CAPTURE"""
import json
import sys
import time

began = time.perf_counter()
import pandas

imported = time.perf_counter()
flows = pandas.read_csv(sys.argv[1], skipinitialspace=True, low_memory=False)
labels = flows['Label'].value_counts()
hosts = len(set(flows['SrcAddr'].unique()) | set(flows['DstAddr'].unique()))
done = time.perf_counter()
print(json.dumps(dict(version=pandas.__version__, flows=len(flows), labels=len(labels), hosts=hosts,
                      importSeconds=imported - began, seconds=done - imported)))
