import type { Connection } from 'vscode-languageserver/node';
import { messageOf } from '../../base/errors';
import type { ShownAddresses } from './shownAddresses';

type Level = 'error' | 'warn';

/** The server's log, and what it says to the user unasked: names stand for addresses in both where they do on screen. */
export class ShownLog {
  private last: Promise<void> = Promise.resolve();

  constructor(
    private readonly connection: Pick<Connection, 'console' | 'window'>,
    private readonly shown: Pick<ShownAddresses, 'hide'>,
  ) {}

  readonly warn = (message: string): void => this.say(message, told => this.write('warn', told));

  readonly failed = (error: unknown): void => this.say(messageOf(error), told => this.write('error', told));

  /** Writes it to the log, and shows it in the editor. */
  readonly show = (message: string): void =>
    this.say(message, told => {
      this.write('warn', told);
      this.connection.window.showWarningMessage(told);
    });

  private write(level: Level, told: string): void {
    this.connection.console[level](told);
  }

  /** Messages are told in the order in which they were said. */
  private say(message: string, tell: (told: string) => void): void {
    const hidden = this.shown
      .hide(message)
      .catch(
        (error: unknown) => `A message is left out, for its addresses cannot be hidden: ${messageOf(error)}`,
      );
    this.last = this.last
      .then(async () => tell(await hidden))
      // The connection is closed: whoever would read it is gone.
      .catch(() => undefined);
  }
}
