import assert from 'node:assert/strict';
import fc from 'fast-check';
import { columnWidths, narrow } from '../../../webviews/src/base/table/columnWidths';
import type { Column } from '../../../webviews/src/base/table/columns';
import { exportTable } from '../../../webviews/src/base/table/columns';
import { pageRows } from '../../../webviews/src/base/table/pageRows';
import { GatheredRows, PagedRows, type RowView } from '../../../webviews/src/base/table/rowSource';
import { mostPixels, RowWindow } from '../../../webviews/src/base/table/rowWindow';

const viewport = 500;
const rowHeight = 27;

function windowOf(rows: number): RowWindow {
  const window = new RowWindow();
  window.fit({ rows, rowHeight, viewport });
  return window;
}

describe('rows in view', () => {
  it('are all of a short table', () => {
    const window = windowOf(5);
    assert.deepEqual(window.drawn, { from: 0, to: 5, top: 0 });
    assert.equal(window.height, 5 * rowHeight);
  });

  it('are never beyond what browsers can lay out, and every row can be reached', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50_000_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (rows, at) => {
          const window = windowOf(rows);
          assert.ok(window.height <= mostPixels);
          const row = Math.floor(at * (rows - 1));
          window.reveal(row);
          const { from, to } = window.drawn;
          assert.ok(from <= row && row < to, `${row} is not in ${from} to ${to}`);
          assert.ok(
            window.scrollTop >= 0 && window.scrollTop <= Math.max(0, window.height - viewport) + 1e-6,
          );
          assert.ok(to - from <= viewport / rowHeight + 20);
        },
      ),
    ));

  it('fill the view wherever the scrollbar is', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 100, max: 50_000_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (rows, at) => {
          const window = windowOf(rows);
          const scrollTop = at * (window.height - viewport);
          window.scrolled(scrollTop);
          const { from, to, top } = window.drawn;
          const shown = window.scrollTop;
          assert.ok(Math.abs(shown - scrollTop) <= 1);
          assert.ok(top <= shown + 1e-6, 'begins above the view');
          assert.ok(top + (to - from) * rowHeight >= shown + viewport - 1e-6, 'ends below the view');
        },
      ),
    ));

  it('move by the pixels of a wheel, not by those of the scrollbar', () => {
    const window = windowOf(20_000_000);
    window.reveal(10_000_000);
    const { from } = window.drawn;
    window.scrollBy(10 * rowHeight);
    assert.equal(window.drawn.from, from + 10);
    // The browser tells the scrollbar's place back, which is coarser: nothing moves.
    window.scrolled(window.scrollTop + 0.4);
    assert.equal(window.drawn.from, from + 10);
  });

  it('end with the last row', () => {
    const window = windowOf(3_000_000);
    window.scrolled(window.height);
    const { to, from, top } = window.drawn;
    assert.equal(to, 3_000_000);
    assert.ok(Math.abs(top + (to - from) * rowHeight - window.height) < 1e-3);
  });
});

describe('widths of columns', () => {
  const text = (natural: number) => ({ natural, elastic: true });
  const number = (natural: number) => ({ natural, elastic: false });
  const sum = (widths: readonly number[]) => widths.reduce((a, b) => a + b, 0);

  it('fill what there is, texts first', () => {
    const widths = columnWidths([number(50), text(100), number(60)], 400);
    assert.deepEqual([widths[0], widths[2]], [50, 60]);
    assert.ok(sum(widths) > 395 && sum(widths) <= 400);
  });

  it('take from texts what numbers need', () => {
    const widths = columnWidths([number(50), text(900), text(300), number(60)], 400);
    assert.deepEqual([widths[0], widths[3]], [50, 60]);
    assert.ok(sum(widths) <= 400);
    assert.ok((widths[1] as number) >= narrow && (widths[2] as number) >= narrow);
  });

  it('leave a text what it is no use without, and are then wider than the table', () => {
    const widths = columnWidths([number(150), { ...text(900), least: 220 }, text(300)], 380);
    assert.deepEqual(widths, [150, 220, narrow]);
  });

  it('are wider than the table where nothing can give way', () =>
    assert.deepEqual(columnWidths([number(300), number(200)], 100), [300, 200]));

  it('stay as the user set them', () => {
    const widths = columnWidths([text(100), { ...text(100), fixed: 222 }, text(100)], 600);
    assert.equal(widths[1], 222);
  });

  it('never fill more than there is, and never vanish', () =>
    fc.assert(
      fc.property(
        fc.array(fc.record({ natural: fc.integer({ min: 1, max: 3000 }), elastic: fc.boolean() }), {
          minLength: 1,
        }),
        fc.integer({ min: 100, max: 4000 }),
        (needs, available) => {
          const widths = columnWidths(needs, available);
          const least = sum(needs.map(n => (n.elastic ? Math.min(n.natural, narrow) : n.natural)));
          assert.ok(sum(widths) <= Math.max(available, least) + needs.length);
          for (const [i, width] of widths.entries())
            assert.ok(width >= Math.min(needs[i]?.natural ?? 0, narrow) - 1, `${width}`);
        },
      ),
    ));
});

