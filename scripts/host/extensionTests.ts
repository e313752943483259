import { launchChromium } from './browser';
import { workbenchAddress } from './address';
import type { EditorServer } from './server';

export interface ExtensionTestRun {
  extension: string;
  /** A module whose `run` is called inside the extension host. */
  tests: string;
  folder: string;
  timeoutMilliseconds: number;
  /** Receives what the extension host prints. */
  print(line: string): void;
}

/**
 * Opens a workbench that runs the module inside its extension host, as VS Code does for any extension's tests:
 * it reports to the page through two functions that the page is expected to have. Resolves to the exit code.
 */
export async function runInExtensionHost(server: EditorServer, options: ExtensionTestRun): Promise<number> {
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    const exitCode = new Promise<number>((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`No result from the extension host within ${options.timeoutMilliseconds} ms`)),
        options.timeoutMilliseconds,
      );
      const settle = (code: number): void => {
        clearTimeout(timer);
        resolve(code);
      };
      page.once('crash', () => reject(new Error('The page crashed')));
      void page.exposeFunction('codeAutomationLog', (_type: string, args: unknown[]) =>
        options.print(format(args)),
      );
      void page.exposeFunction('codeAutomationExit', (code: number) => settle(code));
    });
    await page.goto(workbenchAddress(server.origin, options));
    return await exitCode;
  } finally {
    await browser.close();
  }
}

/** The console's own `%s` and `%c` parts are for a browser's colours; the text is what matters here. */
function format(args: unknown[]): string {
  const [first, ...rest] = args;
  if (typeof first !== 'string') return args.map(String).join(' ');
  const text = first.replace(/%[sdifoOc]/g, part =>
    part === '%c' ? (rest.shift(), '') : String(rest.shift()),
  );
  return [text, ...rest.map(String)].join(' ');
}
