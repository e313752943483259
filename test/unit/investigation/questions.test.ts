import assert from 'node:assert/strict';
import { parseQuestion, questionText } from '../../../shared/investigation/questions';

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

  const wrong: [text: string, said: RegExp][] = [
    ['', /empty.*similar, clusters/],
    ['constructor', /no question/],
    ['similar', /either --line or --token/],
    ['similar --line 0', /--line takes a whole number from 1/],
    ['similar --line 1 --line 2', /twice/],
    ['map --dots 5', /"--dots" is no option of map.*--points/],
    ['map --points', /needs a value/],
    ['similar --token "tcp', /quote is not closed/],
  ];
  for (const [text, said] of wrong)
    it(`says what is off with: ${text}`, () => {
      assert.throws(() => parseQuestion(text), said);
    });
});
