/** Texts on screen whose contrast with what is behind them is less than the accessibility guidelines ask for. */
export function paleTexts(): string[];
/** Numbers what the Tab key must come to, and says how much that is. */
export function numberStops(): number;
/** Where the keyboard is: the number of the stop, and whether one sees it. */
export function stopNow(): { stop: string; what: string; isShown: boolean } | null;
/** Buttons in rows of tables that no key comes to: neither Tab nor, by way of their row, the arrows. */
export function unreached(): string[];
/** Heads of columns that say nothing on hover. */
export function silentHeads(): (string | null)[];
