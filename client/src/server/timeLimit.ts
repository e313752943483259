/** The promise's outcome, or a rejection with `message` when there is none after `limitMs`. */
export function withTimeLimit<T>(promise: Promise<T>, limitMs: number, message: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(message)), limitMs);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
