/* eslint-disable @typescript-eslint/no-require-imports -- mocha loads its reporters with `require`. */
const { writeFileSync } = require('node:fs');
const { reporters } = require('mocha');

/** What people read, and the counts in a file for the sum over all layers. */
module.exports = class CountingReporter extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const { output } = options.reporterOptions;
    runner.once('end', () => {
      const { passes, failures, pending } = this.stats;
      writeFileSync(output, JSON.stringify({ passed: passes, failed: failures, skipped: pending }));
    });
  }
};
