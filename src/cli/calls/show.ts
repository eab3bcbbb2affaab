import type { Command } from 'commander'
import type { Doubt, LedgerCall } from '../../core/ledger/call-record.ts'
import { getCall } from '../../core/ledger/get-call.ts'
import { accountOption, chooseCaller } from '../choose-account.ts'
import { actOnBook, addCommand, type CommonOptions } from '../command.ts'
import type { Edge } from '../edge.ts'
import { table } from '../table.ts'
import { ledgerTime, secondsBetween, showCall } from './show-call.ts'

interface ShowOptions extends CommonOptions {
  readonly account?: string
}

/** `dialbook calls show ID` */
export function addCallsShow(parent: Command, edge: Edge): void {
  addCommand(parent, 'show', 'Shows a call: each phone that rang, each step, and who talked with whom.')
    .argument('<call>', "the PBX's id of the call, as `calls list` and the event Cdr have it")
    .option(...accountOption)
    .action((callId: string, options: ShowOptions) =>
      actOnBook(edge, options, async (book) => {
        const { caller } = await chooseCaller(book, options.account)
        const call = await getCall(book.core, caller, callId)
        return { text: textOf(call, edge.outWidth), json: showCall(call) }
      }),
    )
}

const doubtTexts: Readonly<Record<Doubt, string>> = {
  begin: 'The spool does not have its beginning.',
  end: 'The PBX died before the call ended: the end is the last that was heard of it.',
  gap: 'Lines of the spool were damaged while it went on: something may be missing.',
}

function textOf(call: LedgerCall, width: number | null): string {
  const { startedAt, answeredAt, endedAt } = call
  const answer = answeredAt === null ? 'not answered' : `answered after ${secondsBetween(startedAt, answeredAt)} s`
  const { route, originateId: originate, campaign, digits, recording } = call
  const marks = { route, originate, campaign, digits, recording }
  const facts = Object.entries({ in: call.entry, out: call.exit, ...marks }).filter(([, value]) => value !== '')
  const legs = call.legs.map(({ party, trunk, startedAt: began, answeredAt: taken, endedAt: ended, cause }) => [
    ...[party, trunk, ledgerTime(began), taken === null ? '' : ledgerTime(taken), ledgerTime(ended), String(cause)],
  ])
  const talks = call.talks.map(({ one, other, from, until }) => [
    ...[one, other, ledgerTime(from), String(secondsBetween(from, until))],
  ])
  const steps = call.steps.map(({ kind, at, by, to, why = '' }) => [kind, ledgerTime(at), by, to, why])
  return [
    `${call.callId}: ${call.from} called ${call.to} (${call.way}): ${call.disposition}, ${answer}`,
    `from ${ledgerTime(startedAt)} until ${ledgerTime(endedAt)}`,
    ...facts.map(([name, value]) => `${name}: ${value}`),
    ...call.doubts.map((doubt) => doubtTexts[doubt]),
    ...(legs.length > 0 ? [table(['PARTY', 'TRUNK', 'BEGAN', 'ANSWERED', 'ENDED', 'CAUSE'], legs, width)] : []),
    ...(talks.length > 0 ? [table(['ONE', 'OTHER', 'SINCE', 'SECONDS'], talks, width)] : []),
    ...(steps.length > 0 ? [table(['STEP', 'AT', 'BY', 'TO', 'WHY'], steps, width)] : []),
  ].join('\n')
}
