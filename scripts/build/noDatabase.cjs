/** Stands for DuckDB where there is none: what is taken from it is undefined, and using it an error. */
module.exports = {};
