/** Who is near whom, as probabilities (van der Maaten and Hinton 2008, section 2). */
import { meet } from '../../base/barrier';
import { exp4, log4, sum4 } from './exponential';
import {
  BARRIER, COLUMNS, CONDITIONAL, DISTANCES, INCOMING, INCOMING_STARTS, NEIGHBOURS, PERPLEXITY, ROW_STARTS, SHARES, SUM_P_LOG_P, VALUES,
} from './tsneControl';
import { ctl, first, isCancelled, k, last, me, n, notesOf, scratch, table, threads } from './tsneState';

/** Of the entropy, in nats, as in scikit-learn. */
const TOLERANCE: f32 = 1e-5;
const MOST_STEPS: i32 = 60;

/**
 * The conditional probabilities of all neighbours, then the symmetric ones. Called by all threads. Scratch: four
 * bytes for each point, and for each neighbour.
 */
export function affinities(): void {
  for (let i = first; i < last; i++) {
    if ((i & 255) === 0 && isCancelled()) break;
    conditional(i);
  }
  meet(ctl + BARRIER, threads);
  if (me === 0) listIncoming();
  meet(ctl + BARRIER, threads);
  symmetric();
}

/** Finds the precision β at which the entropy of p ~ exp(-β d²) is ln perplexity. */
function conditional(i: u32): void {
  const at = (i as usize) * ((k as usize) << 2);
  const distances = table(DISTANCES) + at;
  const p = table(CONDITIONAL) + at;
  const squares = scratch;
  const bytes = (k as usize) << 2;
  const padded = (bytes + 15) & ~15;
  const nearest = load<f32>(distances);
  let mean: f32 = 0;
  for (let j: usize = 0; j < bytes; j += 4) {
    const d = load<f32>(distances + j);
    // d² - nearest², without the loss of digits.
    const excess = (d - nearest) * (d + nearest);
    store<f32>(squares + j, excess);
    mean += excess;
  }
  mean /= k as f32;
  // In units of the mean, so that β is near one whatever the vectors' size.
  const scale: f32 = mean > 0 ? 1 / mean : 0;
  for (let j: usize = 0; j < bytes; j += 4) store<f32>(squares + j, load<f32>(squares + j) * scale);
  for (let j = bytes; j < padded; j += 4) store<f32>(squares + j, 1e30);
  const target = Math.log(load<f32>(ctl, PERPLEXITY) as f64) as f32;
  let beta: f32 = 1,
    low: f32 = 0,
    high: f32 = Infinity,
    sum: f32 = 1;
  for (let step = 0; step < MOST_STEPS; step++) {
    const b = f32x4.splat(-beta);
    let s0 = f32x4.splat(0), s1 = f32x4.splat(0), s2 = f32x4.splat(0);
    for (let j: usize = 0; j < padded; j += 16) {
      const d = v128.load(squares + j);
      const e = exp4(f32x4.mul(b, d));
      const ed = f32x4.mul(e, d);
      s0 = f32x4.add(s0, e);
      s1 = f32x4.add(s1, ed);
      s2 = f32x4.add(s2, f32x4.mul(ed, d));
    }
    sum = sum4(s0);
    const expected = sum4(s1) / sum;
    const variance = sum4(s2) / sum - expected * expected;
    const excess = (Math.log(sum as f64) as f32) + beta * expected - target;
    if (abs(excess) < TOLERANCE) break;
    if (excess > 0) low = beta;
    else high = beta;
    // Newton on ln β, of which the entropy's slope is -β² variance; bisection where that leads out.
    const slope = beta * beta * variance;
    let next: f32 = slope > 1e-12 ? beta * (Math.exp(min<f32>(3, max<f32>(-3, excess / slope)) as f64) as f32) : 0;
    if (!(next > low && next < high)) next = high === Infinity ? beta * 2 : 0.5 * (low + high);
    // Duplicates beyond the perplexity: no precision tells them apart.
    if (next > 1e12 || next < 1e-12) break;
    beta = next;
  }
  const b = f32x4.splat(-beta);
  let s = f32x4.splat(0);
  for (let j: usize = 0; j < padded; j += 16) {
    const e = exp4(f32x4.mul(b, v128.load(squares + j)));
    v128.store(squares + j, e);
    s = f32x4.add(s, e);
  }
  const share: f32 = 1 / sum4(s);
  for (let j: usize = 0; j < bytes; j += 4) store<f32>(p + j, load<f32>(squares + j) * share);
}

