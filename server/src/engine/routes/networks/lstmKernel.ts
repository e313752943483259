import { kernelFile } from '../../../base/threads/kernelFile';
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { KernelThreads, type Call } from './kernelThreads';

export interface LstmShape {
  batch: number;
  units: number;
  steps: number;
}

const pageBytes = 65536;
/** The kernel takes rows by fours. */
const rowsAtOnce = 4;
const mostThreads = 8;

/** The numbers of one run stay in the kernel's memory until its gradient is asked for: one run at a time. */
export class LstmKernel {
  private constructor(
    private readonly memory: WebAssembly.Memory,
    private readonly pool: KernelThreads,
    private readonly threads: number,
  ) {}

  /** `folder` has the compiled kernel and the bundle of its threads. */
  static async load(
    folder: string,
    threads = Math.min(mostThreads, availableParallelism()),
  ): Promise<LstmKernel> {
    const module = await WebAssembly.compile(await readFile(join(folder, kernelFile('lstm'))));
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 65536, shared: true });
    const pool = KernelThreads.start(module, memory, threads, join(folder, 'kernelThread.cjs'));
    return new LstmKernel(memory, pool, threads);
  }

  /**
   * The last hidden states [batch, units] of `inputs` [steps × batch, 4 units]: products of inputs and weights, with
   * step-major rows.
   */
  forward(inputs: Float32Array, recurrent: Float32Array, bias: Float32Array, shape: LstmShape): Float32Array {
    const { batch, units, steps } = shape;
    const plan = this.plan(shape);
    const { padded, gates, cells, hidden } = plan;
    const view = this.floats();
    for (let t = 0; t < steps; t++) {
      const at = gates / 4 + t * padded * 4 * units;
      view.set(inputs.subarray(t * batch * 4 * units, (t + 1) * batch * 4 * units), at);
      // Rows that fill up the batch are routes without hops.
      view.fill(0, at + batch * 4 * units, at + padded * 4 * units);
    }
    view.set(inPanels(recurrent, units, 4 * units), plan.recurrent / 4);
    view.set(inPanels(transposed(recurrent, units, 4 * units), 4 * units, units), plan.turned / 4);
    view.set(bias, plan.bias / 4);
    view.fill(0, cells / 4, cells / 4 + padded * units);
    view.fill(0, hidden / 4, hidden / 4 + padded * units);
    this.share(padded, (from, to) => [
      'forward',
      gates,
      plan.recurrent,
      plan.bias,
      cells,
      hidden,
      padded,
      units,
      steps,
      from,
      to,
    ]);
    const last = hidden / 4 + steps * padded * units;
    return this.floats().slice(last, last + batch * units);
  }

  /** Gradients of inputs, recurrent weights and bias in the run before, from that of its answer. */
  backward(
    dLast: Float32Array,
    shape: LstmShape,
  ): { inputs: Float32Array; recurrent: Float32Array; bias: Float32Array } {
    const { batch, units, steps } = shape;
    const plan = this.plan(shape);
    const { padded, gates, cells, hidden, dHidden, dCell, sums } = plan;
    const view = this.floats();
    view.fill(0, dHidden / 4, dHidden / 4 + 2 * padded * units);
    view.set(dLast, dHidden / 4);
    this.share(padded, (from, to) => [
      'backward',
      gates,
      plan.turned,
      cells,
      dHidden,
      dCell,
      padded,
      units,
      steps,
      from,
      to,
    ]);
    const [matrix, own] = [units * 4 * units, (units + 1) * 4 * units];
    view.fill(0, sums / 4, sums / 4 + this.threads * own);
    this.share(padded, (from, to, thread) => {
      const at = sums + thread * own * 4;
      return ['weigh', gates, hidden, at, at + matrix * 4, padded, units, steps, from, to];
    });
    const inputs = new Float32Array(steps * batch * 4 * units);
    for (let t = 0; t < steps; t++) {
      const at = gates / 4 + t * padded * 4 * units;
      inputs.set(view.subarray(at, at + batch * 4 * units), t * batch * 4 * units);
    }
    const total = view.slice(sums / 4, sums / 4 + own);
    for (let thread = 1; thread < this.threads; thread++)
      for (let i = 0; i < own; i++)
        total[i] = (total[i] as number) + (view[sums / 4 + thread * own + i] as number);
    return { inputs, recurrent: total.slice(0, matrix), bias: total.slice(matrix) };
  }

  private share(padded: number, call: (from: number, to: number, thread: number) => Call): void {
    const blocks = padded / rowsAtOnce;
    const cut = (thread: number) => Math.floor((thread * blocks) / this.threads) * rowsAtOnce;
    this.pool.run(Array.from({ length: this.threads }, (_, i) => call(cut(i), cut(i + 1), i)));
  }

  /** Addresses of a run's arrays; the memory grows to hold them. */
  private plan({ batch, units, steps }: LstmShape) {
    const padded = Math.ceil(batch / rowsAtOnce) * rowsAtOnce;
    let end = 64;
    const place = (numbers: number) => {
      const at = end;
      end += Math.ceil((numbers * 4) / 64) * 64;
      return at;
    };
    const addresses = {
      padded,
      gates: place(steps * padded * 4 * units),
      cells: place((steps + 1) * padded * units),
      hidden: place((steps + 1) * padded * units),
      recurrent: place(4 * units * units),
      turned: place(4 * units * units),
      bias: place(4 * units),
      dHidden: place(padded * units),
      dCell: place(padded * units),
      sums: place(this.threads * (units + 1) * 4 * units),
    };
    const missing = Math.ceil(end / pageBytes) - this.memory.buffer.byteLength / pageBytes;
    if (missing > 0) this.memory.grow(missing);
    return addresses;
  }

  private floats(): Float32Array {
    return new Float32Array(this.memory.buffer);
  }
}

function transposed(matrix: Float32Array, rows: number, columns: number): Float32Array {
  const out = new Float32Array(matrix.length);
  for (let r = 0; r < rows; r++)
    for (let c = 0; c < columns; c++) out[c * rows + r] = matrix[r * columns + c] as number;
  return out;
}

/** [rows, columns] as [columns / 8][rows][8]. */
function inPanels(matrix: Float32Array, rows: number, columns: number): Float32Array {
  const out = new Float32Array(matrix.length);
  for (let r = 0; r < rows; r++)
    for (let c = 0; c < columns; c += 8)
      out.set(matrix.subarray(r * columns + c, r * columns + c + 8), c * rows + r * 8);
  return out;
}
