import { type Command, InvalidArgumentError, Option } from 'commander'
import type { Decision } from '../core/call/route.ts'
import { type CallEnd, type CallPath, type PhoneState, type Step, traceCall } from '../core/call/trace-call.ts'
import { readNumber } from '../core/number/read-number.ts'
import { accountOption, chooseCaller } from './choose-account.ts'
import { actOnBook, addCommand, type CommonOptions } from './command.ts'
import type { Edge } from './edge.ts'
import { readCallerNumber } from './incoming-rules/caller-number.ts'
import { readTime } from './read-time.ts'
import { readName } from './trunk/trunk-arguments.ts'

interface Options extends CommonOptions {
  readonly account?: string
  readonly when?: PhoneState
  readonly caller?: string
  readonly from?: string
  readonly trunk?: string
  readonly at?: number
  readonly state?: ReadonlyMap<string, PhoneState>
}

const states: readonly PhoneState[] = ['answer', 'busy', 'noanswer', 'unavailable']

/** `dialbook trace NUMBER --when busy` */
export function addTrace(program: Command, edge: Edge): void {
  addCommand(program, 'trace', 'Shows the way that a call would take, and why; nothing rings.')
    .argument('<numbers...>', 'the numbers to call', (text, before: readonly string[] = []) => [
      ...before,
      numberToCall(text),
    ])
    .addOption(new Option('--when <state>', 'what the phones of these numbers do').choices(states))
    .option(
      '--state <number=state>',
      'what the phone of another number does (default: it answers); may be given many times',
      readState,
    )
    .option('--caller <number>', 'the extension that calls: a forward back to it is a loop', numberToCall)
    .option('--from <number>', 'the call comes in by a trunk, and this is its caller', readCallerNumber)
    .option('--trunk <name>', 'with --from: the trunk by which it comes (default: any)', readName)
    .option('--at <time>', 'with --from: the time of the call, for schedules (default: now)', readTime)
    .option(...accountOption)
    .action((numbers: readonly string[], options: Options) =>
      actOnBook(edge, options, async (book) => {
        const { core } = book
        const { account, caller } = await chooseCaller(book, options.account)
        const paths: CallPath[] = []
        for (const number of numbers) {
          const stateOf = (at: string): PhoneState =>
            (at === number ? options.when : undefined) ?? options.state?.get(at) ?? 'answer'
          paths.push(
            await traceCall(core, caller, number, stateOf, options.from, options.trunk, options.caller, options.at),
          )
        }
        return { text: paths.map(describePath).join('\n\n'), json: { account: account.name, paths } }
      }),
    )
}

/** The number in a text. An extension may have up to 30 digits, which are no number. */
function numberToCall(text: string): string {
  const read = readNumber(text)
  if ('number' in read) return read.number
  if (!/^[0-9]{1,30}$/.test(text)) {
    throw new InvalidArgumentError(
      `It must be 1 to 30 digits, with or without a + before them, and it ${read.problem}.`,
    )
  }
  return text
}

function readState(text: string, before: ReadonlyMap<string, PhoneState> = new Map()): ReadonlyMap<string, PhoneState> {
  const [number = '', word] = text.split('=')
  const state = states.find((each) => each === word)
  if (!state) throw new InvalidArgumentError(`It must be a number, = and one of ${states.join(', ')}.`)
  return new Map([...before, [numberToCall(number), state]])
}

const ends: Readonly<Record<CallEnd, string>> = {
  answer: 'answered',
  outside: 'goes out',
  busy: 'busy (486)',
  noanswer: 'not answered (480)',
  unavailable: 'unavailable (480)',
  forbidden: 'refused (403)',
  unknown: 'not found (404)',
  blocked: 'refused (603)',
  told: 'ends',
}

/** One line for each number on the way, and one for the end. */
function describePath({ number, steps, end, why }: CallPath): string {
  return [`call of ${number}`, ...steps.map(describeStep), `  ${ends[end]}: ${why}`].join('\n')
}

const does: Readonly<Record<PhoneState, string>> = {
  answer: 'answers',
  busy: 'is busy',
  noanswer: 'does not answer',
  unavailable: 'is unavailable',
}

const named: Readonly<Record<Decision['source'], string>> = {
  all: 'All',
  busy: 'Busy',
  no_answer: 'No Answer',
  unavailable: 'UnAvailable',
}

function describeStep({ number, state, decision }: Step): string {
  const what = `  ${number} ${state === null ? 'passes on every call' : does[state]}`
  if (!decision || decision.kind === 'none') return what
  return `${what}; ${named[decision.source]} says ${decision.target}, ${decision.kind === 'refused' ? 'refused' : 'taken'} (${decision.rule})`
}
