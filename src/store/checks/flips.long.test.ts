// Long: hundreds of copies of a book are damaged, opened and read as a whole.
import assert from 'node:assert/strict'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { buildBook, entriesOf } from '../../../test/builders.ts'
import { howOften } from '../../../test/how-often.ts'
import { createContact } from '../../core/contact/create-contact.ts'
import { addCredential } from '../../core/credential/add-credential.ts'
import type { Clock } from '../../core/environment.ts'
import { Refusal } from '../../core/errors.ts'
import { createExtension } from '../../core/extension/create-extension.ts'
import { createFolder } from '../../core/folder/create-folder.ts'
import { setForwardRule } from '../../core/forward-rule/set-forward-rule.ts'
import { createGroup } from '../../core/group/create-group.ts'
import { updateGroup } from '../../core/group/update-group.ts'
import { addInboundRoute } from '../../core/inbound-route/add-inbound-route.ts'
import { addIncomingRule } from '../../core/incoming-rule/add-incoming-rule.ts'
import { linkContact } from '../../core/membership/link-contact.ts'
import type { Store } from '../../core/ports.ts'
import { setTrunk } from '../../core/trunk/set-trunk.ts'
import { usualCallerId } from '../../core/trunk/trunk.ts'
import { addWebhook } from '../../core/webhook/add-webhook.ts'
import { makeIds } from '../../secrets/ids.ts'
import type { Engine } from '../engine/engine.ts'
import { batchesOf } from '../move/table-rows.ts'
import { Summing, type TableSum } from '../move/table-sum.ts'
import { openStore } from '../open-store.ts'
import { openSqlite } from '../sqlite/open-sqlite.ts'
import { pageProblems } from '../sqlite/page-problems.ts'
import { damageReader } from './find-damage.ts'

const flips = howOften(250, 1000)
/** Flips after which the share of those that mislead is judged in any case: of fewer, some too many may be chance. */
const flipsAtMost = 1000
const clock: Clock = { now: () => Date.UTC(2026, 0, 1) }
const accountId = 1
const page = { start: 0, count: 1000 }
const byId = { by: 'id', descending: false } as const
const byName = { by: 'name', descending: true } as const

/** The answers to everything that clients and commands ask for. An answer is a text, and a refusal has none. */
type Answers = Readonly<Record<string, string | undefined>>

const questions: Readonly<Record<string, (store: Store) => Promise<unknown>>> = {
  accounts: (store) => store.accounts.all(),
  credentials: (store) => store.credentials.all(),
  'sign in': (store) => store.credentials.byUsername('simotel', 'user 3'),
  groups: (store) => store.groups.page(accountId, { sort: byId }, page),
  'groups by name': (store) => store.groups.page(accountId, { sort: byName }, page),
  folders: (store) => store.folders.page(accountId, { sort: [byName] }, page),
  contacts: (store) => store.contacts.page(accountId, { sort: byId }, page),
  'contacts of a group': (store) => store.contacts.page(accountId, { sort: byId, groupId: 3 }, page),
  extensions: (store) => store.extensions.find(accountId, {}),
  webhooks: (store) => store.webhooks.all(accountId),
  trunks: (store) => store.trunks.all(accountId),
  'forward rules': (store) => store.forwardRules.all(accountId),
  'inbound routes': (store) => store.inboundRoutes.all(accountId),
  'incoming rules': (store) => store.incomingRules.find(accountId, {}),
  changes: (store) => store.changes.newest(null, {}, 1000),
  'groups of a number': (store) => store.groups.ofPhones(accountId, ['9130005'], { after: 0, limit: 100 }),
  'groups of another': (store) => store.groups.ofPhones(accountId, ['1005'], { after: 0, limit: 100 }),
  ...Object.fromEntries(
    Array.from({ length: 20 }, (_, at) => [
      `list ${at + 1}`,
      async (store: Store) => {
        const group = await store.groups.get(accountId, { id: at + 1 })
        return group ? [group, await store.lists.entries(accountId, group.listId, page)] : null
      },
    ]),
  ),
}

