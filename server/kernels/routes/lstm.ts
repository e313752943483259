import { addRows, column, sigmoid4 } from './parts/lstmParts';
import { madd } from '../base/madd';

/*
 * An LSTM with rectified candidates and outputs over 32-bit floats, for rows `from` to `to` of a batch; both, and the
 * batch, are multiples of 4, `units` is one of 8. Rows know nothing of each other, so threads share a batch and meet
 * at its end. Matrices of weights come in panels of 8 columns: [columns / 8][rows][8].
 */

/**
 * `gates` [steps][batch][4 units] holds the input products and gets the gates; `cells` and `hidden` [steps + 1][batch]
 * [units] begin with zeros. `recurrent` is in panels.
 */
export function forward(
  gates: usize,
  recurrent: usize,
  bias: usize,
  cells: usize,
  hidden: usize,
  batch: i32,
  units: i32,
  steps: i32,
  from: i32,
  to: i32,
): void {
  const row = (<usize>units) << 2;
  const wide = row << 2;
  for (let r = from; r < to; r += 4)
    for (let t = 0; t < steps; t++) {
      const at = gates + <usize>(t * batch + r) * wide;
      const state = hidden + <usize>(t * batch + r) * row;
      const cell = cells + <usize>(t * batch + r) * row;
      const next = <usize>batch * row;
      if (t > 0) addRows(state, row, recurrent, units, at, wide, units << 2);
      for (let i = 0; i < 4; i++)
        activate(
          at + <usize>i * wide,
          bias,
          cell + <usize>i * row,
          cell + <usize>i * row + next,
          state + <usize>i * row + next,
          units,
        );
    }
}

function activate(gates: usize, bias: usize, before: usize, cell: usize, hidden: usize, units: i32): void {
  const row = (<usize>units) << 2;
  const zero = f32x4.splat(0);
  for (let k: usize = 0; k < row; k += 16) {
    const g = gates + k;
    const b = bias + k;
    const i = sigmoid4(f32x4.add(v128.load(g), v128.load(b)));
    const f = sigmoid4(f32x4.add(v128.load(g + row), v128.load(b + row)));
    const c = f32x4.max(f32x4.add(v128.load(g + 2 * row), v128.load(b + 2 * row)), zero);
    const o = sigmoid4(f32x4.add(v128.load(g + 3 * row), v128.load(b + 3 * row)));
    const state = f32x4.add(f32x4.mul(f, v128.load(before + k)), f32x4.mul(i, c));
    v128.store(cell + k, state);
    v128.store(hidden + k, f32x4.mul(o, f32x4.max(state, zero)));
    v128.store(g, i);
    v128.store(g + row, f);
    v128.store(g + 2 * row, c);
    v128.store(g + 3 * row, o);
  }
}

/**
 * Gradients of the gates' sums take the place of the gates. `turned` is the recurrent matrix transposed, in panels;
 * `dHidden` [batch][units] holds the gradient of the last hidden state and is used up; `dCell` begins with zeros.
 */
export function backward(
  gates: usize,
  turned: usize,
  cells: usize,
  dHidden: usize,
  dCell: usize,
  batch: i32,
  units: i32,
  steps: i32,
  from: i32,
  to: i32,
): void {
  const row = (<usize>units) << 2;
  const wide = row << 2;
  for (let r = from; r < to; r += 4)
    for (let t = steps - 1; t >= 0; t--) {
      const at = gates + <usize>(t * batch + r) * wide;
      const cell = cells + <usize>(t * batch + r) * row;
      const dh = dHidden + <usize>r * row;
      for (let i = 0; i < 4; i++)
        differentiate(
          at + <usize>i * wide,
          cell + <usize>i * row,
          cell + <usize>i * row + <usize>batch * row,
          dh + <usize>i * row,
          dCell + <usize>(r + i) * row,
          units,
        );
      if (t === 0) break;
      memory.fill(dh, 0, 4 * row);
      addRows(at, wide, turned, units << 2, dh, row, units);
    }
}

