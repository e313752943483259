/** A job ended because it was asked to; what was there before it is untouched. */
export class Cancelled extends Error {
  override name = 'Cancelled';
}
