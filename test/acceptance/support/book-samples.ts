import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { CallRecord } from '../../../src/core/ledger/call-record.ts'
import type { Server } from './server.ts'
import { wavOf } from './wav.ts'
import { writeCalls } from './written-calls.ts'

const folder = resolve(import.meta.dirname, '../../../src/dialects/book/examples')

/** A request of an example, and its answer. */
export interface BookSample {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  readonly response: { readonly status: number; readonly contentType?: string; readonly body?: unknown }
}

/** The example of an operation of the native API. */
export interface BookExample {
  /** The place of the operation in the order in which the samples work: each needs what those before it have made. */
  readonly turn: number
  readonly operation: string
  /** Commands that make what no call of the API makes, before the samples. */
  readonly commands?: readonly (readonly string[])[]
  /** Whether the answers tell of what goes on beside, so that each is another one. */
  readonly varies?: true
  readonly samples: readonly BookSample[]
}

/** The examples, in the order in which they work. */
export const bookExamples: readonly BookExample[] = globSync('*.json', { cwd: folder })
  .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as BookExample)
  .sort((one, other) => one.turn - other.turn)

const sampleId = /[0-9a-f]{24}/g

/** The options of a server on which all samples work. */
export const sampleArgs: readonly string[] = ['--message-routes', 'direct=paper:0.05']

/** The day for which samples plan something. A test plans it for tomorrow. */
const sampleDay = '2027-01-01T00:00:00Z'
const tomorrow = new Date(Date.now() + 24 * 60 * 60 * 1000).toISOString()

/** Ids of samples, and those that stand for them on one server: they are made up anew on each. */
export class SampleIds {
  readonly #ids = new Map<string, string>()

  /** A text of a sample with the ids of this server, and of today. */
  here(text: string): string {
    return text.replaceAll(sampleDay, tomorrow).replace(sampleId, (id) => this.#ids.get(id) ?? id)
  }

  /** Takes the ids of an answer for those of the sample. */
  learn(sample: unknown, got: unknown): void {
    const here = [...JSON.stringify(got).matchAll(sampleId)]
    for (const [at, [id]] of [...JSON.stringify(sample ?? null).matchAll(sampleId)].entries()) {
      if (!this.#ids.has(id)) this.#ids.set(id, here[at]?.[0] ?? '')
    }
  }
}

/** A call that the ledger of a sample has. */
const at = Date.UTC(2026, 10, 28, 9) * 1000
const party = '+491701234567'
const call: CallRecord = {
  callId: '1780000000.1',
  from: '201',
  to: party,
  taker: party,
  way: 'outgoing',
  entry: '',
  exit: 'provider',
  route: '',
  originateId: '',
  campaign: '',
  digits: '',
  recording: '',
  disposition: 'ANSWERED',
  startedAt: at,
  answeredAt: at + 5e6,
  endedAt: at + 65e6,
  legs: [
    {
      ...{ channel: 'PJSIP/provider-1', party, trunk: 'provider', startedAt: at, answeredAt: at + 5e6 },
      ...{ endedAt: at + 65e6, cause: 16 },
    },
  ],
  talks: [{ one: '201', other: party, from: at + 5e6, until: at + 65e6 }],
  steps: [],
  doubts: [],
}

/**
 * Makes what an example needs, by its commands. In these `hello.wav` is a file that can be played. The command `call` is none of the
 * program: it writes a call into the ledger, as the reader of the PBX's spool does.
 */
export async function runCommands(server: Server, { commands = [] }: Pick<BookExample, 'commands'>): Promise<void> {
  const file = join(server.data, 'hello.wav')
  for (const command of commands) {
    if (command[0] === 'call') await writeCalls(server, [call])
    else {
      if (command.includes('hello.wav')) writeFileSync(file, wavOf())
      await server.cli(...command.map((word) => (word === 'hello.wav' ? file : word)))
    }
  }
}
