"""Counts a capture by protocol with DuckDB, straight from the file: python duckdb_read.py CAPTURE"""
import json
import sys
import time

began = time.perf_counter()
import duckdb

imported = time.perf_counter()
counts = duckdb.execute('SELECT Proto, count(*) FROM read_csv(?, all_varchar = true) GROUP BY 1', [sys.argv[1]]).fetchall()
done = time.perf_counter()
print(json.dumps(dict(version=duckdb.__version__, flows=sum(n for _, n in counts), protocols=len(counts),
                      importSeconds=imported - began, seconds=done - imported)))
