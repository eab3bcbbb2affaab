// Long: a hundred commands run, five for each random file.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import fc from 'fast-check'
import type { Server } from '../support/server.ts'
import { Client, startSimotel } from '../support/simotel.ts'
import { type CommandLine, type Counted, commandLine, quoted } from './command-line.ts'

/** A kind of files: how a random line is made, and how another program sees what they became. */
interface Kind {
  readonly titles: string
  readonly row: fc.Arbitrary<readonly string[]>
  readonly flags: readonly string[]
  readonly search: string
}

/** A name with a control character. It is long: a file of which these are more than 2 % is no text. */
const aBell = 'a bell: \u0007, in the middle of a rather long name of somebody'

const kinds: Readonly<Record<string, Kind>> = {
  extensions: {
    titles: 'number,name,email,more_options',
    row: fc.tuple(
      fc.constantFrom('600', '601', '602', '603', '60x', '', '۶۰۴', '=cmd|calc', '600 / 601'),
      fc.constantFrom('Ali', 'Sara, B', '"', '\u202eevil', '', "'=1+1", '__proto__', aBell),
      fc.constantFrom('', 'a@b.example', 'nobody', '(none)'),
      fc.constantFrom('', 'allow=ulaw\r\nqualifyfreq=60', 'allow=no such codec'),
    ),
    flags: ['--generate-secrets'],
    search: 'pbx/users/search',
  },
  contacts: {
    titles: 'name,number,Email,CustomField20',
    row: fc.tuple(
      fc.constantFrom('Ali', 'Sara "S" B', '', '\u202eevil', '=1+1', '__proto__'),
      fc.constantFrom('', '0912 111 2233', '09121112233', 'call me', '0912/0913', '*43#'),
      fc.constantFrom('', 'a@b.example', 'A@B.example', 'nobody'),
      fc.constantFrom('', 'x', 'x'.repeat(257)),
    ),
    flags: [],
    search: 'autodialer/contacts/search',
  },
}

describe('random files', () => {
  let server: Server
  let cli: CommandLine
  before(async () => {
    server = await startSimotel()
    cli = await commandLine(server)
  })
  after(async () => {
    await server.stop()
    await cli.remove()
  })

  for (const [noun, { titles, row, flags, search }] of Object.entries(kinds)) {
    it(`of ${noun} add up, change nothing the second time, and are undone`, async () => {
      const see = async (): Promise<string> =>
        JSON.stringify(await new Client(server).data(search, { alike: true, conditions: {} }))
      await fc.assert(
        fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 8 }), async (rows) => {
          await cli.write('random.csv', [titles, ...rows.map((each) => each.map(quoted).join())].join('\n'))
          const read = () => cli.json<Counted>(noun, 'import', 'random.csv', '--bad', 'skip', ...flags)
          const was = await see()
          const first = await read()
          const { lines, added, updated, unchanged, repeated, rejected } = first
          assert.equal(lines, added + updated + unchanged + repeated + rejected)
          if (first.change === null) return assert.equal(await see(), was)
          const again = await read()
          assert.deepEqual([again.added, again.updated, again.written], [0, 0, false])
          await cli.ok('changes', 'undo', String(first.change))
          assert.equal(await see(), was)
        }),
        { numRuns: 10, endOnFailure: true },
      )
    })
  }
})
