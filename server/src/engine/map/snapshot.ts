/**
 * A layout as it can be sent often: base64 of n × dimensions 16-bit unsigned numbers, little-endian, 0 to 65,535
 * over the bounding box of each axis.
 */
export function snapshotOf(layout: Float32Array, dimensions: number): string {
  const steps = new Uint8Array(layout.length * 2);
  const view = new DataView(steps.buffer);
  for (let axis = 0; axis < dimensions; axis++) {
    let [least, most] = [Infinity, -Infinity];
    for (let i = axis; i < layout.length; i += dimensions) {
      least = Math.min(least, layout[i] as number);
      most = Math.max(most, layout[i] as number);
    }
    const scale = most > least ? 65535 / (most - least) : 0;
    for (let i = axis; i < layout.length; i += dimensions)
      view.setUint16(i * 2, Math.round(((layout[i] as number) - least) * scale), true);
  }
  return Buffer.from(steps.buffer).toString('base64');
}
