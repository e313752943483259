/** What candidates for centres would take over, kept from batch to batch: far vectors are drawn again and again. */
import * as control from './control';
import { ctl, nearest, points, table } from './settings';

/** Longer lists are of early batches: they would fill the room and soon be wrong for the most part. */
const LONGEST: u32 = 512;

/** Address of a point's list, its length 4 bytes before it; 0: none is kept. */
@inline
export function keptList(point: u32): usize {
  const entry = load<u32>(table(control.KEPT_AT) + (point << 2));
  return entry === 0 ? 0 : table(control.KEPT) + ((entry as usize) << 3);
}

export function forgetLists(): void {
  memory.fill(table(control.KEPT_AT), 0, (points as usize) << 2);
  store<u32>(ctl + control.KEPT_USED, 0);
  store<u32>(ctl + control.SWEPT, 0);
}

/** Keeps what of a list is still nearer to the point than to any centre; nothing for a point that became one. */
export function keepList(point: u32, list: usize, length: u32): void {
  if (length > LONGEST || !(load<f32>(nearest + (point << 2)) > 0)) return;
  if (table(control.KEPT_USED) + length + 1 > table(control.KEPT_ENTRIES)) {
    const done = table(control.DONE) as u32;
    // Sweeping pays once the centres have become a quarter more.
    if (done < (table(control.SWEPT) as u32) + (table(control.SWEPT) as u32) / 4) return;
    store<u32>(ctl + control.SWEPT, done);
    sweep();
    if (table(control.KEPT_USED) + length + 1 > table(control.KEPT_ENTRIES)) return;
  }
  const used = table(control.KEPT_USED) as u32;
  store<u32>(ctl + control.KEPT_USED, write(point, list, length, used));
}

/** Writes a list behind the `used` entries, without what is no longer true; entries then used. */
function write(point: u32, list: usize, length: u32, used: u32): u32 {
  const kept = table(control.KEPT);
  let to = kept + ((used as usize) << 3) + 8, count: u32 = 0;
  for (let i: u32 = 0; i < length; i++, list += 8) {
    const other = load<u32>(list), distance = load<f32>(list, 4);
    if (!(distance < load<f32>(nearest + (other << 2)))) continue;
    store<u32>(to, other);
    store<f32>(to, distance, 4);
    to += 8;
    count++;
  }
  const head = kept + ((used as usize) << 3);
  store<u32>(head, point);
  store<u32>(head, count, 4);
  store<u32>(table(control.KEPT_AT) + (point << 2), used + 1);
  return used + 1 + count;
}

/** Moves the lists together, without what is no longer true. */
function sweep(): void {
  const kept = table(control.KEPT), end = table(control.KEPT_USED) as u32;
  let used: u32 = 0;
  for (let at: u32 = 0; at < end; ) {
    const head = kept + ((at as usize) << 3);
    const point = load<u32>(head), length = load<u32>(head, 4);
    at += 1 + length;
    store<u32>(table(control.KEPT_AT) + (point << 2), 0);
    if (load<f32>(nearest + (point << 2)) > 0) used = write(point, head + 8, length, used);
  }
  store<u32>(ctl + control.KEPT_USED, used);
}
