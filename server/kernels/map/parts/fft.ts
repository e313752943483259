/**
 * Discrete Fourier transforms of four series at once, one in each lane, of any length 2^a 3^b 5^c (Stockham's
 * order, Temperton 1983, "Self-sorting mixed-radix fast Fourier transforms"). A series is complex, 32 bytes a
 * place: four real parts, four imaginary ones. The inverse is not scaled.
 */

/** Address of cos and sin (f32 each) of -2π j / length, j from 0. */
let twiddles: usize = 0;
let length: u32 = 0;

/** Smallest length that can be transformed, at least `wanted` and a multiple of eight. */
export function fftLength(wanted: u32): u32 {
  let n = (wanted + 7) & ~7;
  while (!isSmooth(n)) n += 8;
  return n;
}

function isSmooth(n: u32): bool {
  while (n % 5 === 0) n /= 5;
  while (n % 3 === 0) n /= 3;
  while (n % 2 === 0) n /= 2;
  return n === 1;
}

/** Prepares transforms of `n` places; `table` has room for 8 · n bytes and stays this thread's own. */
export function prepareFft(n: u32, table: usize): void {
  twiddles = table;
  length = n;
  for (let j: u32 = 0; j < n; j++) {
    const angle = (-2 * Math.PI * (j as f64)) / (n as f64);
    store<f32>(table + ((j as usize) << 3), Math.cos(angle) as f32);
    store<f32>(table + ((j as usize) << 3), Math.sin(angle) as f32, 4);
  }
}

/** Transforms what stands at `data`, using `other` (as large); answers where of the two the result stands. */
export function transform(data: usize, other: usize): usize {
  return passes(data, other, 0, 16);
}

/** The inverse: real and imaginary parts change places before and after. */
export function invert(data: usize, other: usize): usize {
  return passes(data, other, 16, 0);
}

function passes(from: usize, to: usize, re: usize, im: usize): usize {
  let stride: u32 = 1;
  for (let n = length; n > 1; ) {
    let radix: u32 = 4;
    if (n % 4 === 0) pass4(from, to, n / 4, stride, re, im);
    else if (n % 2 === 0) {
      radix = 2;
      pass2(from, to, n / 2, stride, re, im);
    } else if (n % 3 === 0) {
      radix = 3;
      pass3(from, to, n / 3, stride, re, im);
    } else {
      radix = 5;
      pass5(from, to, n / 5, stride, re, im);
    }
    n /= radix;
    stride *= radix;
    const swap = from;
    from = to;
    to = swap;
  }
  return from;
}

@inline
function cosine(j: u32): v128 {
  return v128.load32_splat(twiddles + ((j as usize) << 3));
}

@inline
function sine(j: u32): v128 {
  return v128.load32_splat(twiddles + ((j as usize) << 3), 4);
}

/** Stores (x + iy)(c + is). */
@inline
function turned(to: usize, x: v128, y: v128, c: v128, s: v128, re: usize, im: usize): void {
  v128.store(to + re, f32x4.sub(f32x4.mul(x, c), f32x4.mul(y, s)));
  v128.store(to + im, f32x4.add(f32x4.mul(x, s), f32x4.mul(y, c)));
}

function pass2(from: usize, to: usize, m: u32, stride: u32, re: usize, im: usize): void {
  const far = ((m * stride) as usize) << 5;
  const near = (stride as usize) << 5;
  for (let p: u32 = 0; p < m; p++) {
    const c = cosine(p * stride), s = sine(p * stride);
    let x = from + (((p * stride) as usize) << 5);
    let y = to + (((2 * p * stride) as usize) << 5);
    for (const end = x + near; x < end; x += 32, y += 32) {
      const ar = v128.load(x + re), ai = v128.load(x + im);
      const br = v128.load(x + far + re), bi = v128.load(x + far + im);
      v128.store(y + re, f32x4.add(ar, br));
      v128.store(y + im, f32x4.add(ai, bi));
      turned(y + near, f32x4.sub(ar, br), f32x4.sub(ai, bi), c, s, re, im);
    }
  }
}

function pass3(from: usize, to: usize, m: u32, stride: u32, re: usize, im: usize): void {
  const far = ((m * stride) as usize) << 5;
  const near = (stride as usize) << 5;
  const half = f32x4.splat(-0.5), root = f32x4.splat(-0.8660254);
  for (let p: u32 = 0; p < m; p++) {
    const c1 = cosine(p * stride), s1 = sine(p * stride);
    const c2 = cosine(2 * p * stride), s2 = sine(2 * p * stride);
    let x = from + (((p * stride) as usize) << 5);
    let y = to + (((3 * p * stride) as usize) << 5);
    for (const end = x + near; x < end; x += 32, y += 32) {
      const ar = v128.load(x + re), ai = v128.load(x + im);
      const br = v128.load(x + far + re), bi = v128.load(x + far + im);
      const cr = v128.load(x + 2 * far + re), ci = v128.load(x + 2 * far + im);
      const sr = f32x4.add(br, cr), si = f32x4.add(bi, ci);
      const dr = f32x4.mul(root, f32x4.sub(br, cr)), di = f32x4.mul(root, f32x4.sub(bi, ci));
      const tr = f32x4.add(ar, f32x4.mul(half, sr)), ti = f32x4.add(ai, f32x4.mul(half, si));
      v128.store(y + re, f32x4.add(ar, sr));
      v128.store(y + im, f32x4.add(ai, si));
      turned(y + near, f32x4.sub(tr, di), f32x4.add(ti, dr), c1, s1, re, im);
      turned(y + 2 * near, f32x4.add(tr, di), f32x4.sub(ti, dr), c2, s2, re, im);
    }
  }
}

