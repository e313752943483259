import type { AskedFormat } from '../../engine/captures/reading';
import { OpenDocument } from '../openDocument';
import { indexCapture, type CaptureIndex, type IndexOptions } from './captureIndex';
import { readRowsAs } from './captureRows';

/** A capture open in the editor. */
export class OpenCapture extends OpenDocument<IndexOptions, CaptureIndex> {
  private asked = '';

  /** From now on its text is read so. */
  readAs({ format, mapping }: AskedFormat): void {
    const asked = JSON.stringify([format ?? null, mapping ?? null]);
    if (asked === this.asked) return;
    this.asked = asked;
    readRowsAs(this.lines, { format, mapping });
    this.forget();
  }

  protected indexed(options: IndexOptions): Generator<void, CaptureIndex> {
    return indexCapture(this.lines, options);
  }
}
