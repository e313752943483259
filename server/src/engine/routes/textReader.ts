import { labelOfLine, wrongLabel } from './labelLine';
import { ios } from './parsers/ios';
import { mtrCsv } from './parsers/mtrCsv';
import { mtrReport } from './parsers/mtrReport';
import { paris } from './parsers/paris';
import { tracepath } from './parsers/tracepath';
import { tracert } from './parsers/tracert';
import { unix } from './parsers/unix';
import { winmtr } from './parsers/winmtr';
import { emptyRoute, type TextTool } from './parsers/textTool';
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
  tracepath,
];

// Lines of programs and shells between routes, which say nothing of a route that follows or precedes.
const chatter =
  /^\*?\s*(?:traceroute6?|tracepath6?|tracert|mtr|mtr-packet)(?::|\.exe)|Name or service not known|Temporary failure in name|Cannot handle|Unable to resolve|unknown host|^Trace complete|^Type escape sequence|^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\w* .*\d|^[|_\-\s]+$|^\S*[$#>%]\s*(?:sudo )?(?:traceroute|tracepath|tracert|mtr|paris)/i;

/** Patterns are tried on every line, so lines that nobody's tool writes must not keep them busy. */
const longestLine = 2000;

interface Open {
  tool: TextTool;
  route: Route;
  /** Its lines are passed over: what is wrong with it was said. */
  rejected: boolean;
}

/** Reads the text of any tool, several of them in one file too. */
export class TextReader implements RouteReader {
  private rest = '';
  private number = 0;
  private open: Open | undefined;
  private label: { label: RouteLabel; line: number } | undefined;

  constructor(private readonly sink: RouteSink) {}

  push(text: string): void {
    const whole = this.rest === '' ? text : this.rest + text;
    let start = 0;
    for (;;) {
      const end = whole.indexOf('\n', start);
      if (end < 0) break;
      this.line(whole.slice(start, end > start && whole.charCodeAt(end - 1) === 13 ? end - 1 : end));
      start = end + 1;
    }
    // Of a line without end only so much is kept that it is known to be too long.
    this.rest = whole.slice(start, start + longestLine + 1);
  }

  end(): void {
    if (this.rest !== '') this.line(this.rest.replace(/\r$/, ''));
    this.rest = '';
    this.close();
    if (this.label) this.strayLabel(this.label.line);
  }

  private line(line: string): void {
    const number = ++this.number;
    if (line.length > longestLine) return this.tooLong(number);
    if (this.open?.tool.take(this.open.route, line, number, this.note)) {
      this.open.route.lastLine = number;
      return;
    }
    if (line.charCodeAt(0) === 35 || /^\s*(?:#|$)/.test(line)) return this.comment(line, number);
    for (const tool of textTools) {
      const begun = tool.begin(line, number);
      if (begun === undefined) continue;
      this.close();
      const route = begun.route;
      const { label } = this.label ?? {};
      this.label = undefined;
      if (label) route.label = label;
      this.open = { tool, route, rejected: begun.problem !== undefined };
      if (begun.problem !== undefined) this.sink.reject({ line: number, message: begun.problem });
      return;
    }
    if (chatter.test(line.trim())) return;
    this.stray(line, number);
  }

  private tooLong(number: number): void {
    const message = `This line has more than ${longestLine} characters; no tool writes that many. It was passed over.`;
    this.sink.problem({ line: number, message });
  }

  private comment(line: string, number: number): void {
    const said = labelOfLine(line);
    if (said === undefined) return;
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
      message: 'No route follows this label: it counts for the next route only.',
    });
  }

  /** Hops of a route whose beginning is missing are one rejected route; other lines are told one by one. */
  private stray(line: string, number: number): void {
    const route = emptyRoute('linux', number);
    if (!this.open && unix.take(route, line, number, () => undefined)) {
      this.open = { tool: unix, route, rejected: true };
      const message =
        'These hops have no header ("traceroute to …") above them, so their destination is unknown. Add the line.';
      return this.sink.reject({ line: number, message });
    }
    this.sink.problem({ line: number, message: 'This is no line of a traceroute; it was passed over.' });
  }

  private readonly note = (line: number, message: string): void => {
    if (!this.open?.rejected) this.sink.problem({ line, message });
  };

  private close(): void {
    const { open } = this;
    this.open = undefined;
    if (!open || open.rejected) return;
    open.tool.end?.(open.route);
    if (open.route.hops.length > 0) return this.sink.route(open.route);
    this.sink.reject({
      line: open.route.line,
      message: 'This route has no hops: the tool was stopped, or its lines are missing.',
    });
  }
}
