import { indexCapture, type CaptureIndex, type IndexOptions } from './captureIndex';
import { OpenDocument } from '../openDocument';

/** A capture open in the editor. */
export class OpenCapture extends OpenDocument<IndexOptions, CaptureIndex> {
  protected indexed(options: IndexOptions): Generator<void, CaptureIndex> {
    return indexCapture(this.lines, options);
  }
}
