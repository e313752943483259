/** A score of 0 to 1 with three digits, and more where they are nines; never rounded up to 1. */
export function scoreText(score: number): string {
  const digits = score < 1 ? Math.max(3, Math.min(6, Math.ceil(-Math.log10(1 - score)))) : 6;
  return (Math.floor(score * 10 ** digits) / 10 ** digits).toFixed(digits);
}
