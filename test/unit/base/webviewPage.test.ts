import assert from 'node:assert/strict';
import { answerCall } from '../../../client/src/base/pageCalls';
import { savedQuestion } from '../../../client/src/similar/savedQuestion';
import { createNonce, webviewHtml } from '../../../client/src/base/webviewHtml';

describe('page of a panel', () => {
  const html = webviewHtml({
    cspSource: 'https://*.vscode-cdn.net',
    nonce: 'NONCE',
    script: 'https://x/similar.js',
    style: 'https://x/similar.css',
    title: '"><script>alert(1)</script>',
    language: 'en" onload="x',
  });
  const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? '';

  it('forbids everything but its own script and style sheet', () => {
    assert.deepEqual(policy.split('; '), [
      `default-src 'none'`,
      `script-src 'nonce-NONCE'`,
      `style-src https://*.vscode-cdn.net`,
      `base-uri 'none'`,
      `form-action 'none'`,
    ]);
    assert.doesNotMatch(policy, /unsafe|data:|\*;/);
  });

  it('has one script, by nonce, and no style or handler in its markup', () => {
    assert.deepEqual(html.match(/<script/g), ['<script']);
    assert.match(html, /<script nonce="NONCE" src="https:\/\/x\/similar\.js"><\/script>/);
    assert.doesNotMatch(html, /<style|style=|\son\w+="/);
  });

  it('gets a nonce that differs each time and needs no quoting', () => {
    const nonces = new Set(Array.from({ length: 100 }, createNonce));
    assert.equal(nonces.size, 100);
    for (const nonce of nonces) assert.match(nonce, /^[\w-]{32}$/);
  });
});

describe('calls of a page', () => {
  interface Calls {
    add(numbers: { a: number; b: number }): number;
    fail(nothing: null): void;
  }
  const handlers = {
    add: ({ a, b }: { a: number; b: number }) => Promise.resolve(a + b),
    fail: () => {
      throw new Error('no such flow');
    },
  };
  const answer = (message: unknown) => answerCall<Calls>(message, handlers);

  it('are answered with the value', async () =>
    assert.deepEqual(await answer({ type: 'call', id: 4, name: 'add', argument: { a: 1, b: 2 } }), {
      type: 'reply',
      id: 4,
      ok: true,
      value: 3,
    }));

  for (const [name, error] of [
    ['fail', 'no such flow'],
    ['constructor', 'The panel made an unknown call, "constructor".'],
  ])
    it(`are answered with the reason when ${name} fails`, async () =>
      assert.deepEqual(await answer({ type: 'call', id: 5, name, argument: null }), {
        type: 'reply',
        id: 5,
        ok: false,
        error,
      }));

  for (const message of [null, 'call', { type: 'reply', id: 1 }, { type: 'call', id: '1', name: 'add' }])
    it(`are not seen in ${JSON.stringify(message)}`, async () =>
      assert.equal(await answer(message), undefined));
});

describe('question saved by a page', () => {
  const uri = 'file:///c/a.binetflow';
  const cases: [unknown, unknown][] = [
    [
      { question: { uri, line: 3, text: 'x' }, sort: 1 },
      { uri, line: 3, text: 'x' },
    ],
    [{ question: { uri, token: 'udp a b 53', evil: 1 } }, { uri, token: 'udp a b 53' }],
    [{ question: { uri, line: -1 } }, undefined],
    [{ question: { uri: 'https://x/a.binetflow', line: 1 } }, undefined],
    [{ question: { uri } }, undefined],
    [{ question: null }, undefined],
    [{}, undefined],
    [undefined, undefined],
  ];
  for (const [state, want] of cases)
    it(`is read from ${JSON.stringify(state)}`, () => assert.deepEqual(savedQuestion(state), want));
});
