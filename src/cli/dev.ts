import type { Command } from 'commander'
import { type StartOptions, startTestBook, type TestBook } from '../app.ts'
import { Refusal } from '../core/errors.ts'
import type { Edge } from './edge.ts'
import { readKeyFlag } from './key/key-flag.ts'

interface DevFlags {
  readonly seed?: string
  readonly key?: readonly string[]
  readonly clock?: string
  readonly weather?: string
  readonly port: string
  readonly host: string
  readonly logLevel: string
  readonly json?: boolean
  readonly optionsOnStdin?: boolean
}

/** `dialbook dev`: a book for tests, in memory, until a signal stops it. */
export function addDev(program: Command, edge: Edge): void {
  program
    .command('dev')
    .description('Runs a book for tests: in memory, with a clock that can be moved, and bad weather on demand.')
    .option('--seed <file>', 'A file of groups, contacts, extensions and keys, in YAML or JSON (docs/testing.md).')
    .option('--key <dialect:flag=value,...>', 'A key, as lox24:clientId=1234567,token=abc; may be repeated.', collect)
    .option('--clock <time>', 'The time at which the clock stands until it is moved, as 2026-03-20T08:00:00+03:30.')
    .option('--weather <scenario>', 'A scenario that is on from the start: a name, or the path of a file.')
    .option('--port <port>', 'The port; 0 for a free one.', '8080')
    .option('--host <host>', 'The address to listen on. Whoever reaches it controls the book.', '127.0.0.1')
    .option('--log-level <level>', 'The least urgent lines of the log.', 'warn')
    .option('--options-on-stdin', 'Reads the options as JSON from a line of standard input, and ends with the input.')
    .option('--json', 'Print JSON.')
    .action(async (flags: DevFlags) => {
      if (flags.optionsOnStdin) return devOfProgram(edge)
      const stopSignal = edge.stopSignal()
      const book = await startTestBook(optionsOf(flags), edge.pid)
      edge.out(flags.json ? `${JSON.stringify(shown(book))}\n` : textOf(book))
      await stopSignal
      await book.stop()
    })
}

/** A book for the program that is at the other end of standard input. */
async function devOfProgram(edge: Edge): Promise<void> {
  const [line, ended] = await firstLine(edge.inputBytes())
  const book = await startTestBook(JSON.parse(line) as StartOptions, edge.pid)
  edge.out(`${JSON.stringify(shown(book))}\n`)
  await Promise.race([ended, edge.stopSignal()])
  await book.stop()
}

/** The first line of an input, and a promise of its end. */
async function firstLine(input: AsyncIterable<Uint8Array>): Promise<[string, Promise<void>]> {
  const chunks = input[Symbol.asyncIterator]()
  let text = ''
  while (!text.includes('\n')) {
    const { value, done } = await chunks.next()
    if (done) break
    text += Buffer.from(value).toString('utf8')
  }
  const end = async (): Promise<void> => {
    for (;;) if ((await chunks.next()).done) return
  }
  return [text, end()]
}

function optionsOf({ key = [], port, ...flags }: DevFlags): StartOptions {
  const number = Number(port)
  if (!/^\d+$/.test(port) || number > 65535) throw new Refusal('invalid_value', `--port ${port} is no port`, 'port')
  const keys = Map.groupBy(key.map(readKeyFlag), ({ dialect }) => dialect)
  const { seed, clock, weather, host, logLevel } = flags
  return {
    ...(seed !== undefined && { seed }),
    ...(clock !== undefined && { clock }),
    ...(weather !== undefined && { weather }),
    ...{ host, logLevel, port: number },
    keys: Object.fromEntries([...keys].map(([dialect, own]) => [dialect, own.map(({ flags }) => flags)])),
  }
}

function shown({ url, keys }: TestBook): object {
  return { url, keys }
}

function textOf({ url, keys }: TestBook): string {
  const lines = Object.entries(keys).flatMap(([dialect, own]) =>
    own.map(
      (key) =>
        `  ${dialect}: ${Object.entries(key)
          .map(([name, value]) => `${name} ${value}`)
          .join(', ')}\n`,
    ),
  )
  return [
    `listening on ${url}\n`,
    'A book for tests, in memory: it is gone when this ends. Its keys:\n',
    ...lines,
    `Control: GET ${url}/book/api/v1/dev (docs/testing.md)\n`,
  ].join('')
}

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value]
}
