import { setFlagsFromString } from 'node:v8';

/** A module of one function, () → f32x4.relaxed_madd of three constants: valid where relaxed SIMD is. */
const relaxedProbe = Uint8Array.from([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 19, 1, 17, 0, 65, 0, 253, 17, 65, 0,
  253, 17, 65, 0, 253, 17, 253, 133, 2, 11,
]);
let relaxed: boolean | undefined;

/** Node 20 has relaxed SIMD behind a flag, later ones without; `FLOW2VEC_SIMD=strict` does without it. */
function hasRelaxedSimd(): boolean {
  if (process.env['FLOW2VEC_SIMD'] === 'strict') return false;
  if (relaxed !== undefined) return relaxed;
  if (process.versions.node.startsWith('20.')) setFlagsFromString('--experimental-wasm-relaxed-simd');
  return (relaxed = WebAssembly.validate(relaxedProbe));
}

/** The file of a kernel's form that this engine can run: with relaxed SIMD's multiply-add, or without. */
export function kernelFile(name: string): string {
  return hasRelaxedSimd() ? `${name}.relaxed.wasm` : `${name}.wasm`;
}
