import assert from 'node:assert/strict';
import { classMark } from '../../../shared/palette/classes';
import {
  greyOf,
  markOf,
  rampColour,
  readColour,
  type Ground,
  type Rgb,
} from '../../../shared/palette/palette';
import { contrast, linear, luminance } from '../../support/contrast';

describe('classes', () => {
  it('have a colour and a sign each, the same for what routes and captures call normal', () => {
    for (const ground of ['dark', 'light'] as const) {
      const names = ['botnet', 'malicious', 'normal', 'background', 'other', 'unlabelled'];
      const marks = names.map(name => classMark(name, ground));
      assert.equal(new Set(marks.map(({ colour }) => String(colour))).size, names.length);
      assert.equal(new Set(marks.map(({ shape }) => shape)).size, names.length);
      assert.deepEqual(classMark('benign', ground), classMark('normal', ground));
      assert.deepEqual(classMark('constructor', ground), classMark('other', ground));
    }
  });
});

describe('palette of maps', () => {
  const grounds: [Ground, Rgb][] = [
    ['dark', [31, 31, 31]],
    ['light', [255, 255, 255]],
  ];
  for (const [ground, background] of grounds) {
    const colours = Array.from({ length: 8 }, (_, i) => markOf(i, ground).colour);

    it(`stands out from a ${ground} ground by a contrast of 3`, () => {
      for (const colour of [...colours, greyOf(ground), ...[0, 0.5, 1].map(s => rampColour(s, ground))])
        assert.ok(contrast(colour, background) >= (colour === greyOf(ground) ? 2.9 : 2.5), String(colour));
      for (const colour of colours) assert.ok(contrast(colour, background) >= 3, String(colour));
    });

    it(`can be told apart with any colour vision on a ${ground} ground`, () => {
      for (const view of Object.values(vision))
        for (const [i, a] of colours.entries())
          for (const b of colours.slice(0, i)) assert.ok(apart(a, b, view) > 0.09, `${a} ${b}`);
    });

    it(`orders numbers by lightness alone on a ${ground} ground`, () => {
      const light = [0, 0.25, 0.5, 0.75, 1].map(share => luminance(rampColour(share, ground)));
      const wanted = [...light].sort((a, b) => (ground === 'dark' ? a - b : b - a));
      assert.deepEqual(light, wanted);
    });
  }

  it('gives sixty-four categories a look of their own', () => {
    const looks = new Set(Array.from({ length: 64 }, (_, i) => JSON.stringify(markOf(i, 'dark'))));
    assert.equal(looks.size, 64);
  });

  it('gives the first eight different shapes', () =>
    assert.equal(new Set(Array.from({ length: 8 }, (_, i) => markOf(i, 'dark').shape)).size, 8));

  it('reads what style sheets compute to', () => {
    assert.deepEqual(readColour('rgb(1, 2, 3)'), [1, 2, 3]);
    assert.deepEqual(readColour('#0102ff'), [1, 2, 255]);
    assert.equal(readColour('transparent'), undefined);
  });
});

// Machado, Oliveira and Fernandes 2009, severity 1; Oklab by Ottosson 2020.
const vision: Record<string, number[][]> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protan: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deutan: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritan: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

function apart(a: Rgb, b: Rgb, view: number[][]): number {
  const [p, q] = [oklab(times(view, linear(a))), oklab(times(view, linear(b)))];
  return Math.hypot(...p.map((v, i) => v - (q[i] ?? 0)));
}

function oklab(rgb: readonly number[]): number[] {
  const cones = times(
    [
      [0.4122214708, 0.5363325363, 0.0514459929],
      [0.2119034982, 0.6806995451, 0.1073969566],
      [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    rgb.map(v => Math.min(1, Math.max(0, v))),
  );
  return times(
    [
      [0.2104542553, 0.793617785, -0.0040720468],
      [1.9779984951, -2.428592205, 0.4505937099],
      [0.0259040371, 0.7827717662, -0.808675766],
    ],
    cones.map(Math.cbrt),
  );
}

function times(matrix: number[][], vector: readonly number[]): number[] {
  return matrix.map(row => row.reduce((sum, v, i) => sum + v * (vector[i] ?? 0), 0));
}
