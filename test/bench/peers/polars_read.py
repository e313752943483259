"""Reads a capture with polars, all columns as text, and counts labels and hosts: python polars_read.py CAPTURE"""
import json
import sys
import time

began = time.perf_counter()
import polars

imported = time.perf_counter()
flows = polars.read_csv(sys.argv[1], infer_schema=False)
read = time.perf_counter()
labels = flows['Label'].n_unique()
hosts = polars.concat([flows['SrcAddr'].unique(), flows['DstAddr'].unique()]).n_unique()
done = time.perf_counter()
print(json.dumps(dict(version=polars.__version__, flows=len(flows), labels=labels, hosts=hosts,
                      importSeconds=imported - began, readSeconds=read - imported, seconds=done - imported)))
