import assert from 'node:assert/strict';
import { shares } from '../../../server/src/cli/console';

describe('shares on the command line', () => {
  it('are told largest first, and of what has no name too', () =>
    assert.equal(
      shares({ '': 1, tcp: 2, 'u\u001b[2Jdp': 0 }),
      'tcp 66.7 %, (not given) 33.3 %, u⟨U+001B⟩[2Jdp 0.0 %',
    ));
});
