import * as l10n from '@vscode/l10n';
import type { ClustersReport } from '../../../shared/protocol/clusters';
import { JobPage } from '../base/jobPage';
import { counted } from '../../../shared/text/counted';
import { ClusterBrowser } from './clusterBrowser';
import type { ClustersCalls, ClustersQuestion } from './contract';

let browser: ClusterBrowser | undefined;

const page: JobPage<ClustersReport, ClustersCalls> = new JobPage<ClustersReport, ClustersCalls>({
  name: 'clusters',
  title: () => l10n.t('Clusters of'),
  render: (report, question) => {
    const { settings, show } = question as ClustersQuestion;
    // The same clusters, asked for something else: what the user chose on the page stays.
    if (browser?.report.clustering !== report.clustering)
      browser = new ClusterBrowser(page, report, settings ?? {});
    browser.show(show);
    return {
      parts: browser.parts,
      summary: l10n.t('{0}, the largest first', counted(report.k, 'cluster')),
    };
  },
});
