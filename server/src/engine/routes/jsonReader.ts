import * as l10n from '@vscode/l10n';
import { JsonValues, longestValue, type JsonText } from './jsonValues';
import { labelOfLine, wrongLabel } from './labelLine';
import { readLooseJson } from './looseJson';
import { howToReport, jsonNames } from './toolNames';
import { dublin } from './parsers/dublin';
import { isObject, Unread, type JsonObject, type JsonTool } from './parsers/jsonTool';
import { globalping } from './parsers/globalping';
import { mtrJson } from './parsers/mtrJson';
import { ripeAtlas } from './parsers/ripeAtlas';
import { scamper } from './parsers/scamper';
import { trippy } from './parsers/trippy';
import type { Route, RouteLabel } from './route';
import type { RouteReader, RouteSink } from './sink';

// scamper knows objects by a type that Globalping has too.
export const jsonTools: readonly JsonTool[] = [ripeAtlas, globalping, scamper, mtrJson, trippy, dublin];

/** Reads the JSON of any tool: one object, objects on lines of their own, or one array of them. */
export class JsonReader implements RouteReader {
  private readonly values: JsonValues;
  private label: { label: RouteLabel; line: number } | undefined;

  constructor(private readonly sink: RouteSink) {
    this.values = new JsonValues({
      value: value => this.value(value),
      comment: (text, line) => this.comment(text, line),
      stray: (text, line) => {
        if (isRestOfJson(text))
          sink.reject({
            line,
            message: l10n.t('The beginning of this JSON object is missing; it was passed over.'),
          });
        else
          sink.problem({
            line,
            message: l10n.t('This is neither JSON nor a label line; it was passed over.'),
          });
      },
    });
  }

  push(text: string): void {
    this.values.push(text);
  }

  end(): void {
    this.values.end();
    if (this.label) this.strayLabel();
  }

  private value({ text, line, lastLine, cut, tooLong }: JsonText): void {
    const { label } = this.label ?? {};
    this.label = undefined;
    if (tooLong)
      return this.sink.reject({
        line,
        message: l10n.t(
          'This JSON object has more than {0} Mi characters, the most that are read of one; it was passed over.',
          longestValue >> 20,
        ),
      });
    if (cut)
      return this.sink.reject({
        line,
        message: l10n.t('This JSON object is cut off before its end; it was passed over.'),
      });
    const read = line === lastLine ? strict(text) : undefined;
    const loose = read === undefined ? readLooseJson(text, line) : undefined;
    const object = read ?? loose?.value;
    if (!isObject(object))
      return this.sink.reject({
        line,
        message: l10n.t('This JSON cannot be read: a quote, colon or value is missing.'),
      });
    if (loose?.mended !== undefined)
      this.sink.problem({ line, message: l10n.t('Read although the JSON is broken: {0}.', loose.mended) });
    const tool = jsonTools.find(each => each.recognises(object));
    if (!tool)
      return this.sink.reject({
        line,
        message: l10n.t(
          'This JSON is no traceroute of a tool that is read ({0}); it was passed over. {1}',
          jsonNames,
          howToReport(),
        ),
      });
    const lineOf = (part: object) => loose?.lines.get(part) ?? line;
    for (const route of this.routesOf(tool, object, lineOf)) {
      Object.assign(route, { line, lastLine }, label && { label });
      if (route.hops.length > 0) this.sink.route(route);
      else this.sink.reject({ line, message: tool.whyEmpty(object) });
    }
  }

  private routesOf(tool: JsonTool, object: JsonObject, lineOf: (part: object) => number): Route[] {
    try {
      return tool.routes(object, lineOf);
    } catch (error) {
      if (!(error instanceof Unread)) throw error;
      this.sink.reject({ line: lineOf(error.part), message: error.message });
      return [];
    }
  }

  private comment(text: string, line: number): void {
    const said = labelOfLine(text);
    if (said === undefined) return;
    if (typeof said !== 'string') {
      this.sink.problem({ line, message: wrongLabel(said.wrong), code: 'label' });
      return;
    }
    if (this.label) this.strayLabel();
    this.label = { label: said, line };
  }

  private strayLabel(): void {
    const line = this.label?.line ?? 1;
    this.label = undefined;
    const message = l10n.t('No route follows this label: it counts for the next route only.');
    this.sink.problem({ line, message });
  }
}

/** Whether a line goes on with an object whose beginning is missing. */
export function isRestOfJson(line: string): boolean {
  return /"\s*:\s*(?:["{[\d-]|true|false|null)/.test(line.slice(0, longestRest));
}

/** As much of a line as is looked at for that. */
const longestRest = 10_000;

function strict(text: string): JsonObject | undefined {
  try {
    return JSON.parse(text) as JsonObject;
  } catch {
    return undefined; // The lenient reader says whether it can be mended.
  }
}
