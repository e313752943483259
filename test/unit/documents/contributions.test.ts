import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';

interface Manifest {
  contributes: {
    commands: { command: string }[];
    menus: Record<string, { command: string; when?: string }[]>;
    views: { flow2vec: { id: string; type?: string; when?: string }[] };
    viewsWelcome: { view: string }[];
    walkthroughs: {
      steps: { description: string; media: { image: string }; completionEvents: string[] }[];
    }[];
  };
}

const read = <T>(path: string) => JSON.parse(readFileSync(path, 'utf8')) as T;
const { contributes } = read<Manifest>('package.json');
const wording = read<Record<string, string>>('package.nls.json');

/** Commands that work whatever is open. */
const anywhere = [
  ...['clearModelCache', 'restartServer', 'showLog', 'newInvestigation', 'openSample', 'togglePseudonyms'],
].map(name => `flow2vec.${name}`);

describe('what the manifest contributes', () => {
  it('offers each command only where it can work', () => {
    const offered = new Map(contributes.menus['commandPalette']?.map(({ command, when }) => [command, when]));
    const without = contributes.commands
      .map(({ command }) => command)
      .filter(command => !anywhere.includes(command) && !offered.get(command));
    assert.deepEqual(without, []);
  });

  it('offers commands of captures for files on disk, which alone the server reads', () => {
    const menus = ['commandPalette', 'editor/context', 'editor/title', 'explorer/context'];
    const loose = menus
      .flatMap(menu => contributes.menus[menu] ?? [])
      .filter(({ when = '' }) => /binetflow/.test(when) && !/resourceScheme == file/.test(when));
    assert.deepEqual(loose, []);
  });

  it('offers no command of captures on a page of traceroutes', () => {
    const open = contributes.menus['commandPalette']?.filter(({ when }) => when?.includes('flow2vec\\\\./'));
    assert.deepEqual(open, []);
  });

  it('says in each view what to do next when it is empty', () => {
    const welcomed = new Set(contributes.viewsWelcome.map(({ view }) => view));
    assert.deepEqual(
      // A page says so itself, and is there only where it has something to show.
      contributes.views.flow2vec
        .filter(({ id, type, when }) => !(welcomed.has(id) || (type === 'webview' && when)))
        .map(({ id }) => id),
      [],
    );
  });

  it('names only commands that there are, in menus and words', () => {
    // What is of no use in a menu is not contributed.
    const known = new Set([...contributes.commands.map(({ command }) => command), 'flow2vec.onSample']);
    const inMenus = Object.values(contributes.menus).flatMap(items => items.map(({ command }) => command));
    const inWords = Object.values(wording).flatMap(text =>
      [...text.matchAll(/(?:command:|%22token%22%3A%22)(flow2vec\.\w+)/g)].map(([, command = '']) => command),
    );
    assert.deepEqual(
      [...inMenus, ...inWords].filter(command => !known.has(command)),
      [],
    );
    assert.ok(inWords.length > 8);
  });

  it('walks through five steps, each with its picture', () => {
    const [{ steps } = { steps: [] }] = contributes.walkthroughs;
    assert.equal(steps.length, 5);
    for (const { media, completionEvents } of steps) {
      assert.ok(existsSync(media.image), media.image);
      assert.equal(completionEvents.length, 1);
    }
  });
});
