import type { Command } from 'commander'
import type { Waiting } from '../../core/effect/effect-port.ts'
import { findWaiting } from '../../core/effect/find-waiting.ts'
import { actOnBook, addCommand, type CommonOptions, settingsOf } from '../command.ts'
import type { Edge } from '../edge.ts'
import { isoTime } from '../table.ts'
import { askPbx, type PbxAnswer } from './ask-pbx.ts'

/** The most numbers that are printed; `--json` prints all. */
const printedAtMost = 50

/** `dialbook pbx status` */
export function addPbxStatus(parent: Command, edge: Edge): void {
  const settings = ['data', 'database.url', 'pbx.address', 'pbx.ami', 'pbx.user', 'pbx.passwordFile'] as const
  addCommand(
    parent,
    'status',
    'Shows the connection to the PBX, its phones, and what waits to be done.',
    settings,
  ).action((options: CommonOptions) =>
    actOnBook(edge, options, async ({ core, owner }) => {
      const answer = await askPbx(settingsOf(edge, options).settings, core.clock, (pbx) => pbx.report())
      const {
        'drop-registration': drops,
        'end-calls': ends,
        deliver: deliveries,
        mail,
      } = await findWaiting(core, owner)
      return {
        text: [
          ...describe(answer),
          `waiting     ${describeWaiting('registrations to drop', drops)}`,
          `            ${describeWaiting('calls to end', ends)}`,
          `            ${describeWaiting('deliveries', deliveries)}`,
          `            ${describeWaiting('mails', mail)}`,
        ].join('\n'),
        json: {
          connection: answer.connection,
          ...(answer.connection === 'away' && { problem: answer.problem }),
          ...(answer.connection === 'connected' && {
            ...answer.report,
            startedAt: isoTime(answer.report.startedAt),
          }),
          outbox: {
            ...{ dropRegistrations: showWaiting(drops), endCalls: showWaiting(ends) },
            ...{ deliveries: showWaiting(deliveries), mails: showWaiting(mail) },
          },
        },
      }
    }),
  )
}

function describe(answer: PbxAnswer): string[] {
  if (answer.connection === 'off') return ['PBX         off: name one with --pbx']
  if (answer.connection === 'away') return [`PBX         away: ${answer.problem}`]
  const { version, startedAt, registered, busy, unreachable } = answer.report
  return [
    `PBX         connected: Asterisk ${version}, up since ${isoTime(startedAt)}`,
    `registered  ${describeNumbers(registered)}`,
    `busy        ${describeNumbers(busy)}`,
    `unreachable ${describeNumbers(unreachable)}`,
  ]
}

function describeNumbers(numbers: readonly string[]): string {
  const more = numbers.length > printedAtMost ? ' …' : ''
  return `${numbers.length}${numbers.length > 0 ? `: ${numbers.slice(0, printedAtMost).join(' ')}${more}` : ''}`
}

function describeWaiting(what: string, { count, oldestAt }: Waiting): string {
  return `${count} ${what}${oldestAt === null ? '' : `, the oldest since ${isoTime(oldestAt)}`}`
}

function showWaiting({ count, oldestAt }: Waiting): object {
  return { count, oldestAt: oldestAt === null ? null : isoTime(oldestAt) }
}
