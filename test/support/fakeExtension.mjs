/* global window, fetch, sessionStorage, setTimeout -- this function runs in the page. */

/** In place of VS Code: shows a page its state, answers its calls, and hands it the map's file as it is on the server. */
export function fakeExtension({ shown, answers }) {
  let file;
  window.calls = [];
  window.answers = {
    read: async ({ from, bytes }) => {
      file ??= fetch('/map.bin').then(answer => answer.arrayBuffer());
      return (await file).slice(from, from + bytes);
    },
    ...Object.fromEntries(Object.entries(answers).map(([name, value]) => [name, () => value])),
    ready: () => void setTimeout(() => window.postMessage({ type: 'show', shown }), 0),
  };
  window.acquireVsCodeApi = () => ({
    postMessage: ({ id, name, argument }) => {
      window.calls.push({ name, argument });
      void Promise.resolve(window.answers[name]?.(argument)).then(value =>
        window.postMessage({ type: 'reply', id, ok: true, value: value ?? null }),
      );
    },
    getState: () => JSON.parse(sessionStorage.getItem('state') ?? 'null'),
    setState: state => sessionStorage.setItem('state', JSON.stringify(state)),
  });
}
