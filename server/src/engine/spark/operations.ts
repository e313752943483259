import { trainEmbedding } from '../training/embedding/trainer';
import { clusterModel, clustersFound, vectorsOfTokens } from './clusterModel';
import type { Operation } from './conversation';
import { cutSentences } from './cutSentences';
import { readLines, readTable, rulesOfRows } from './readRows';
import { scoredCase } from './scoredCase';
import { scoreUnits } from './scoreUnits';
import { startingVectors, trainShare } from './trainShare';
import { sharedNames, tokenParts } from './units';
import { classesOfLabels, factsOfModel, modelFile } from './writeResult';

/** What a process in an executor, or beside the driver, can be asked. */
export const operations: Readonly<Record<string, Operation>> = {
  readLines,
  readTable,
  rulesOfRows,
  tokenParts,
  sharedNames,
  cutSentences,
  classesOfLabels,
  startingVectors,
  trainShare: trainShare(trainEmbedding),
  modelFile,
  clusterModel,
  vectorsOfTokens,
  clustersFound,
  scoreUnits,
  scoredCase,
  factsOfModel,
};
