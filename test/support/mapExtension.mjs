/* global window, fetch, sessionStorage, setTimeout -- this function runs in the page. */

/** In place of VS Code: answers the page's calls, with the map's file as it is on the server. */
export function fakeExtension(result) {
  let file;
  const show = () => {
    const question = { uri: 'file:///made.binetflow', settings: {} };
    const view = { kind: 'result', result };
    window.postMessage({ type: 'show', shown: { question, capture: 'made.binetflow', view, texts: {} } });
  };
  window.calls = [];
  window.answers = {
    ready: () => void setTimeout(show, 0),
    read: async ({ from, bytes }) => {
      file ??= fetch('/map.bin').then(answer => answer.arrayBuffer());
      return (await file).slice(from, from + bytes);
    },
    marked: () => null,
    neighbours: () => [],
    save: () => 'saved.csv',
    savePicture: () => 'saved.png',
  };
  window.acquireVsCodeApi = () => ({
    postMessage: ({ id, name, argument }) => {
      window.calls.push({ name, argument });
      void Promise.resolve(window.answers[name]?.(argument)).then(value =>
        window.postMessage({ type: 'reply', id, ok: true, value }),
      );
    },
    getState: () => JSON.parse(sessionStorage.getItem('state') ?? 'null'),
    setState: state => sessionStorage.setItem('state', JSON.stringify(state)),
  });
}
