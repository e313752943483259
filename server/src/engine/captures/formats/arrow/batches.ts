import * as l10n from '@vscode/l10n';
import { open } from 'node:fs/promises';
import {
  compressionRegistry,
  CompressionType,
  RecordBatchReader,
  type AsyncRecordBatchStreamReader,
  type RecordBatch,
  type Schema,
} from 'apache-arrow';
import { decompress as decompressZstd } from 'fzstd';
import { decompress as decompressLz4 } from 'lz4js';
import { compressionOf } from '../../../../base/files/compression';
import type { CaptureSource } from '../../source';

// Buffers of a batch may be compressed by these two; LZ4 is what pandas writes when nothing else is asked for.
compressionRegistry.set(CompressionType.LZ4_FRAME, {
  decode: bytes => Uint8Array.from(decompressLz4(bytes)),
});
// Numbers of 64 bits are read where they lie, and what is decompressed may lie anywhere.
compressionRegistry.set(CompressionType.ZSTD, { decode: bytes => Uint8Array.from(decompressZstd(bytes)) });

/** The batches of a file or stream, one after the other; `close` lets go of the file. */
export interface Batches extends AsyncIterable<RecordBatch> {
  schema: Schema;
  close(): Promise<void>;
}

/** Opens a file where it lies, so that a batch at a time is in memory. Rejects, naming the file, where it is damaged. */
export async function openBatches(source: CaptureSource): Promise<Batches> {
  const isPlain = (await compressionOf(source.content)) === undefined;
  const handle = isPlain ? await open(source.content, 'r') : undefined;
  const told = <T>(work: () => Promise<T>): Promise<T> =>
    work().catch((error: unknown) => {
      throw new Error(
        l10n.t(
          '{0}: cannot be read as Arrow ({1}). It is damaged or was cut off: write it anew.',
          source.path,
          (error as Error).message,
        ),
        { cause: error },
      );
    });
  try {
    const reader = await told(async () => {
      const from = handle
        ? RecordBatchReader.from(handle)
        : RecordBatchReader.from(copies(source.bytes()) as AsyncIterable<Uint8Array>);
      const found = (await from) as AsyncRecordBatchStreamReader;
      return (await found.open()) as AsyncRecordBatchStreamReader;
    });
    async function* batches() {
      for (;;) {
        const { done, value } = await told(() => Promise.resolve(reader.next()));
        if (done) return;
        yield value as RecordBatch;
      }
    }
    return {
      schema: reader.schema,
      [Symbol.asyncIterator]: batches,
      close: async () => {
        await reader.cancel();
        await handle?.close();
      },
    };
  } catch (error) {
    await handle?.close();
    throw error;
  }
}

/** Parts that stay as they are when the next one comes. */
async function* copies(parts: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const part of parts) yield Uint8Array.from(part);
}
