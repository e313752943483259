/** Commands that links in hovers may run; every other command link in them stays dead text. */
export const linkedCommands: readonly string[] = [
  'flow2vec.showSimilar',
  'flow2vec.showOnMap',
  'flow2vec.showClusterOfFlow',
  'flow2vec.addToInvestigation',
  'flow2vec.openHost',
  'flow2vec.onlyHost',
  'flow2vec.notHost',
  'flow2vec.overview',
  'flow2vec.train',
  'flow2vec.cancelTraining',
  'flow2vec.showLog',
];
