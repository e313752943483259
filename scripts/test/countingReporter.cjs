/* eslint-disable @typescript-eslint/no-require-imports -- mocha loads its reporters with `require`. */
const { writeFileSync } = require('node:fs');
const { relative } = require('node:path');
const { reporters } = require('mocha');

/** Files that are named for their time, and seconds from which one is worth a line. */
const named = 10;
const worthALine = 3;

/** What people read, which files took longest, and the counts in a file for the sum over all layers. */
module.exports = class CountingReporter extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const { output } = options.reporterOptions;
    const seconds = new Map();
    const took = ({ file, duration }) =>
      file && seconds.set(file, (seconds.get(file) ?? 0) + (duration ?? 0) / 1000);
    runner.on('test end', took);
    runner.on('hook end', took);
    runner.once('end', () => {
      const { passes, failures, pending } = this.stats;
      writeFileSync(output, JSON.stringify({ passed: passes, failed: failures, skipped: pending }));
      const slowest = [...seconds].sort((a, b) => b[1] - a[1]).slice(0, named);
      for (const [file, time] of slowest)
        if (time >= worthALine) console.log(`${time.toFixed(1).padStart(7)} s  ${relative('', file)}`);
    });
  }
};
