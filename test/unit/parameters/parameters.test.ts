import assert from 'node:assert/strict';
import { answerParameters } from '../../../shared/parameters/answers';
import {
  accepted,
  checked,
  readTyped,
  refusal,
  taken,
  type Parameter,
} from '../../../shared/parameters/parameter';
import { networkParameters } from '../../../shared/parameters/routes';
import { allSettings } from '../../../shared/parameters/settings';
import { embeddingParameters, minAlpha } from '../../../shared/parameters/training';

const { window, alpha, architecture, sample } = embeddingParameters;

describe('a parameter', () => {
  const all: [string, Parameter][] = [
    ...allSettings(),
    ...Object.entries({ ...answerParameters, ...networkParameters, minAlpha }),
  ];
  for (const [name, parameter] of all)
    it(`${name} takes its own default, and its ends`, () => {
      assert.equal(refusal(parameter, parameter.default), undefined);
      assert.ok(parameter.title !== '' && parameter.words !== '');
      if (parameter.kind !== 'integer' && parameter.kind !== 'number') return;
      const { least, above, most } = parameter;
      assert.equal(refusal(parameter, most), undefined);
      assert.notEqual(refusal(parameter, most * 2), undefined);
      if (least !== undefined) assert.equal(refusal(parameter, least), undefined);
      if (above !== undefined) assert.notEqual(refusal(parameter, above), undefined);
      assert.notEqual(refusal(parameter, (least ?? above ?? 0) - 1), undefined);
      for (const odd of [NaN, Infinity, -Infinity, String(parameter.default), null])
        assert.notEqual(refusal(parameter, odd), undefined);
    });

  it('says what it takes', () => {
    assert.equal(refusal(window, 0), 'takes a whole number from 1 to 1,000, not 0');
    assert.equal(refusal(window, 2.5), 'takes a whole number from 1 to 1,000, not 2.5');
    assert.equal(refusal(alpha, 0), 'takes a number above 0, at most 1, not 0');
    assert.equal(refusal(architecture, 'glove'), 'takes skip-gram or cbow, not "glove"');
    assert.equal(accepted(networkParameters.network), 'dense, lstm, hybrid or autoencoder');
  });

  it('takes the sample of the founding post, which is a count', () =>
    assert.equal(refusal(sample, 5), undefined));

  for (const [typed, value] of [
    ['5', 5],
    [' 1e3 ', 1000],
    ['-1', -1],
    ['', ''],
    ['0x10', '0x10'],
    ['1_000', '1_000'],
    ['5 tokens', '5 tokens'],
  ] as const)
    it(`reads "${typed}" as it was meant`, () => assert.equal(readTyped(window, typed), value));
});

describe('values of parameters', () => {
  it('are refused by the name people see', () =>
    assert.throws(() => checked({ window }, { window: 5e7 }), /"Window" takes a whole number/));

  it('are taken where they fit, and nothing else is', () => {
    const saved = { window: 5, alpha: 7, evil: 1, __proto__: { window: 1 } };
    assert.deepEqual(taken({ window, alpha }, saved), { window: 5 });
  });
});