function differentiate(gates: usize, before: usize, cell: usize, dHidden: usize, dCell: usize, units: i32): void {
  const row = (<usize>units) << 2;
  const zero = f32x4.splat(0);
  const one = f32x4.splat(1);
  for (let k: usize = 0; k < row; k += 16) {
    const g = gates + k;
    const i = v128.load(g);
    const f = v128.load(g + row);
    const c = v128.load(g + 2 * row);
    const o = v128.load(g + 3 * row);
    const state = v128.load(cell + k);
    const dh = v128.and(v128.load(dHidden + k), f32x4.gt(state, zero));
    const dc = f32x4.add(v128.load(dCell + k), f32x4.mul(dh, o));
    v128.store(g, f32x4.mul(f32x4.mul(dc, c), f32x4.mul(i, f32x4.sub(one, i))));
    v128.store(g + row, f32x4.mul(f32x4.mul(dc, v128.load(before + k)), f32x4.mul(f, f32x4.sub(one, f))));
    v128.store(g + 2 * row, v128.and(f32x4.mul(dc, i), f32x4.gt(c, zero)));
    v128.store(g + 3 * row, f32x4.mul(f32x4.mul(dh, state), f32x4.mul(o, f32x4.sub(one, o))));
    v128.store(dCell + k, f32x4.mul(dc, f));
  }
}

/** Rows that stay in the nearest cache while all of a matrix is added to. */
const piece = 32;

/**
 * Adds to `dRecurrent` [units][4 units] and `dBias` [4 units], which begin with zeros and are of one thread, what the
 * rows' gradients `dSums` and hidden states ask for.
 */
export function weigh(
  dSums: usize,
  hidden: usize,
  dRecurrent: usize,
  dBias: usize,
  batch: i32,
  units: i32,
  steps: i32,
  from: i32,
  to: i32,
): void {
  const row = (<usize>units) << 2;
  const wide = row << 2;
  for (let t = 0; t < steps; t++)
    for (let r = from; r < to; r += piece) {
      const rows = min(piece, to - r);
      const sums = dSums + <usize>(t * batch + r) * wide;
      const states = hidden + <usize>(t * batch + r) * row;
      for (let c: usize = 0; c < wide; c += 32) {
        column(sums + c, wide, dBias + c, rows);
        if (t === 0) continue;
        for (let k: usize = 0; k < row; k += 16)
          outer(states + k, row, sums + c, wide, dRecurrent + k * (wide >> 2) + c, rows);
      }
    }
}

/** Four columns of states times eight of gradients, added to a tile of the matrix. */
function outer(states: usize, row: usize, sums: usize, wide: usize, tile: usize, rows: i32): void {
  let a0 = v128.load(tile);
  let a1 = v128.load(tile, 16);
  let b0 = v128.load(tile + wide);
  let b1 = v128.load(tile + wide, 16);
  let c0 = v128.load(tile + 2 * wide);
  let c1 = v128.load(tile + 2 * wide, 16);
  let d0 = v128.load(tile + 3 * wide);
  let d1 = v128.load(tile + 3 * wide, 16);
  for (let i = 0; i < rows; i++) {
    const left = v128.load(sums);
    const right = v128.load(sums, 16);
    const a = v128.load32_splat(states);
    const b = v128.load32_splat(states, 4);
    const c = v128.load32_splat(states, 8);
    const d = v128.load32_splat(states, 12);
    a0 = madd(a, left, a0);
    a1 = madd(a, right, a1);
    b0 = madd(b, left, b0);
    b1 = madd(b, right, b1);
    c0 = madd(c, left, c0);
    c1 = madd(c, right, c1);
    d0 = madd(d, left, d0);
    d1 = madd(d, right, d1);
    sums += wide;
    states += row;
  }
  v128.store(tile, a0);
  v128.store(tile, a1, 16);
  v128.store(tile + wide, b0);
  v128.store(tile + wide, b1, 16);
  v128.store(tile + 2 * wide, c0);
  v128.store(tile + 2 * wide, c1, 16);
  v128.store(tile + 3 * wide, d0);
  v128.store(tile + 3 * wide, d1, 16);
}
