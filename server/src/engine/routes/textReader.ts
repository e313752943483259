import * as l10n from '@vscode/l10n';
import { labelOfLine, wrongLabel } from './labelLine';
import { mikrotik } from './parsers/mikrotik';
import { mtrCsv } from './parsers/mtrCsv';
import { mtrRaw } from './parsers/mtrRaw';
import { mtrReport } from './parsers/mtrReport';
import { mtrXml } from './parsers/mtrXml';
import { nextTrace } from './parsers/nextTrace';
import { paris } from './parsers/paris';
import { tracebox } from './parsers/tracebox';
import { tracepath } from './parsers/tracepath';
import { tracert } from './parsers/tracert';
import { ios, ripeReport, unix } from './parsers/unix';
import { winmtr } from './parsers/winmtr';
import { destinationFromLastHop, type TextTool, type UnknownLine } from './parsers/textTool';
import type { Route, RouteLabel } from './route';
import type { RouteReader, RouteSink } from './sink';

/** Tools that write text, in the order in which a line is offered to them. */
export const textTools: readonly TextTool[] = [
  unix,
  tracert,
  mtrReport,
  mtrCsv,
  winmtr,
  paris,
  ios,
  mtrXml,
  mtrRaw,
  nextTrace,
  mikrotik,
  ripeReport,
  tracebox,
  tracepath,
];

