// Stands in for the native module that VS Code writes its logs with: without it, output channels stay empty.
/* eslint-disable @typescript-eslint/no-require-imports -- VS Code loads it as CommonJS. */
const { appendFileSync, mkdirSync } = require('node:fs');
const { dirname } = require('node:path');

const levels = ['trace', 'debug', 'info', 'warn', 'error', 'critical'];

class Logger {
  constructor(path) {
    this.path = path;
    this.level = 2;
    this.formatted = true;
  }

  setLevel(level) {
    this.level = level;
  }

  getLevel() {
    return this.level;
  }

  setPattern() {
    this.formatted = true;
  }

  /** Callers that format their own lines bring their own line ends. */
  clearFormatters() {
    this.formatted = false;
  }

  write(level, message) {
    if (level < this.level) return;
    const time = new Date().toISOString().slice(0, 23).replace('T', ' ');
    appendFileSync(this.path, this.formatted ? `${time} [${levels[level]}] ${message}\n` : message);
  }

  // Each line is on disk when it was written.
  flush() {}

  drop() {}
}

levels.forEach((name, level) => {
  Logger.prototype[name] = function (message) {
    this.write(level, message);
  };
});

async function createLogger(_name, path) {
  mkdirSync(dirname(path), { recursive: true });
  return new Logger(path);
}

exports.version = 0;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.Logger = Logger;
exports.createRotatingLogger = createLogger;
exports.createAsyncRotatingLogger = createLogger;
