import * as l10n from '@vscode/l10n';
import { availableParallelism } from 'node:os';
import {
  instantiateKernel,
  kernelModule,
  pageBytes,
  sharedMemory,
  type KernelFunctions,
} from '../../base/threads/kernel';
import { runOnThreads } from '../../base/threads/threads';
import { largest } from '../../base/largest';
import { putRows, putUnit, strideOf } from './paddedVectors';

export interface Scored {
  /** Row of the matrix: the token's number. */
  row: number;
  /** Cosine, -1 to 1. */
  similarity: number;
}

/** For each query, the rows nearest to it and their cosines: queries × k, nearest first; 0xffffffff where there are fewer. */
export interface Nearest {
  rows: Uint32Array;
  similarities: Float32Array;
}

/** The neighbours of one query among those of all, nearest first. */
export function nearestOf({ rows, similarities }: Nearest, query: number, k: number): Scored[] {
  return Array.from(rows.subarray(query * k, (query + 1) * k), (row, i) => ({
    row,
    similarity: similarities[query * k + i] as number,
  })).filter(({ row }) => row !== 0xffffffff);
}

/** Vectors of tokens, each of length one, and an exact search by cosine over all of them. */
export interface TokenVectors {
  readonly rows: number;
  readonly size: number;
  /** The unit vector of a row. */
  vector(row: number): Float32Array;
  /**
   * The `top` rows nearest to `query` (any length), nearest first, without the rows in `except` and, given
   * `allowed` (one byte a row), without those that have 0 there.
   */
  nearest(query: Float32Array, top: number, except?: readonly number[], allowed?: Uint8Array): Scored[];
}

/** Memory behind the matrix that one search after the other uses; WebAssembly's never shrinks. */
interface Scratch {
  from: number;
  bytes: number;
  /** The search before. */
  free: Promise<unknown>;
}

/** Token vectors of length one in WebAssembly memory, with exact cosine search over all of them. */
export class KeyedVectors implements TokenVectors {
  private readonly scratch: Scratch = { from: 0, bytes: 0, free: Promise.resolve() };

  private constructor(
    private readonly module: WebAssembly.Module,
    private readonly kernel: KernelFunctions,
    private readonly memory: WebAssembly.Memory,
    readonly rows: number,
    readonly size: number,
    private readonly stride: number,
    private readonly address: { matrix: number; query: number; out: number },
  ) {}

  /** Copies rows × size floats, row-major, and scales each row to length one. */
  static async create(rows: number, size: number, vectors: Float32Array): Promise<KeyedVectors> {
    const stride = strideOf(size);
    const matrix = pageBytes;
    const query = matrix + rows * stride;
    const out = query + stride;
    const norms = out + rows * 4;
    const memory = sharedMemory(
      norms + rows * 4,
      l10n.t('Train with a higher minimum count or smaller vectors.'),
      true,
    );
    const module = await kernelModule('cosine');
    const kernel = instantiateKernel(module, memory);
    putRows(memory, matrix, rows, size, vectors);
    kernel['normalise']?.(matrix, norms, rows, stride);
    return new KeyedVectors(module, kernel, memory, rows, size, stride, { matrix, query, out });
  }

  /** The unit vector of a row; a view, valid as long as this object. */
  vector(row: number): Float32Array {
    return new Float32Array(this.memory.buffer, this.address.matrix + row * this.stride, this.size);
  }

  nearest(query: Float32Array, top: number, except: readonly number[] = [], allowed?: Uint8Array): Scored[] {
    putUnit(this.memory, this.address.query, query, this.size);
    this.kernel['dotAll']?.(
      this.address.matrix,
      this.address.query,
      this.address.out,
      this.rows,
      this.stride,
    );
    return scoredRows(
      new Float32Array(this.memory.buffer, this.address.out, this.rows),
      top,
      except,
      allowed,
    );
  }

  /**
   * The `k` rows nearest to each of `asked`, itself left out: asked.length × k row numbers, nearest first.
   * Runs on worker threads; `asked` is shared out among them.
   */
  nearestToEach(asked: readonly number[], k: number, threads = availableParallelism()): Promise<Nearest> {
    const found = this.scratch.free.then(() => this.searchEach(asked, k, threads));
    this.scratch.free = found.catch(() => undefined); // Whoever asked hears of it; the next search does not mind.
    return found;
  }

  private async searchEach(asked: readonly number[], k: number, threads: number): Promise<Nearest> {
    const share = Math.ceil(asked.length / threads / 4) * 4;
    const padded = Uint32Array.from({ length: share * threads }, (_, i) => asked[i] ?? 0);
    const from = this.reserve(padded.length * 4 * (1 + 2 * k));
    new Uint32Array(this.memory.buffer, from, padded.length).set(padded);
    const found = from + padded.length * 4;
    const scores = found + padded.length * k * 4;
    await runOnThreads(
      Array.from({ length: threads }, (_, t) => ({
        module: this.module,
        memory: this.memory,
        call: 'nearestMany',
        args: [
          this.address.matrix,
          this.rows,
          this.stride,
          from + t * share * 4,
          share,
          k,
          found + t * share * k * 4,
          scores + t * share * k * 4,
        ],
      })),
    );
    const wanted = asked.length * k;
    return {
      rows: new Uint32Array(this.memory.buffer, found, wanted).slice(),
      similarities: new Float32Array(this.memory.buffer, scores, wanted).slice(),
    };
  }

  /** The address of so many bytes, which are the caller's until its search ends. */
  private reserve(bytes: number): number {
    const { scratch } = this;
    if (bytes > scratch.bytes) {
      scratch.from = this.memory.grow(Math.ceil(bytes / pageBytes)) * pageBytes;
      scratch.bytes = bytes;
    }
    return scratch.from;
  }
}

/** The rows of the largest scores, largest first, of those that may be answered; `scores` is written to. */
export function scoredRows(
  scores: Float32Array,
  top: number,
  except: readonly number[],
  allowed: Uint8Array | undefined,
): Scored[] {
  for (const row of except) scores[row] = -Infinity;
  if (allowed) for (let row = 0; row < scores.length; row++) if (allowed[row] === 0) scores[row] = -Infinity;
  return largest(scores, Math.min(top, scores.length))
    .filter(row => scores[row] !== -Infinity)
    .map(row => ({ row, similarity: Math.max(-1, Math.min(1, scores[row] as number)) }));
}