async function ask(store: Store): Promise<Answers> {
  const answers: Record<string, string | undefined> = {}
  for (const [name, question] of Object.entries(questions)) {
    answers[name] = await question(store).then(JSON.stringify, (error: unknown) => {
      if (error instanceof Refusal && error.code === 'damaged') return undefined
      return `failed: ${(error as Error).message}`
    })
  }
  return answers
}

/** Whether an answer shows nothing but what it should show, and less of it: an index has lost rows. */
function isLess(answer: string, expected: string): boolean {
  if (answer === 'null') return true
  if (answer.startsWith('failed')) return false
  const [shown, all] = [answer, expected].map((text) => JSON.parse(text))
  const [items, allItems] = [shown.items ?? shown, all.items ?? all]
  if (!Array.isArray(items) || !Array.isArray(allItems)) return false
  const known = new Set(allItems.map((item) => JSON.stringify(item)))
  return items.length < known.size && items.every((item) => known.has(JSON.stringify(item)))
}

/** All rows of a book, in short. */
async function contentOf(engine: Engine): Promise<string> {
  const sums: TableSum[] = []
  for (const table of await engine.tables(engine.reader)) {
    const summing = new Summing()
    for await (const { encoded } of batchesOf(engine.reader, table)) summing.add(encoded)
    sums.push(summing.of(table.name))
  }
  return JSON.stringify(sums)
}

/** Random numbers that a seed determines. */
function* randomNumbers(seed: number): Generator<number> {
  for (let state = seed; ; ) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    yield state / 2 ** 32
  }
}

