import { type Command, InvalidArgumentError } from 'commander'
import { originateCall, usualContext } from '../core/call/originate.ts'
import { Refusal } from '../core/errors.ts'
import { readNumber } from '../core/number/read-number.ts'
import { accountOption, chooseCaller } from './choose-account.ts'
import { actOnBook, addCommand, type CommonOptions, positiveInteger, settingsOf } from './command.ts'
import type { Edge } from './edge.ts'
import { askPbx } from './pbx/ask-pbx.ts'
import { readName } from './trunk/trunk-arguments.ts'

interface Options extends CommonOptions {
  readonly account?: string
  readonly callerId?: string
  readonly trunk?: string
  readonly ring: number
  readonly longest?: number
}

const settings = ['data', 'database.url', 'pbx.address', 'pbx.ami', 'pbx.user', 'pbx.passwordFile'] as const

/** `dialbook call CALLER CALLEE` */
export function addCall(program: Command, edge: Edge): void {
  addCommand(program, 'call', 'Rings the caller, and once he answers, the callee.', settings)
    .argument('<caller>', 'the number that rings first: an extension, or an outside number with --trunk', readCalled)
    .argument('<callee>', 'the number that is called then', readCalled)
    .option('--caller-id <number>', 'the number that the callee is shown (default: the caller)', readCalled)
    .option('--trunk <name>', 'the trunk for outside numbers', readName)
    .option('--ring <seconds>', 'how long the caller rings', positiveInteger, 30)
    .option('--longest <seconds>', 'the call ends after so many seconds (default: never)', positiveInteger)
    .option(...accountOption)
    .action((from: string, to: string, { callerId, trunk, ring, longest, ...options }: Options) =>
      actOnBook(edge, options, async (book) => {
        const { core } = book
        const { account, caller } = await chooseCaller(book, options.account)
        const answer = await askPbx(settingsOf(edge, options).settings, core.clock, async (pbx) => {
          const wanted = { caller: from, callee: to, shown: callerId ?? from, context: usualContext }
          const times = { ringTime: ring, longest: longest ?? null }
          return originateCall({ ...core, dialer: pbx }, caller, { ...wanted, trunk: trunk ?? null, ...times })
        })
        if (answer.connection === 'off') throw new Refusal('missing_value', 'say where the PBX is, with --pbx', 'pbx')
        if (answer.connection === 'away') throw new Refusal('unavailable', answer.problem)
        return { text: `${from} rings: call ${answer.report}`, json: { account: account.name, id: answer.report } }
      }),
    )
}

function readCalled(text: string): string {
  const read = readNumber(text)
  if ('number' in read) return read.number
  if (!/^[0-9]{1,30}$/.test(text))
    throw new InvalidArgumentError(`It must be a number to call, and it ${read.problem}.`)
  return text
}
