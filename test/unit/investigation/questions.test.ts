import assert from 'node:assert/strict';
import {
  axesIn,
  gridText,
  parseQuestion,
  questionText,
  questions,
  settingsIn,
  settingsText,
} from '../../../shared/investigation/questions';
import { defaultsOf } from '../../../shared/parameters/parameter';
import { mapParameters } from '../../../shared/parameters/map';
import { routeSettingsParameters } from '../../../shared/parameters/routes';

describe('a question in a cell', () => {
  it('has words and options as on the command line, and defaults for the others', () => {
    const asked = parseQuestion('similar --token "tcp 10.0.0.1 10.0.0.2 25" --top=5');
    assert.deepEqual(asked, { name: 'similar', values: { token: 'tcp 10.0.0.1 10.0.0.2 25', top: 5 } });
    assert.equal(parseQuestion('clusters --spherical').values['spherical'], true);
    assert.equal(parseQuestion('map').values['points'], 2000);
  });

  it('is written so that it is read as it was', () => {
    const token = 'tcp "10.0.0.1" \\ 25';
    assert.equal(parseQuestion(questionText('similar', { token, top: 3 })).values['token'], token);
  });

  it('keeps tokens that are added up, each of them once', () => {
    const values = { plus: ['tcp a b 25', 'udp a c 53'], minus: ['icmp a b'] };
    assert.deepEqual(parseQuestion(questionText('similar', values)).values, { ...values, top: 10 });
  });

  it('has every setting of a map and of a network, by the fields that they have elsewhere', () => {
    const map = { ...defaultsOf(mapParameters), neighbours: 30, dimensions: 3, points: 20_000, seed: 1 };
    const read = parseQuestion(settingsText('map', map));
    assert.deepEqual(settingsIn('map', read.values), map);
    const network = { ...defaultsOf(routeSettingsParameters), testShare: 0.4, prefix6: 64, network: 'lstm' };
    const text = settingsText('routes', network, { labels: '/a b/labels.csv' });
    assert.equal(text, 'routes --network lstm --test 0.4 --prefix6 64 --labels "/a b/labels.csv"');
    assert.deepEqual(settingsIn('routes', parseQuestion(text).values), network);
  });

  it('tells the values of a grid, by the fields of the configuration', () => {
    const text = gridText(
      { minCount: [1, 2], sentence: ['count:30', 'host'], tokenColumns: ['Proto,Dport', 'SrcAddr'] },
      5,
    );
    assert.equal(
      text,
      'grid --min-count 1,2 --sentence count:30,host --columns Proto,Dport;SrcAddr --neighbours 5',
    );
    assert.deepEqual(axesIn(parseQuestion(text).values), {
      sentence: ['count:30', 'host'],
      tokenColumns: ['Proto,Dport', 'SrcAddr'],
      minCount: ['1', '2'],
    });
  });

  it('is not asked of parameters that only say how a model is computed', () => {
    assert.ok(!('workers' in questions.grid.options) && !('deterministic' in questions.grid.options));
  });

  const wrong: [text: string, said: RegExp][] = [
    ['', /empty.*similar, clusters.*grid/],
    ['constructor', /no question/],
    ['similar', /either --line or --token/],
    ['similar --line 0', /--line takes a whole number from 1/],
    ['similar --line 1 --line 2', /twice/],
    ['similar --line 1 --plus "tcp a b 25"', /or else --plus and --minus/],
    ['grid --neighbours 3', /name values of at least one/],
    ['grid --windows 3', /"--windows" is no option of grid/],
    ['map --dots 5', /"--dots" is no option of map.*--points/],
    ['map --points', /needs a value/],
    ['similar --token "tcp', /quote is not closed/],
  ];
  for (const [text, said] of wrong)
    it(`says what is off with: ${text}`, () => {
      assert.throws(() => parseQuestion(text), said);
    });
});