describe('a thousand flipped bits', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dialbook-flips-'))
  after(() => rmSync(folder, { recursive: true }))
  const original = join(folder, 'book.db')
  let expected: Answers
  let content: string

  const open = (place: string) =>
    openStore({ place: { folder: place }, keyFingerprint: (known) => known ?? '', ids: makeIds(clock), clock })

  before(async () => {
    const book = await buildBook()
    const caller = await book.buildCaller()
    const { core } = book
    for (let id = 1; id <= 5; id++) await createFolder(core, caller, { name: `folder ${id}`, parentId: null })
    for (let id = 1; id <= 20; id++) {
      const phones = Array.from({ length: id === 7 ? 4500 : id * 9 }, (_, at) => String(9_130_000 + id * 7 + at))
      const group = await createGroup(core, caller, {
        name: `group ${id}`,
        entries: entriesOf(...phones),
        folderId: (id % 5) + 1,
      })
      if (id % 4 === 0)
        await updateGroup(core, caller, { id: group.id }, { entries: entriesOf('1001', '1005', `+${id}`) })
      const contact = await createContact(core, caller, { number: `0${id}`, name: `Contact ${id}` })
      await linkContact(core, caller, { groupId: Math.min(id, (id % 3) + 1), contactId: contact.id })
      await createExtension(core, caller, { name: `e${id}`, number: String(500 + id), secret: 'a long secret' })
      if (id > 10) continue
      await addCredential(core, caller, { dialect: 'simotel', scheme: 'token', token: `token-${id}`.repeat(4) })
      await setForwardRule(core, caller, { prefix: `09${id}`, allowed: id % 2 === 0 })
      await addIncomingRule(core, caller, { verdict: 'block', number: `0911${id}`, comment: `c${id}` })
    }
    await addCredential(core, caller, { dialect: 'simotel', scheme: 'basic', username: 'user 3', password: 'p' })
    await setTrunk(core, caller, {
      ...{ name: 't', host: 'sip.example', port: 5060, username: null, password: null },
      ...usualCallerId,
    })
    await addInboundRoute(core, caller, {
      ...{ trunk: null, number: '021', isPrefix: true, kind: 'outside', branches: {}, targets: ['0912'] },
    })
    await addWebhook(core, caller, {
      url: 'http://a.example/',
      dialect: 'simotel',
      format: 'v',
      method: 'POST',
      events: ['outgoing-call'],
    })
    expected = await ask(core.store)
    assert.ok(!Object.values(expected).includes(undefined))
    await core.store.close()
    copyFileSync(join(book.dataDir, 'book.db'), original)
    rmSync(book.dataDir, { recursive: true })
    const engine = openSqlite(original)
    content = await contentOf(engine)
    await engine.close()
  })

  const place = join(folder, 'copy')
  const file = join(place, 'book.db')

  /** What became of a damaged copy of the book: what clients see, and whether it is found by all that `verify` does. */
  const tryCopy = async (bytes: Uint8Array): Promise<{ readonly outcome: string; readonly fate: string }> => {
    rmSync(place, { recursive: true, force: true })
    mkdirSync(place)
    writeFileSync(file, bytes)
    let store: Store
    try {
      store = await open(place)
    } catch {
      return { outcome: 'not opened', fate: 'found' }
    }
    try {
      const answers = await ask(store)
      const wrong = Object.keys(expected).filter(
        (name) => answers[name] !== undefined && answers[name] !== expected[name],
      )
      // A row that an index has lost is not found. No other row is shown in its place.
      if (wrong.length > 0 && wrong.every((name) => isLess(answers[name] as string, expected[name] as string))) {
        return { outcome: 'hidden', fate: await judge() }
      }
      if (wrong.length > 0) return { outcome: `wrong: ${wrong.join(', ')}`, fate: await judge() }
      const isRefused = Object.values(answers).includes(undefined)
      return { outcome: isRefused ? 'refused' : 'right', fate: await judge() }
    } finally {
      await store.close()
    }
  }

  /** Whether all that `verify` does finds damage, and whether every row is as it was: then no byte in use is damaged. */
  const judge = async (): Promise<string> => {
    const engine = openSqlite(file)
    try {
      // The thread of `checkPages` takes longer to start than this book to check.
      const reader = damageReader({ ...engine, damagedPages: async () => pageProblems(file) })
      const rules = { atOnce: { rows: 1000, bytes: 1e6 }, onStep: async () => undefined }
      for await (const _damage of reader.find(rules)) return 'found'
      return (await contentOf(engine)) === content ? 'every row as it was' : 'not found'
    } finally {
      await engine.close()
    }
  }

  it('never show another number, and are all found where they alter a row', async (t) => {
    const bytes = readFileSync(original)
    const seed = Number(process.env.DIALBOOK_TEST_SEED ?? Date.now() % 1e9)
    const random = randomNumbers(seed)
    const next = () => random.next().value as number
    const seen = new Map<string, number>()
    // A bit of an index can put rows in another order, or one of them out of sight: of 1,000 some two do.
    const misled = () => [...seen].reduce((sum, [kind, count]) => sum + (/^(wrong|hidden)/.test(kind) ? count : 0), 0)
    let flip = 0
    for (; flip < flips || (misled() > flip / 100 && flip < flipsAtMost); flip++) {
      const at = Math.floor(next() * bytes.length)
      const altered = Buffer.from(bytes)
      altered[at] = (altered[at] as number) ^ (1 << Math.floor(next() * 8))
      const { outcome, fate } = await tryCopy(altered)
      const kind = `${outcome}, ${fate}`
      if (!seen.has(kind)) t.diagnostic(`byte ${at}: ${kind}`)
      seen.set(kind, (seen.get(kind) ?? 0) + 1)
    }
    for (const [kind, count] of seen) t.diagnostic(`${count} × ${kind}`)
    t.diagnostic(`seed ${seed}, in ${bytes.length} bytes`)
    const kinds = [...seen.keys()]
    assert.deepEqual(
      kinds.filter((kind) => kind.endsWith('not found') || /wrong.*\blist \d/.test(kind)),
      [],
    )
    assert.ok(misled() <= flip / 100, kinds.join('\n'))
  })

  it('and a file that was cut off is not served', async () => {
    const bytes = readFileSync(original)
    for (let part = 1; part <= 40; part++) {
      const { outcome, fate } = await tryCopy(bytes.subarray(0, Math.floor((bytes.length * part) / 41)))
      assert.equal(fate, 'found', `${part}: ${outcome}`)
      assert.ok(!outcome.startsWith('wrong'), `${part}: ${outcome}`)
    }
  })
})
