import * as l10n from '@vscode/l10n';
import {
  instantiateKernel,
  kernelModule,
  pageBytes,
  sharedMemory,
  type KernelFunctions,
} from '../../base/threads/kernel';
import type { FieldTable } from '../training/corpus/corpus';
import { composeOne } from '../training/corpus/fields';
import { putRows, putUnit, strideOf } from './paddedVectors';
import { scoredRows, type Scored, type TokenVectors } from './keyedVectors';

/**
 * Vectors of length one of tokens that are composed of fields, with exact cosine search over all of them. The product
 * with a mean is the mean of the products: a search multiplies each field's vector once, and adds up a token's products.
 * So no token's vector need be there, which for a million tokens are half a gigabyte.
 */
export class ComposedVectors implements TokenVectors {
  private constructor(
    private readonly kernel: KernelFunctions,
    private readonly memory: WebAssembly.Memory,
    private readonly fields: Omit<FieldTable, 'names'>,
    private readonly matrix: Float32Array,
    readonly rows: number,
    readonly size: number,
    private readonly stride: number,
    private readonly address: Addresses,
  ) {}

  /** `matrix`: fields × size, row-major, as it was trained. */
  static async create(
    fields: Omit<FieldTable, 'names'>,
    matrix: Float32Array,
    size: number,
  ): Promise<ComposedVectors> {
    const stride = strideOf(size);
    const rows = fields.ofTokens.length / fields.columns;
    const address = addressesOf(fields, rows, stride);
    const memory = sharedMemory(address.end, l10n.t('Train with a higher minimum count or smaller vectors.'));
    const kernel = instantiateKernel(await kernelModule('cosine'), memory);
    putRows(memory, address.matrix, fields.size, size, matrix);
    new Uint32Array(memory.buffer, address.ofTokens, fields.ofTokens.length).set(fields.ofTokens);
    kernel['composedScales']?.(
      address.matrix,
      stride,
      address.ofTokens,
      fields.columns,
      rows,
      address.scales,
    );
    return new ComposedVectors(kernel, memory, fields, matrix, rows, size, stride, address);
  }

  /** The unit vector of a row. */
  vector(row: number): Float32Array {
    const { columns, ofTokens } = this.fields;
    const numbers = ofTokens.subarray(row * columns, (row + 1) * columns);
    const vector = composeOne(numbers, this.matrix, this.size);
    const norm = Math.hypot(...vector) || 1;
    return vector.map(x => x / norm);
  }

  nearest(query: Float32Array, top: number, except: readonly number[] = [], allowed?: Uint8Array): Scored[] {
    const { address, memory, kernel, stride, rows, fields } = this;
    putUnit(memory, address.query, query, this.size);
    kernel['dotAll']?.(address.matrix, address.query, address.products, fields.size, stride);
    kernel['dotComposed']?.(
      address.products,
      address.ofTokens,
      fields.columns,
      rows,
      address.scales,
      address.out,
    );
    return scoredRows(new Float32Array(memory.buffer, address.out, rows), top, except, allowed);
  }
}

interface Addresses {
  matrix: number;
  query: number;
  ofTokens: number;
  /** One number a token: what makes the sum of its fields' vectors one of length one. */
  scales: number;
  products: number;
  out: number;
  end: number;
}

function addressesOf(
  { size: fields, ofTokens }: Omit<FieldTable, 'names'>,
  rows: number,
  stride: number,
): Addresses {
  const matrix = pageBytes;
  const query = matrix + fields * stride;
  const numbers = query + stride;
  const scales = numbers + ofTokens.length * 4;
  const products = scales + rows * 4;
  const out = products + fields * 4;
  return { matrix, query, ofTokens: numbers, scales, products, out, end: out + rows * 4 };
}