/** For each point the edges that lead to it, in order; then where rows of symmetric entries begin. One thread. */
function listIncoming(): void {
  const neighbours = table(NEIGHBOURS);
  const starts = table(INCOMING_STARTS);
  const incoming = table(INCOMING);
  const edges = (n as usize) * (k as usize);
  memory.fill(starts, 0, ((n + 1) as usize) << 2);
  for (let e: usize = 0; e < edges; e++) {
    if ((e & 0xfffff) === 0 && isCancelled()) return;
    const to = starts + ((load<u32>(neighbours + (e << 2)) as usize) << 2);
    store<u32>(to, load<u32>(to) + 1);
  }
  const rows = table(ROW_STARTS);
  let at: u32 = 0,
    row: u32 = 0;
  for (let i: usize = 0; i < (n as usize) << 2; i += 4) {
    const count = load<u32>(starts + i);
    store<u32>(starts + i, at);
    store<u32>(rows + i, row);
    at += count;
    row += (k + count + 3) & ~3;
  }
  store<u32>(starts + ((n as usize) << 2), at);
  store<u32>(rows + ((n as usize) << 2), row);
  // Each start moves on to its end while the list is filled, which is the next one's start.
  for (let e: usize = 0; e < edges; e++) {
    if ((e & 0xfffff) === 0 && isCancelled()) return;
    const to = starts + ((load<u32>(neighbours + (e << 2)) as usize) << 2);
    const place = load<u32>(to);
    store<u32>(incoming + ((place as usize) << 2), e as u32);
    store<u32>(to, place + 1);
  }
  share(row);
}

/** From now on threads have equal numbers of entries, not of points. */
function share(entries: u32): void {
  const shares = table(SHARES);
  const rows = table(ROW_STARTS);
  let t: u32 = 1;
  for (let i: u32 = 0; i < n && t < threads; i++)
    if ((load<u32>(rows + ((i as usize) << 2)) as u64) * (threads as u64) >= (entries as u64) * (t as u64))
      store<u32>(shares + ((t++ as usize) << 2), i);
  for (; t < threads; t++) store<u32>(shares + ((t as usize) << 2), n);
}

/**
 * p_ij = (p_j|i + p_i|j) / 2n. What a row has no room left for is filled with entries of weight zero at itself.
 */
function symmetric(): void {
  // The lists are whole unless the work was cancelled.
  if (isCancelled()) return;
  const neighbours = table(NEIGHBOURS);
  const conditionals = table(CONDITIONAL);
  const starts = table(INCOMING_STARTS);
  const incoming = table(INCOMING);
  const rows = table(ROW_STARTS);
  const half: f32 = 0.5 / (n as f32);
  // Where in the row a point stands, plus one.
  const places = scratch;
  memory.fill(places, 0, (n as usize) << 2);
  let entropy: f64 = 0;
  const shares = table(SHARES);
  const end = load<u32>(shares + ((me as usize) << 2), 4);
  for (let i = load<u32>(shares + ((me as usize) << 2)); i < end; i++) {
    if ((i & 255) === 0 && isCancelled()) return;
    const start = load<u32>(rows + ((i as usize) << 2)) as usize;
    const room = (load<u32>(rows + ((i as usize) << 2), 4) as usize) - start;
    const columns = table(COLUMNS) + (start << 2);
    const values = table(VALUES) + (start << 2);
    let length: usize = 0;
    const from = (i as usize) * (k as usize);
    for (let e = from; e < from + (k as usize); e++) {
      const j = load<u32>(neighbours + (e << 2));
      store<u32>(columns + (length << 2), j);
      store<f32>(values + (length << 2), load<f32>(conditionals + (e << 2)));
      store<u32>(places + ((j as usize) << 2), ++length as u32);
    }
    // The list was filled up to the next start, and this one's start is the previous one's end.
    const begin: u32 = i === 0 ? 0 : load<u32>(starts + (((i - 1) as usize) << 2));
    const stop = load<u32>(starts + ((i as usize) << 2));
    for (let at = begin; at < stop; at++) {
      const e = load<u32>(incoming + ((at as usize) << 2));
      const j = e / k;
      const p = load<f32>(conditionals + ((e as usize) << 2));
      const place = load<u32>(places + ((j as usize) << 2)) as usize;
      if (place > 0) {
        const value = values + ((place - 1) << 2);
        store<f32>(value, load<f32>(value) + p);
      } else {
        store<u32>(columns + (length << 2), j);
        store<f32>(values + (length << 2), p);
        length++;
      }
    }
    for (let e = from; e < from + (k as usize); e++)
      store<u32>(places + ((load<u32>(neighbours + (e << 2)) as usize) << 2), 0);
    for (let e: usize = 0; e < room; e++) {
      if (e >= length) {
        store<u32>(columns + (e << 2), i);
        store<f32>(values + (e << 2), 0);
      } else store<f32>(values + (e << 2), load<f32>(values + (e << 2)) * half);
    }
    entropy += sumPLogP(values, room);
  }
  store<f64>(notesOf(me) + SUM_P_LOG_P, entropy);
}

function sumPLogP(values: usize, count: usize): f64 {
  let sum = f32x4.splat(0);
  for (let e: usize = 0; e < count << 2; e += 16) {
    const p = v128.load(values + e);
    sum = f32x4.add(sum, f32x4.mul(p, log4(f32x4.max(p, f32x4.splat(1e-37)))));
  }
  return sum4(sum) as f64;
}