// Lines of programs and shells between routes, which say nothing of a route that follows or precedes.
const chatter =
  /^\*?\s*(?:traceroute6?|tracepath6?|tracert|mtr|mtr-packet)(?::|\.exe)|Name or service not known|Temporary failure in name|Cannot handle|Unable to resolve|unknown host|^Trace complete|^Type escape sequence|^Selected device |^Destination not reached|^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\w* .*\d|^[|_\-\s]+$|^(?:\S*[$#>%]|<\S+>|\[[^\]]+\]\s*\S*[>#])\s*(?:$|(?:sudo )?\/?(?:tool[ /])?(?:traceroute|tracepath|tracert|mtr|paris|quit|exit))|^<\?xml|^\s*(?:Packets\s+Pings|Keys:|My traceroute)/i;

/** Patterns are tried on every line, so lines that nobody's tool writes must not keep them busy. */
const longestLine = 2000;

/** Lines that no tool knows and that may yet be the header of a route. */
const longestHeader = 6;

/** A line that is a hop's, to judge by an address and a time, though no tool reads it. */
const time = /\d\s?ms(?:ec)?\b|\*\s+\*/;
const address = /\d+\.\d+\.\d+\.\d+|[\da-f]+:[\da-f:]*:[\da-f]/i;
/** A header that is damaged, to judge by words that are left of it. */
const header = /^\s*HOST:?\s|\bhops?\b.*\bmax|\bpackets?\b|\btraceroute\b|\bto \S+ \(|\(\S+\), \d+/i;

/** Whether a route of any tool begins with the line, with its header or without. */
export const beginsRoute = (line: string, number: number): boolean =>
  line.length <= longestLine &&
  textTools.some(tool => tool.begin(line, number) ?? tool.adopt?.(line, number, []));

interface Open {
  tool: TextTool;
  route: Route;
  /** Its lines are passed over: what is wrong with it was said. */
  rejected: boolean;
}

/** Reads the text of any tool, several of them in one file too; its lines end with `\n` alone. */
export class TextReader implements RouteReader {
  private rest = '';
  private number = 0;
  private open: Open | undefined;
  private label: { label: RouteLabel; line: number } | undefined;
  /** Lines that no tool knows, not told yet: the next hop says whether they were a header. */
  private unknown: UnknownLine[] = [];

  constructor(private readonly sink: RouteSink) {}

  push(text: string): void {
    const whole = this.rest === '' ? text : this.rest + text;
    let start = 0;
    for (;;) {
      const end = whole.indexOf('\n', start);
      if (end < 0) break;
      this.line(whole.slice(start, end));
      start = end + 1;
    }
    // Of a line without end only so much is kept that it is known to be too long.
    this.rest = whole.slice(start, start + longestLine + 1);
  }

  end(): void {
    if (this.rest !== '') this.line(this.rest);
    this.rest = '';
    this.tellUnknown();
    this.close();
    if (this.label) this.strayLabel(this.label.line);
  }

  private line(line: string): void {
    const number = ++this.number;
    if (line.length > longestLine) return this.tooLong(number);
    const { open } = this;
    if (open?.tool.take(open.route, line, number, this.note)) {
      open.route.lastLine = number;
      if (this.unknown.length > 0) this.tellUnknown();
      return;
    }
    if (/^\s*$/.test(line) || (/^\s*#/.test(line) && !/^\s*#\s+ADDRESS\s/.test(line)))
      return this.comment(line, number);
    for (const tool of textTools) {
      const begun = tool.begin(line, number);
      if (begun === undefined) continue;
      this.tellUnknown();
      this.begin(
        tool,
        begun.route,
        begun.problem === undefined ? undefined : { line: number, message: begun.problem },
      );
      return;
    }
    if (chatter.test(line.trim())) return;
    if (this.adopted(line, number)) return;
    if (open?.rejected && /^\s*\d{1,3}[.:]?\s/.test(line)) return;
    if (open && !open.rejected && time.test(line) && address.test(line))
      return this.note(number, l10n.t('This looks like a hop and cannot be read as one.'));
    if (open && !open.rejected && /^\s*\d{1,3}\s*$/.test(line) && !/^\s*\d+\s*$/.test(this.lastUnknown))
      return this.note(number, l10n.t('This hop is cut off behind its number.'));
    this.unknown.push({ line: number, text: line });
    if (this.unknown.length > longestHeader) this.tell(this.unknown.shift() as UnknownLine);
  }

  private get lastUnknown(): string {
    return this.unknown.at(-1)?.text ?? '';
  }

  private begin(tool: TextTool, route: Route, problem?: { line: number; message: string }): void {
    this.close();
    const { label } = this.label ?? {};
    this.label = undefined;
    if (label) route.label = label;
    this.open = { tool, route, rejected: problem !== undefined };
    if (problem) this.sink.reject(problem);
  }

  /** Hops of which no header is known: of a language of its own, without any, or damaged. */
  private adopted(line: string, number: number): boolean {
    const { open, unknown } = this;
    const first = Number.parseInt(line, 10);
    if (open && !(first === 1 || first === open.route.hops[0]?.hop)) return false;
    for (const tool of textTools) {
      const route = tool.adopt?.(line, number, unknown);
      if (!route) continue;
      const damaged = unknown.findLast(({ text }) => open !== undefined || header.test(text));
      if (route.destination !== '') {
        this.unknown = [];
        this.begin(tool, route);
      } else if (damaged) {
        this.unknown = unknown.filter(each => each !== damaged);
        this.tellUnknown();
        route.line = damaged.line;
        const message = l10n.t(
          'This is no header that can be read, and hops follow it: their route was passed over.',
        );
        this.begin(tool, route, { line: damaged.line, message });
      } else {
        this.tellUnknown();
        this.begin(tool, route);
        const message = l10n.t(
          'These hops have no header ("traceroute to …") above them: the last answer is taken for their destination. Add the line if that is wrong.',
        );
        this.sink.problem({ line: number, message });
      }
      return true;
    }
    return false;
  }

  private tooLong(number: number): void {
    const message = l10n.t(
      'This line has more than {0} characters; no tool writes that many. It was passed over.',
      longestLine,
    );
    this.sink.problem({ line: number, message });
  }

  private comment(line: string, number: number): void {
    const said = labelOfLine(line);
    if (said === undefined) return;
    this.tellUnknown();
    this.close();
    if (typeof said !== 'string')
      return this.sink.problem({ line: number, message: wrongLabel(said.wrong), code: 'label' });
    if (this.label) this.strayLabel(this.label.line);
    this.label = { label: said, line: number };
  }

  private strayLabel(line: number): void {
    this.label = undefined;
    this.sink.problem({
      line,
      message: l10n.t('No route follows this label: it counts for the next route only.'),
    });
  }

  private tellUnknown(): void {
    for (const each of this.unknown) this.tell(each);
    this.unknown = [];
  }

  private tell({ line }: UnknownLine): void {
    this.sink.problem({ line, message: l10n.t('This is no line of a traceroute; it was passed over.') });
  }

  /** A hop that cannot be read rejects its route: it would be taken for a timeout, or for the last hop. */
  private readonly note = (line: number, message: string, kind?: 'gap'): void => {
    if (!this.open || this.open.rejected) return;
    this.open.rejected = true;
    // What is missing before a hop stood on the line that no tool knows.
    const [missing] = kind === 'gap' ? this.unknown : [];
    if (missing) this.unknown = this.unknown.filter(each => each !== missing);
    this.sink.reject({
      line: missing?.line ?? line,
      message: l10n.t(
        '{0} The route was passed over.',
        missing ? l10n.t('This line cannot be read, and a hop is missing where it stands.') : message,
      ),
    });
  };

  private close(): void {
    const { open } = this;
    if (!open) return;
    if (!open.rejected) {
      open.tool.end?.(open.route, this.note);
      if (open.route.destination === '') destinationFromLastHop(open.route);
    }
    this.open = undefined;
    if (open.rejected) return;
    if (open.route.hops.length > 0) return this.sink.route(open.route);
    this.sink.reject({
      line: open.route.line,
      message: l10n.t('This route has no hops: the tool was stopped, or its lines are missing.'),
    });
  }
}
