import assert from 'node:assert/strict'
import { test } from 'node:test'
import { endReason } from './explain-way.ts'
import { textsIn } from './texts/texts.ts'

test('the end of a way is explained in the language of the page', () => {
  assert.equal(endReason(textsIn.en, '530 has no target for this'), 'No forward is set for this.')
  assert.equal(endReason(textsIn.fa, '530 has no target for this'), 'برای این حالت انتقالی تعیین نشده است.')
  assert.match(endReason(textsIn.fa, 'a loop: 530 > 531 > 530') ?? '', /دور خود .*530 > 531 > 530/)
  assert.equal(endReason(textsIn.fa, '0912 is refused: deny 0'), undefined)
})
