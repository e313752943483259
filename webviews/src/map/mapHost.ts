import type { TextFormat } from '../base/jobContract';
import type { NearToken } from './contract';

/** What the page around a map does for it. */
export interface MapHost {
  remember(view: unknown): void;
  announce(text: string): void;
  fail(message: string): void;
  neighbours(token: string, then: (found: NearToken[]) => void): void;
  reveal(place: { line: number; file: number }): void;
  showLines(lines: readonly number[]): void;
  similar(token: string): void;
  askAgain(): void;
  /** Lays all tokens out, not only a sample. */
  drawAll(): void;
  hand(text: string, to: 'clipboard' | TextFormat): void;
  savePicture(base64: string): void;
  pin(tokens: readonly string[], title: string): void;
}
