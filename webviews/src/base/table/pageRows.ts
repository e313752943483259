/** Rows that are asked for at a time. */
export const pageRows = 200;
