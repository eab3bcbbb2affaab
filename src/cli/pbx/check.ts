import type { Command } from 'commander'
import { Refusal } from '../../core/errors.ts'
import { comparePbx } from '../../core/pbx/compare-pbx.ts'
import type { Difference } from '../../core/pbx/pbx-view.ts'
import { actOnBook, addCommand, type CommonOptions, settingsOf } from '../command.ts'
import type { Edge } from '../edge.ts'
import { askPbx } from './ask-pbx.ts'

/** `dialbook pbx check` */
export function addPbxCheck(parent: Command, edge: Edge): void {
  const settings = [
    'data',
    'database.url',
    'sip.realm',
    'pbx.address',
    'pbx.ami',
    'pbx.user',
    'pbx.passwordFile',
  ] as const
  addCommand(
    parent,
    'check',
    'Prints every difference between the PBX and the book. Exits with 1 when there is one.',
    settings,
  ).action(async (options: CommonOptions) => {
    const { settings } = settingsOf(edge, options)
    let differences: readonly Difference[] = []
    await actOnBook(edge, options, async ({ core, owner }) => {
      const answer = await askPbx(settings, core.clock, (pbx) => comparePbx(core, owner, pbx, settings['sip.realm']))
      if (answer.connection === 'off') throw new Refusal('missing_value', 'say where the PBX is, with --pbx', 'pbx')
      if (answer.connection === 'away') throw new Refusal('conflict', `the PBX cannot be asked: ${answer.problem}`)
      differences = answer.report
      return {
        text: differences.map(describe).join('\n') || 'the PBX is as the book says',
        json: { differences },
      }
    })
    if (differences.length > 0) throw new Refusal('conflict', `differences: ${differences.length}`)
  })
}

function describe({ kind, id, attribute, wanted, held }: Difference): string {
  const where = `${kind} ${id}`
  if (kind === 'registration') {
    return `${where}: is registered${wanted === undefined ? '' : ' since before a change'}, and must not be`
  }
  if (kind === 'trunk' && held !== wanted) {
    const is = held === undefined ? 'is missing' : `leads to ${held}`
    const must = wanted === undefined ? 'is not in the book' : `must lead to ${wanted}`
    return `${where}: ${is}, ${must}`
  }
  if (held === undefined) return `${where}: is missing`
  if (wanted === undefined) return `${where}: is not in the book`
  return `${where}:${attribute ? ` ${attribute}` : ''} is ${JSON.stringify(held)}, must be ${JSON.stringify(wanted)}`
}
