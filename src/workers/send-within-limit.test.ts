import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { buildBook, type TestBook } from '../../test/builders.ts'
import { type PostgresServer, postgresIsMissing, startPostgres } from '../../test/postgres-server.ts'
import { paperCarrier } from '../carrier/paper.ts'
import type { Caller } from '../core/caller.ts'
import type { Core } from '../core/core.ts'
import type { Carrier, Submission } from '../core/message/carrier.ts'
import { getMessage } from '../core/message/find-messages.ts'
import type { Message } from '../core/message/message.ts'
import { sendMessage } from '../core/message/send-message.ts'
import { sendMessages } from './send-messages.ts'

function describeLimit(engine: string, build: () => Promise<TestBook>): void {
  describe(`the sender on ${engine}, where a number may get two contacts a day`, () => {
    let book: TestBook
    let core: Core
    let caller: Caller
    before(async () => {
      book = await build()
      // The clock of this core goes on by itself.
      const start = Date.now()
      const clock = { now: () => book.clock.now() + Date.now() - start }
      core = { ...book.core, clock, contactRules: { quietHours: null, mostADay: 2 } }
      caller = await book.buildCaller()
    })
    after(() => book.close())

    /** Queues messages before anything leaves, so that they are of one lot. */
    const queue = (...numbers: string[]) =>
      Promise.all(numbers.map((number) => sendMessage(core, caller, { number, sender: 'me', text: 'hi' })))
    const now = ({ id }: Message) => getMessage(core, caller, { id })
    const states = async (messages: readonly Message[]) =>
      (await Promise.all(messages.map(now))).map(({ state, reason, sentAt }) => reason ?? (sentAt ? 'sent' : state))
    const onFault = (error: unknown): void => assert.ifError(error)
    const on = async (carrier: Carrier, messages: readonly Message[], work: () => Promise<void>): Promise<void> => {
      const worker = sendMessages(core, { carriers: [carrier], failoverMs: 1000, sendsAgain: false, onFault })
      try {
        await work()
        while ((await states(messages)).includes('queued')) await new Promise((resolve) => setTimeout(resolve, 20))
      } finally {
        await worker.stop()
      }
    }

    it('lets no more leave of a lot that has several to it', async () => {
      const { clock, store } = core
      const paper = paperCarrier({ tray: store.paper, clock, onReceipts: store.messageQueue.receive, onFault })
      const messages = await queue('+4917012301', '+4917012301', '+4917012300', '+4917012301', '+4917012301')
      await on(paper, messages, async () => undefined)
      const ends = await states(messages)
      assert.deepEqual(ends.toSorted(), ['contact_limit', 'contact_limit', 'sent', 'sent', 'sent'])
      assert.equal(ends[2], 'sent')
    })

    it('has others wait for what is under way, and lets them leave where that does not', async () => {
      const answers: ((submission: Submission) => void)[] = []
      const asked: string[] = []
      const slow: Carrier = {
        ...{ name: 'paper', atOnce: 10, state: () => ({ isUp: true, since: 0, problem: null }) },
        submit: ({ message }) =>
          new Promise((resolve) => {
            asked.push(message.hexId)
            answers.push(resolve)
          }),
        close: async () => undefined,
      }
      const until = async (count: number) => {
        while (asked.length < count) await new Promise((resolve) => setTimeout(resolve, 20))
      }
      const messages = await queue('+4917012305', '+4917012305')
      await on(slow, messages, async () => {
        await until(2)
        // They come in another lot.
        messages.push(...(await queue('+4917012305', '+4917012305')))
        await new Promise((resolve) => setTimeout(resolve, 1500))
        assert.equal(asked.length, 2)
        answers[0]?.({ kind: 'refused', problem: 'no' })
        answers[1]?.({ kind: 'taken', carrierIds: ['first'] })
        await until(3)
        answers[2]?.({ kind: 'taken', carrierIds: ['second'] })
      })
      assert.equal(new Set(asked).size, 3)
      assert.deepEqual((await states(messages)).toSorted(), [
        'contact_limit',
        'refused by the carrier: no',
        'sent',
        'sent',
      ])
    })
  })
}

describeLimit('SQLite', buildBook)

describe('PostgreSQL', { skip: postgresIsMissing }, () => {
  let server: PostgresServer
  before(async () => {
    server = await startPostgres()
  })
  after(() => server.stop())

  const limits = { connections: 5, queue: 1000, connectTimeout: 60_000, statementTimeout: 30_000, lockTimeout: 10_000 }
  describeLimit('PostgreSQL', async () => buildBook({ postgres: { ...limits, url: await server.makeDatabase() } }))
})
