import * as l10n from '@vscode/l10n';
import type { Capture } from '../../captures/store';
import { refuseEmpty } from '../../captures/within';
import type { Corpus, Vocabulary } from './corpus';
import { detectPhrases, type PhraseOptions } from './phrases';
import { phraseCorpus } from './phraseVocabulary';
import { readSentences } from './readSentences';
import type { SentenceScheme } from './sentences';
import { countTokens, labelClassTable, prepareParts, readVocabulary } from './tokenTable';

export interface CorpusConfig {
  /** Parts of a token, as `columnPart` reads them. */
  tokenColumns: readonly string[];
  sentence: SentenceScheme;
  minCount: number;
  /** Commonest tokens kept; 0: all. */
  maxVocabulary: number;
  /** Passes of phrase detection; 0: none. */
  phrases: number;
  phraseScore: PhraseOptions['score'];
  phraseThreshold: number;
}

/** Turns a capture's flows into sentences of token numbers. Throws when no token is left. */
export async function buildCorpus(
  capture: Capture,
  config: CorpusConfig,
  signal?: AbortSignal,
): Promise<Corpus> {
  const connection = capture.connection;
  const interrupt = () => connection.interrupt();
  signal?.addEventListener('abort', interrupt, { once: true });
  try {
    return await build(capture, config, signal);
  } finally {
    signal?.removeEventListener('abort', interrupt);
  }
}

async function build(capture: Capture, config: CorpusConfig, signal?: AbortSignal): Promise<Corpus> {
  const connection = capture.connection;
  const joins = config.phrases > 0;
  await refuseEmpty(capture);
  await labelClassTable(connection);
  const parts = await prepareParts(connection, config.tokenColumns);
  // Phrases are looked for in all flows; rare entries go afterwards.
  await countTokens(connection, parts, joins ? { minCount: 1, maxVocabulary: 0 } : config);
  const vocabulary = await readVocabulary(connection, config.tokenColumns.length);
  if (!joins) refuseTooFew(capture, vocabulary, config);
  const { sentences, flows, facts } = await readSentences(
    capture,
    config.sentence,
    parts,
    joins ? 'with facts' : 'tokens only',
  );
  await connection.run('DROP TABLE token_ids; DROP TABLE label_classes');
  const { order } = sentences;
  if (!order || !facts)
    return { vocabulary, tokens: sentences.tokens, sentences: sentences.sentences, flows };
  signal?.throwIfAborted();
  const options = { passes: config.phrases, score: config.phraseScore, threshold: config.phraseThreshold };
  const phrased = await detectPhrases(sentences, vocabulary.size, options, signal);
  const corpus = phraseCorpus(vocabulary, phrased, position => order[position] as number, facts, config);
  refuseTooFew(capture, corpus.vocabulary, config);
  return { ...corpus, flows };
}

function refuseTooFew(capture: Capture, { size }: Vocabulary, { minCount }: CorpusConfig): void {
  if (size >= 2) return;
  const files = capture.files.map(f => f.path).join(', ');
  throw new Error(
    minCount > 1
      ? l10n.t(
          '{0}: {1} token(s) occur at least {2} time(s); a model needs two. Lower the minimum count or choose other token columns.',
          files,
          size,
          minCount,
        )
      : l10n.t('{0}: {1} token(s) occur; a model needs two. Choose other token columns.', files, size),
  );
}
