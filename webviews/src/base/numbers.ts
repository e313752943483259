import * as l10n from '@vscode/l10n';
import { language } from '../../../shared/text/language';

/** `12,345` */
export function formatCount(value: number): string {
  return value.toLocaleString(language());
}

/** `93 %`. Never says 0 or 100 % of what is not none or all. */
export function formatShare(share: number): string {
  if (share > 0 && share < 0.01) return '<1 %';
  if (share < 1 && share > 0.99) return '>99 %';
  return `${Math.round(share * 100)} %`;
}

/** `0.873` */
export function formatCosine(value: number): string {
  return value.toLocaleString(language(), { minimumFractionDigits: 3, maximumFractionDigits: 3 });
}

/** Four places: what tables and files of a report tell. */
export function round(value: number): number {
  return Number(value.toFixed(4));
}

/** `40 s`, `3 min` */
export function formatTimeLeft(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.ceil(seconds))} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90
    ? l10n.t('{0} min', minutes)
    : l10n.t('{0} h {1} min', Math.floor(minutes / 60), minutes % 60);
}
