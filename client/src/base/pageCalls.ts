import * as l10n from '@vscode/l10n';
import { isCall, type ReplyMessage } from '../../../webviews/src/base/messages';

/** For each call of a page, the function that answers it; it may throw or reject. */
export type Handlers<Calls> = {
  [K in keyof Calls]: Calls[K] extends (argument: infer A) => infer R
    ? (argument: A) => R | Promise<R>
    : never;
};

/**
 * Answers one message of a page; undefined when it is no call. A handler that throws answers with its
 * message, so that the page never waits for nothing.
 */
export async function answerCall<Calls>(
  message: unknown,
  handlers: Handlers<Calls>,
): Promise<ReplyMessage | undefined> {
  if (!isCall(message)) return undefined;
  const { id, name, argument } = message;
  try {
    if (!Object.hasOwn(handlers, name))
      throw new Error(l10n.t('The panel made an unknown call, "{0}".', name));
    const handler = handlers[name as keyof Calls] as (argument: unknown) => unknown;
    return { type: 'reply', id, ok: true, value: await handler(argument) };
  } catch (error) {
    return { type: 'reply', id, ok: false, error: error instanceof Error ? error.message : String(error) };
  }
}
