import { build } from '../build.mjs';
import { isStale } from '../build/stale.mjs';
import { findChromium } from '../host/browser';
import { one, show, sum } from './counts';
import type { Counts } from './counts';
import { ensureChromium } from './chromium';
import { layers, type Layer } from './layers';

/** Runs the named layers, or all of them; returns the exit code. */
export async function main(names: readonly string[]): Promise<number> {
  const unknown = names.filter(name => !layers.some(layer => layer.name === name));
  if (unknown.length > 0) {
    console.error(`No layer ${unknown.join(', ')}; there are ${layers.map(layer => layer.name).join(', ')}.`);
    return 2;
  }
  const chosen = layers.filter(layer => (names.length === 0 ? !layer.onlyNamed : names.includes(layer.name)));
  if (chosen.some(layer => layer.browser)) await ensureChromium();
  // Layers that run what was built must not run what was built before the last change.
  if (!chosen.some(layer => layer.name === 'build') && isStale()) await build();
  const results: { name: string; counts: Counts; seconds: number }[] = [];
  // What comes before the tests keeps one core busy each, so these run side by side.
  const first = chosen.filter(layer => layer.alongside);
  const timed = async (layer: Layer) => {
    console.log(`\n── ${layer.name} ──`);
    const startedAt = Date.now();
    const missing = layer.browser && !findChromium() ? noChromium : layer.missing?.();
    const counts = missing === undefined ? await runLayer(layer.run) : skip(layer.name, missing);
    results.push({ name: layer.name, counts, seconds: (Date.now() - startedAt) / 1000 });
  };
  await Promise.all(first.map(timed));
  for (const layer of chosen) if (!layer.alongside) await timed(layer);
  console.log('');
  for (const { name, counts, seconds } of results) {
    console.log(`${name.padEnd(10)} ${seconds.toFixed(1).padStart(6)} s   ${show(counts)}`);
  }
  const total = sum(results.map(result => result.counts));
  console.log(show(total));
  return total.failed > 0 ? 1 : 0;
}

async function runLayer(run: () => Promise<Counts>): Promise<Counts> {
  try {
    return await run();
  } catch (error) {
    console.error(error);
    return one.failed;
  }
}

const noChromium = 'there is no Chromium: install it, or name one in CHROMIUM_PATH';

function skip(name: string, missing: string): Counts {
  console.log(`SKIPPED: ${name}, for ${missing}.`);
  return one.skipped;
}