function pass4(from: usize, to: usize, m: u32, stride: u32, re: usize, im: usize): void {
  const far = ((m * stride) as usize) << 5;
  const near = (stride as usize) << 5;
  for (let p: u32 = 0; p < m; p++) {
    const c1 = cosine(p * stride), s1 = sine(p * stride);
    const c2 = cosine(2 * p * stride), s2 = sine(2 * p * stride);
    const c3 = cosine(3 * p * stride), s3 = sine(3 * p * stride);
    let x = from + (((p * stride) as usize) << 5);
    let y = to + (((4 * p * stride) as usize) << 5);
    for (const end = x + near; x < end; x += 32, y += 32) {
      const ar = v128.load(x + re), ai = v128.load(x + im);
      const br = v128.load(x + far + re), bi = v128.load(x + far + im);
      const cr = v128.load(x + 2 * far + re), ci = v128.load(x + 2 * far + im);
      const dr = v128.load(x + 3 * far + re), di = v128.load(x + 3 * far + im);
      const acr = f32x4.add(ar, cr), aci = f32x4.add(ai, ci);
      const bdr = f32x4.add(br, dr), bdi = f32x4.add(bi, di);
      const amr = f32x4.sub(ar, cr), ami = f32x4.sub(ai, ci);
      const bmr = f32x4.sub(br, dr), bmi = f32x4.sub(bi, di);
      v128.store(y + re, f32x4.add(acr, bdr));
      v128.store(y + im, f32x4.add(aci, bdi));
      turned(y + near, f32x4.add(amr, bmi), f32x4.sub(ami, bmr), c1, s1, re, im);
      turned(y + 2 * near, f32x4.sub(acr, bdr), f32x4.sub(aci, bdi), c2, s2, re, im);
      turned(y + 3 * near, f32x4.sub(amr, bmi), f32x4.add(ami, bmr), c3, s3, re, im);
    }
  }
}

function pass5(from: usize, to: usize, m: u32, stride: u32, re: usize, im: usize): void {
  const far = ((m * stride) as usize) << 5;
  const near = (stride as usize) << 5;
  // Cosines and minus sines of 72° and 144°.
  const k1 = f32x4.splat(0.30901699), k2 = f32x4.splat(-0.80901699);
  const l1 = f32x4.splat(-0.95105652), l2 = f32x4.splat(-0.58778525);
  for (let p: u32 = 0; p < m; p++) {
    let x = from + (((p * stride) as usize) << 5);
    let y = to + (((5 * p * stride) as usize) << 5);
    const j = p * stride;
    for (const end = x + near; x < end; x += 32, y += 32) {
      const ar = v128.load(x + re), ai = v128.load(x + im);
      const br = v128.load(x + far + re), bi = v128.load(x + far + im);
      const cr = v128.load(x + 2 * far + re), ci = v128.load(x + 2 * far + im);
      const dr = v128.load(x + 3 * far + re), di = v128.load(x + 3 * far + im);
      const er = v128.load(x + 4 * far + re), ei = v128.load(x + 4 * far + im);
      const ber = f32x4.add(br, er), bei = f32x4.add(bi, ei), bmr = f32x4.sub(br, er), bmi = f32x4.sub(bi, ei);
      const cdr = f32x4.add(cr, dr), cdi = f32x4.add(ci, di), cmr = f32x4.sub(cr, dr), cmi = f32x4.sub(ci, di);
      v128.store(y + re, f32x4.add(ar, f32x4.add(ber, cdr)));
      v128.store(y + im, f32x4.add(ai, f32x4.add(bei, cdi)));
      const ur = f32x4.add(ar, f32x4.add(f32x4.mul(k1, ber), f32x4.mul(k2, cdr)));
      const ui = f32x4.add(ai, f32x4.add(f32x4.mul(k1, bei), f32x4.mul(k2, cdi)));
      const vr = f32x4.add(ar, f32x4.add(f32x4.mul(k2, ber), f32x4.mul(k1, cdr)));
      const vi = f32x4.add(ai, f32x4.add(f32x4.mul(k2, bei), f32x4.mul(k1, cdi)));
      const gr = f32x4.add(f32x4.mul(l1, bmr), f32x4.mul(l2, cmr));
      const gi = f32x4.add(f32x4.mul(l1, bmi), f32x4.mul(l2, cmi));
      const hr = f32x4.sub(f32x4.mul(l2, bmr), f32x4.mul(l1, cmr));
      const hi = f32x4.sub(f32x4.mul(l2, bmi), f32x4.mul(l1, cmi));
      turned(y + near, f32x4.sub(ur, gi), f32x4.add(ui, gr), cosine(j), sine(j), re, im);
      turned(y + 2 * near, f32x4.sub(vr, hi), f32x4.add(vi, hr), cosine(2 * j), sine(2 * j), re, im);
      turned(y + 3 * near, f32x4.add(vr, hi), f32x4.sub(vi, hr), cosine(3 * j), sine(3 * j), re, im);
      turned(y + 4 * near, f32x4.add(ur, gi), f32x4.sub(ui, gr), cosine(4 * j), sine(4 * j), re, im);
    }
  }
}
