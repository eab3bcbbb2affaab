import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, it } from 'node:test'
import { eventNames } from './event.wire.ts'

/** The names that the vendor's PHP library takes (docs/wire/simotel.md §6). */
const ofTheLibrary = [
  ...['Cdr', 'NewState', 'IncomingCall', 'OutgoingCall', 'Transfer', 'ExtenAdded', 'ExtenRemoved', 'IncomingFax'],
  ...['CdrQueue', 'VoiceMail', 'VoiceMailEmail', 'Survey', 'Ping'],
]
const page = readFileSync(resolve(import.meta.dirname, '../../../../docs/dialects/simotel.md'), 'utf8')
const tables = page
  .slice(page.indexOf('\n## Events'), page.indexOf('\n## Announcements'))
  .split('Events of the vendor that are not raised')

/** The names in the first column of a table. */
function namesIn(table = ''): string[] {
  return [...table.matchAll(/^\| (`[^|]+) \|/gm)].flatMap(([, cell = '']) => cell.match(/(?<=`)[A-Z]\w+(?=`)/g) ?? [])
}

describe('the events of the page', () => {
  const [raised, notRaised] = tables.map(namesIn)
  it('are those that are raised', () => {
    assert.deepEqual(raised?.toSorted(), Object.values<string>(eventNames).toSorted())
  })

  it('are all that the vendor’s library knows: each is raised, or is said not to be', () => {
    const raisedHere = new Set(raised)
    assert.deepEqual(
      notRaised?.filter((name) => raisedHere.has(name)),
      [],
    )
    assert.deepEqual(
      ofTheLibrary.filter((name) => !raisedHere.has(name) && !notRaised?.includes(name)),
      [],
    )
    assert.equal(ofTheLibrary.filter((name) => raisedHere.has(name)).length, 8)
  })
})