describe('rows that come in pages', () => {
  const plain: RowView = { order: { key: '', descending: false }, filter: '' };
  const count = 5 * pageRows + 7;
  const numbers = (asked: number[]) => (_: RowView, from: number, most: number) => {
    asked.push(from);
    const rows = Array.from({ length: Math.min(most, count - from) }, (_, i) => from + i);
    return Promise.resolve({ rows, count, total: count + 3 });
  };

  it('are at hand where they were brought, each page asked for once', async () => {
    const asked: number[] = [];
    const source = new PagedRows(numbers(asked));
    await source.arrange(plain);
    assert.deepEqual([source.ids.length, source.total, source.row(3)], [count, count + 3, 3]);
    assert.equal(source.row(3 * pageRows), undefined);
    await Promise.all([
      source.bring(3 * pageRows - 5, 3 * pageRows + 5),
      source.bring(3 * pageRows, 3 * pageRows + 5),
    ]);
    assert.equal(source.row(3 * pageRows), 3 * pageRows);
    assert.equal(source.bring(3 * pageRows, 3 * pageRows + 5), undefined);
    assert.deepEqual(asked, [0, 2 * pageRows, 3 * pageRows]);
  });

  it('are taken over from other answers, exchanged where they are at hand, and more as a file is read', async () => {
    const asked: number[] = [];
    const source = new PagedRows(numbers(asked));
    await source.arrange(plain);
    const page = Array.from({ length: pageRows }, (_, i) => 2 * pageRows + i);
    assert.equal(source.take(2 * pageRows, { rows: page, count, total: count + 3 }), false);
    assert.equal(source.bring(2 * pageRows, 3 * pageRows), undefined, 'nothing is asked for again');
    source.amend(row => (row === 2 * pageRows + 1 ? -1 : row));
    assert.deepEqual([source.row(2 * pageRows), source.row(2 * pageRows + 1)], [2 * pageRows, -1]);
    assert.equal(source.grow(count), true, 'of all rows, there are three fewer');
    assert.equal(source.grow(count), false);
    assert.equal(source.take(2 * pageRows, { rows: page, count: count + 9, total: count + 9 }), true);
    assert.deepEqual([source.ids.length, source.total], [count + 9, count + 9]);
    assert.deepEqual(asked, [0]);
  });

  for (const read of [0, pageRows - 7])
    it(`are asked for again where only ${read} of a page had been read, once there are more`, async () => {
      let known = read;
      const source = new PagedRows<number>((_, from, wanted) =>
        Promise.resolve({
          rows: Array.from({ length: Math.max(0, Math.min(wanted, known - from)) }, (__, i) => from + i),
          count: known,
          total: known,
        }),
      );
      await source.arrange(plain);
      assert.equal(source.bring(0, pageRows), undefined, 'there are no more yet');
      known = 3 * pageRows;
      assert.equal(source.grow(known), true);
      await source.bring(0, pageRows);
      assert.deepEqual([source.row(0), source.row(pageRows - 1)], [0, pageRows - 1]);
      assert.equal(source.bring(0, pageRows), undefined);
    });

  it('of an order that was left are dropped', async () => {
    const waiting: (() => void)[] = [];
    const source = new PagedRows<string>((view, from) => {
      return new Promise(resolve =>
        waiting.push(() => resolve({ rows: [`${view.order.key} ${from}`], count: 1, total: 1 })),
      );
    });
    const first = source.arrange({ ...plain, order: { key: 'a', descending: false } });
    const second = source.arrange({ ...plain, order: { key: 'b', descending: false } });
    for (const answer of waiting.reverse()) answer();
    await Promise.all([first, second]);
    assert.equal(source.row(0), 'b 0');
  });

  it('can be asked for again after a failure', async () => {
    let fails = true;
    const source = new PagedRows<number>((_, from) =>
      fails && from > 0
        ? Promise.reject(new Error('the server is gone'))
        : Promise.resolve({
            rows: Array.from({ length: pageRows }, (_, i) => from + i),
            count,
            total: count,
          }),
    );
    await source.arrange(plain);
    await assert.rejects(async () => source.bring(pageRows, pageRows + 1), /the server is gone/);
    fails = false;
    await source.bring(pageRows, pageRows + 1);
    assert.equal(source.row(pageRows), pageRows);
  });

  it('are all brought when another order is asked for, and ordered right', async () => {
    const columns: Column<number>[] = [{ key: 'n', title: 'n', value: n => n }];
    const source = new GatheredRows(numbers([]), columns);
    await source.arrange(plain);
    assert.equal(source.row(0), 0);
    await source.arrange({ order: { key: 'n', descending: true }, filter: '' });
    assert.deepEqual([source.ids.length, source.row(0), source.row(count - 1)], [count, count - 1, 0]);
    await source.arrange({ order: { key: 'n', descending: false }, filter: '100' });
    assert.deepEqual([source.row(0), source.row(1)], [100, 1000]);
  });
});

describe('columns as values', () => {
  it('export several columns, one, or none, and nothing for no value', () => {
    const columns: Column<number>[] = [
      { key: 'n', title: 'Zahl', value: n => n },
      {
        key: 'twice',
        title: 'Doppelt',
        exports: [
          { name: 'twice', value: n => 2 * n },
          { name: 'half', value: n => (n % 2 === 0 ? n / 2 : undefined) },
        ],
      },
      { key: 'actions', title: 'Knöpfe', kind: 'actions' },
    ];
    assert.deepEqual(exportTable(columns, [4, 5]), [
      ['n', 'twice', 'half'],
      [4, 8, 2],
      [5, 10, ''],
    ]);
  });
});
