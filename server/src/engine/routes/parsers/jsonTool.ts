import * as l10n from '@vscode/l10n';
import type { Json } from '../looseJson';
import type { Route } from '../route';

export type JsonObject = { [name: string]: Json | undefined };

/** How the JSON objects of one tool are read. Members may be missing or of any type. */
export interface JsonTool {
  recognises(value: JsonObject): boolean;
  /** Routes of the object; none for what tells only of the measurement. One without hops is rejected. */
  routes(value: JsonObject, lineOf: (part: object) => number): Route[];
  /** Why a route of the object has no hops. */
  whyEmpty(value: JsonObject): string;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A member that is an object, else an empty one. */
export function objectIn(value: JsonObject, name: string): JsonObject {
  const member = value[name];
  return isObject(member) ? member : {};
}

/** The objects of a member that is a list. */
export function objectsIn(value: JsonObject, name: string): JsonObject[] {
  const member = value[name];
  return Array.isArray(member) ? (member as unknown[]).filter(isObject) : [];
}

/** A member that is text, and not empty. */
export function textIn(value: JsonObject, name: string): string | undefined {
  const member = value[name];
  return typeof member === 'string' && member !== '' ? member : undefined;
}

/** A finite number, also one that is written as text; else NaN. */
export function numberIn(value: JsonObject, name: string): number {
  const member = value[name];
  if (typeof member === 'number') return Number.isFinite(member) ? member : NaN;
  return typeof member === 'string' && member.trim() !== '' ? Number(member) : NaN;
}

/** Thrown where a part of a route cannot be read, so that it is rejected with the line of that part. */
export class Unread extends Error {
  constructor(
    message: string,
    readonly part: object,
  ) {
    super(message);
  }
}

/** The number of a hop; one that cannot be read is no timeout, so it rejects the route. */
export function numberOfHop(value: JsonObject, name: string): number {
  const hop = hopIn(value, name);
  if (hop === undefined)
    throw new Unread(l10n.t('A hop has no number from 1 to 255 as its "{0}".', name), value);
  return hop;
}

/** The number of a hop, 1 to 255, or undefined. */
export function hopIn(value: JsonObject, name: string): number | undefined {
  const hop = numberIn(value, name);
  return Number.isInteger(hop) && hop >= 1 && hop <= 255 ? hop : undefined;
}

/** An address as IPv4 where IPv6 only carries it. */
export function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '');
}
