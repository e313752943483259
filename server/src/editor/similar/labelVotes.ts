import { answerParameters } from '../../../../shared/parameters/answers';
import { messageOf } from '../../base/errors';
import { pathOf } from '../captureModels';
import type { Engine } from '../../engine/engine';
import type { LabelVote } from '../../../../shared/protocol/similar';
import type { Settings } from '../../../../shared/protocol/settings';
import { embeddingConfig } from '../settings';

/** Nearest labelled tokens that vote; as many as an evaluation asks, so that its figures hold for these. */
const voters = answerParameters.neighbours.default;

/** Votes kept at most; a capture of CTU-13 has about 100,000 tokens, a screen shows 60. */
const longest = 20_000;

/** While many votes are awaited, those that are known are told this often. */
const tellMs = 1000;

export interface LabelVotesDeps {
  engine(settings: Settings): Engine;
  settings(uri: string): Promise<Settings>;
  log(message: string): void;
  /** Called when votes that were wanted are known. */
  arrived(): void;
}

/**
 * The labels that neighbours vote for, remembered by token. `known` answers from memory, so that hints at
 * line ends wait for nothing; `want` finds out in the background, one token after another.
 */
export class LabelVotes {
  private readonly votes = new Map<string, LabelVote | null>();
  private readonly wanted = new Map<string, { uri: string; token: string }>();
  private working = false;
  private generation = 0;
  private toldFailure = false;

  constructor(private readonly deps: LabelVotesDeps) {}

  /** Undefined when it was not asked yet, null when nobody votes. */
  known(uri: string, token: string): LabelVote | null | undefined {
    return this.votes.get(keyOf(uri, token));
  }

  /** The vote on a token; undefined when there is no model, or when it fails; the first failure is logged. */
  async ask(uri: string, token: string): Promise<LabelVote | undefined> {
    const found = this.known(uri, token);
    if (found !== undefined) return found ?? undefined;
    const { generation } = this;
    try {
      const settings = await this.deps.settings(uri);
      const vote = await this.deps
        .engine(settings)
        .predictLabel(
          [pathOf(uri)],
          embeddingConfig(settings),
          { token },
          { neighbours: voters, confidence: settings.labels.confidence },
        );
      if (generation === this.generation) this.keep(keyOf(uri, token), vote ?? null);
      return vote;
    } catch (error) {
      // Once for each model: where rare tokens were left out of it, every other line on screen may fail.
      if (!this.toldFailure) this.deps.log(`No label was voted for: ${messageOf(error)}`);
      this.toldFailure = true;
      if (generation === this.generation) this.keep(keyOf(uri, token), null);
      return undefined;
    }
  }

  /** Finds out what these tokens are voted; what was wanted before and is not known yet is given up. */
  want(uri: string, tokens: readonly string[]): void {
    this.wanted.clear();
    for (const token of tokens)
      if (this.known(uri, token) === undefined) this.wanted.set(keyOf(uri, token), { uri, token });
    if (!this.working && this.wanted.size > 0) void this.work();
  }

  /** Another model or other settings: what was voted holds no longer. */
  clear(): void {
    this.generation++;
    this.toldFailure = false;
    this.votes.clear();
    this.wanted.clear();
  }

  private async work(): Promise<void> {
    this.working = true;
    let told = performance.now();
    try {
      for (let next = this.next(); next; next = this.next()) {
        await this.ask(next.uri, next.token);
        if (performance.now() - told > tellMs && this.wanted.size > 0) {
          told = performance.now();
          this.deps.arrived();
        }
        // A hover that waits gets its turn between two votes.
        await new Promise(resolve => setImmediate(resolve));
      }
    } finally {
      this.working = false;
    }
    this.deps.arrived();
  }

  private next(): { uri: string; token: string } | undefined {
    const [first] = this.wanted;
    if (first) this.wanted.delete(first[0]);
    return first?.[1];
  }

  private keep(key: string, vote: LabelVote | null): void {
    this.votes.set(key, vote);
    if (this.votes.size > longest) this.votes.delete(this.votes.keys().next().value as string);
  }
}

function keyOf(uri: string, token: string): string {
  return `${uri}\n${token}`;
}
