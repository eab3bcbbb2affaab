import assert from 'node:assert/strict'
import { test } from 'node:test'
import { noAsterisk, versionOfAsterisk } from './support/asterisk.ts'

// A skipped suite counts as no test. This test is there to be counted as skipped.
test('there is an Asterisk 22 to test with', { skip: noAsterisk }, async () => {
  assert.match(await versionOfAsterisk(), /^Asterisk 22\./)
})
