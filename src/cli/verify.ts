import type { Command } from 'commander'
import { describeDamage } from '../core/damage/damage.ts'
import { type FoundDamage, type VerifyReport, verifyBook } from '../core/damage/verify-book.ts'
import { Refusal } from '../core/errors.ts'
import { quote } from './changes/describe-change.ts'
import { actOnBook, addCommand, type CommonOptions } from './command.ts'
import type { Edge } from './edge.ts'
import { showProgress } from './move/show-progress.ts'
import { harmless } from './table.ts'

/** The most that a command reads at once. */
export const readAtOnce = { rows: 2000, bytes: 4 * 1024 ** 2 }

/** Places that are named, at the most. All are counted. */
const namedAtMost = 1000

/** `dialbook verify` */
export function addVerify(program: Command, edge: Edge): void {
  addCommand(
    program,
    'verify',
    'Reads the whole book, also beside a server, and names every damaged place. Exits with 1 when there is one.',
  ).action(async (options: CommonOptions) => {
    let damaged = 0
    await actOnBook(edge, options, async ({ core, owner }) => {
      const progress = showProgress(edge)
      const { rows: ofRows, bytes: ofBytes } = await core.store.damages.size()
      const places: FoundDamage[] = []
      const report = await verifyBook(core, owner, {
        atOnce: readAtOnce,
        onStep: async (soFar) => progress.report({ phase: 'verifying', ...soFar, ofRows, ofBytes }),
        onDamage: (damage) => places.length < namedAtMost && places.push(damage),
      }).finally(progress.end)
      damaged = report.damaged
      const pageChecksums = await core.store.damages.pageChecksums()
      return {
        text: [...places.map(describePlace), describeReport(report, places.length, pageChecksums)].join('\n'),
        json: { ...report, places, pageChecksums },
      }
    })
    if (damaged > 0) {
      throw new Refusal('damaged', `damaged places: ${damaged}; \`dialbook repair\` brings groups back from a backup`)
    }
  })
}

/** A damage in one line: `chunks 6592… of account 3 is missing: group 17 "customers"`. */
function describePlace({ groups, ...damage }: FoundDamage): string {
  const names = groups.map(({ id, name }) => `group ${id} ${quote(name)}`)
  return harmless(describeDamage(damage)) + (names.length === 0 ? '' : `: ${names.join(', ')}`)
}

function describeReport({ rows, bytes, damaged }: VerifyReport, named: number, pageChecksums: boolean | null): string {
  const read = `${rows} rows with ${(bytes / 1024 ** 2).toFixed(1)} MiB were read`
  const found = damaged === 0 ? 'nothing is damaged' : `${damaged} places are damaged`
  const more = named < damaged ? `, the first ${named} are named` : ''
  const pages =
    pageChecksums === null
      ? ''
      : `; PostgreSQL checks its pages: ${pageChecksums ? 'yes' : 'no (initdb --data-checksums)'}`
  return `${read}, ${found}${more}${pages}`
}
