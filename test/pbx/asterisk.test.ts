import assert from 'node:assert/strict'
import { test } from 'node:test'
import { noAsterisk, versionOfAsterisk } from './support/asterisk.ts'

// A suite that is skipped counts as nothing: this one test is there to be counted.
test('there is an Asterisk 22 to test with', { skip: noAsterisk }, async () => {
  assert.match(await versionOfAsterisk(), /^Asterisk 22\./)
})
