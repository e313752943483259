import assert from 'node:assert/strict';
import { join } from 'node:path';
import { CaptureStore } from '../../../server/src/engine/captures/store';
import { narrow } from '../../../server/src/engine/captures/selection';
import { countCodes } from '../../../server/src/engine/overview/countCodes';
import { countFlows } from '../../../server/src/engine/overview/counted';
import { KeptCodes } from '../../../server/src/engine/overview/keptCodes';
import { RunningJobs } from '../../../server/src/base/threads/runningJobs';
import { parseFlowFilter } from '../../../shared/text/flowFilter';
import { makeOffice } from '../../support/plantedCapture';
import { temporaryFolder } from '../../support/temporaryFolder';

describe('flows as numbers', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  let captures: CaptureStore;
  before(() => (captures = new CaptureStore(join(folder.path, 'cache'))));
  after(() => captures.dispose());

  const header =
    'StartTime,Dur,Proto,SrcAddr,Sport,Dir,DstAddr,Dport,State,sTos,dTos,TotPkts,TotBytes,SrcBytes,Label';
  const odd = [
    // An address that is not given, one host at both ends, no port, no time, two classes in one conversation.
    '2011/08/10 10:00:00.000001,1,tcp,,1,->,10.0.0.2,80,CON,0,0,1,100,50,flow=Background',
    '2011/08/10 10:00:00.000002,1,udp,10.0.0.2,1,->,10.0.0.2,53,CON,0,0,1,200,50,flow=Normal',
    '2011/08/10 10:59:59.999999,1,tcp,10.0.0.1,1,->,10.0.0.2,,RST,0,0,1,,50,flow=From-Botnet',
    '2011/08/10 10:30:00.000000,1,tcp,10.0.0.1,1,->,10.0.0.2,80,CON,0,0,1,100,50,flow=Normal',
    '2011/08/10 10:30:00.000000,1,tcp,10.0.0.1,1,->,10.0.0.2,80,CON,0,0,1,100,50,flow=From-Botnet',
    '2011/08/10 09:59:00.000000,1,tcp,10.0.0.1,1,->,10.0.0.3,80,CON,0,0,1,100,50,',
    'no flow at all',
  ];
  const files = () => ({
    office: [folder.file('office.binetflow', makeOffice({ flows: 2000, seed: 7 }))],
    odd: [folder.file('odd.binetflow', `${[header, ...odd].join('\n')}\n`)],
    both: [
      folder.file('first.binetflow', makeOffice({ flows: 300, seed: 8 })),
      folder.file('second.binetflow', `${[header, ...odd].join('\n')}\n`),
    ],
  });
  const filters = [
    undefined,
    "StartTime >= '2011-08-10T10:00:00Z' and StartTime < '2011-08-10T10:30:00.000Z'",
    // Bounds within one slot, before all flows, after all, the wrong way round, and on one side only.
    "StartTime >= '2011-08-10T10:00:00.000001Z' and StartTime < '2011-08-10T10:00:00.000002Z'",
    "StartTime >= '2011-08-10T10:07:33.123Z' and StartTime < '2011-08-10T10:41:02.987654Z'",
    "StartTime < '2011-08-10T00:00:00Z'",
    "StartTime >= '2012-01-01T00:00:00Z'",
    "StartTime >= '2011-08-10T10:30:00Z' and StartTime < '2011-08-10T10:00:00Z'",
    "StartTime < '2011-08-10T10:30:00.0005Z'",
    "Proto = 'tcp'",
    "Proto = 'tcp' and StartTime >= '2011-08-10T10:00:00Z'",
    "not Host = '10.0.0.2'",
    "StartTime is empty or Dport = '53'",
    "SrcAddr = 'nobody'",
  ];

  for (const name of ['office', 'odd', 'both'] as const)
    for (const text of filters)
      it(`counts of ${name} what SQL does: ${text ?? 'all'}`, async () => {
        const [paths, jobs] = [files()[name], new RunningJobs()];
        // Sums are kept so often that parts of the time begin and end before, between and after them.
        const kept = new KeptCodes(captures, jobs, 90);
        const filter = text === undefined ? undefined : parseFlowFilter(text);
        const asked = { top: 4, toldApart: 2, unexpected: [2, 3, 4, 9999] };
        await captures.using(paths, undefined, async capture => {
          assert.equal(await kept.of(capture, filter), undefined);
          kept.prepare(capture);
          await jobs.ended();
          const found = await kept.of(capture, filter);
          assert.ok(found);
          const counted = await countCodes(found, asked);
          if (filter) await narrow(capture, filter);
          const { hosts, conversations, services, states, ...rest } = await countFlows(capture, asked);
          const plain = ({ groups, inAll }: typeof hosts) => ({ groups, inAll });
          assert.deepEqual(
            {
              ...counted,
              hosts: plain(counted.hosts),
              conversations: plain(counted.conversations),
              services: plain(counted.services),
              states: plain(counted.states),
            },
            { ...{ hosts, conversations, services, states }, ...rest },
          );
        });
      });
});
