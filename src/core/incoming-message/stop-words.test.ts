import assert from 'node:assert/strict'
import { it } from 'node:test'
import { isStopWord } from './stop-words.ts'

const words = ['STOP', 'ARRÊT', 'لغو', 'لغو11', 'no more']

it('a word that ends messages is known in every spelling, and only alone', () => {
  const said = [
    'stop',
    ' Stop! ',
    '"STOP".',
    'arrêt',
    'arre\u0302t',
    'لغو',
    'لغو۱۱',
    'لغو١١',
    'لـغـو',
    'No  more…',
    'ＳＴＯＰ',
  ]
  for (const text of said) assert.ok(isStopWord(words, text), text)
  for (const text of ['', ' ! ', 'stop it', 'please stop', 'non-stop', 'لغو نکن', 'stopp']) {
    assert.ok(!isStopWord(words, text), text)
  }
  assert.ok(!isStopWord([], 'stop') && !isStopWord(['!'], '!'))
})
