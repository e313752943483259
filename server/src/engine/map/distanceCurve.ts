/** Of the curve 1 / (1 + a d^2b). */
export interface DistanceCurve {
  a: number;
  b: number;
}

const samples = 300;
const reach = 3;
const rounds = 200;

/**
 * The curve nearest, by least squares at 300 places from 0 to 3, to one that is 1 up to `minDist` and falls as
 * exp(minDist - d) beyond (umap-learn's find_ab_params with a spread of 1), by Levenberg and Marquardt's method.
 */
export function distanceCurve(minDist: number): DistanceCurve {
  const points = Array.from({ length: samples }, (_, i) => {
    const x = (i * reach) / (samples - 1);
    return { x, y: x < minDist ? 1 : Math.exp(minDist - x) };
  });
  const errorOf = ({ a, b }: DistanceCurve) =>
    points.reduce((sum, { x, y }) => sum + (y - 1 / (1 + a * x ** (2 * b))) ** 2, 0);
  let curve = { a: 1, b: 1 };
  let error = errorOf(curve);
  let damping = 1e-3;
  for (let round = 0; round < rounds; round++) {
    const step = stepFrom(curve, points, damping);
    const next = { a: curve.a + step.a, b: curve.b + step.b };
    const after = next.a > 0 && next.b > 0 ? errorOf(next) : Infinity;
    if (after <= error) {
      const settled = error - after <= 1e-15;
      [curve, error, damping] = [next, after, damping / 3];
      if (settled) break;
    } else damping *= 4;
  }
  return curve;
}

/** (JᵀJ + damping · diagonal)⁻¹ Jᵀ residuals. */
function stepFrom(
  { a, b }: DistanceCurve,
  points: readonly { x: number; y: number }[],
  damping: number,
): DistanceCurve {
  let [aa, ab, bb, ar, br] = [0, 0, 0, 0, 0];
  for (const { x, y } of points) {
    if (x === 0) continue; // The curve is 1 there, whatever a and b are.
    const power = x ** (2 * b);
    const value = 1 / (1 + a * power);
    const byA = -power * value * value;
    const byB = -2 * a * power * Math.log(x) * value * value;
    const residual = y - value;
    aa += byA * byA;
    ab += byA * byB;
    bb += byB * byB;
    ar += byA * residual;
    br += byB * residual;
  }
  const [p, q] = [aa * (1 + damping), bb * (1 + damping)];
  const determinant = p * q - ab * ab;
  return { a: (q * ar - ab * br) / determinant, b: (p * br - ab * ar) / determinant };
}
