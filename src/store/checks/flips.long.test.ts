// Long: a thousand copies of a book are damaged, opened and read as a whole.
import assert from 'node:assert/strict'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { buildBook, entriesOf } from '../../../test/builders.ts'
import { createContact } from '../../core/contact/create-contact.ts'
import { addCredential } from '../../core/credential/add-credential.ts'
import type { Clock } from '../../core/environment.ts'
import { Refusal } from '../../core/errors.ts'
import { createExtension } from '../../core/extension/create-extension.ts'
import { createFolder } from '../../core/folder/create-folder.ts'
import { setForwardRule } from '../../core/forward-rule/set-forward-rule.ts'
import { createGroup } from '../../core/group/create-group.ts'
import { updateGroup } from '../../core/group/update-group.ts'
import { linkContact } from '../../core/membership/link-contact.ts'
import type { Store } from '../../core/ports.ts'
import { setTrunk } from '../../core/trunk/set-trunk.ts'
import { addWebhook } from '../../core/webhook/add-webhook.ts'
import { makeIds } from '../../secrets/ids.ts'
import type { Engine } from '../engine/engine.ts'
import { batchesOf } from '../move/table-rows.ts'
import { Summing, type TableSum } from '../move/table-sum.ts'
import { openStore } from '../open-store.ts'
import { openSqlite } from '../sqlite/open-sqlite.ts'
import { pageProblems } from '../sqlite/page-problems.ts'
import { damageReader } from './find-damage.ts'

const flips = Number(process.env.FLIPS ?? 1000)
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
  changes: (store) => store.changes.newest(null, {}, 1000),
  'groups of a number': (store) => store.groups.ofPhone(accountId, '9130005', { after: 0, limit: 100 }),
  'groups of another': (store) => store.groups.ofPhone(accountId, '1005', { after: 0, limit: 100 }),
  ...Object.fromEntries(
    Array.from({ length: 40 }, (_, at) => [
      `list ${at + 1}`,
      async (store: Store) => {
        const group = await store.groups.get(accountId, { id: at + 1 })
        return group && [group, await store.lists.entries(accountId, group.listId, page)]
      },
    ]),
  ),
}

async function ask(store: Store): Promise<Answers> {
  const answers: Record<string, string | undefined> = {}
  for (const [name, question] of Object.entries(questions)) {
    answers[name] = await question(store).then(JSON.stringify, (error: unknown) => {
      if (error instanceof Refusal && error.code === 'damaged') return undefined
      throw error
    })
  }
  return answers
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

/** Random numbers that are the same in every run. */
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
    for (let id = 1; id <= 40; id++) {
      const phones = Array.from({ length: id === 7 ? 5000 : id * 9 }, (_, at) => String(9_130_000 + id * 7 + at))
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
    }
    await addCredential(core, caller, { dialect: 'simotel', scheme: 'basic', username: 'user 3', password: 'p' })
    await setTrunk(core, caller, { name: 't', host: 'sip.example', port: 5060, username: null, password: null })
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
  const tryCopy = async (bytes: Uint8Array): Promise<{ readonly outcome: string; readonly isFound: boolean }> => {
    rmSync(place, { recursive: true, force: true })
    mkdirSync(place)
    writeFileSync(file, bytes)
    let store: Store
    try {
      store = await open(place)
    } catch {
      return { outcome: 'not opened', isFound: true }
    }
    try {
      const answers = await ask(store)
      const wrong = Object.keys(expected).filter(
        (name) => answers[name] !== undefined && answers[name] !== expected[name],
      )
      if (wrong.length > 0) return { outcome: `wrong: ${wrong.join(', ')}`, isFound: await isDamaged() }
      const isRefused = Object.values(answers).includes(undefined)
      return { outcome: isRefused ? 'refused' : 'right', isFound: await isDamaged() }
    } finally {
      await store.close()
    }
  }

  const isDamaged = async (): Promise<boolean> => {
    const engine = openSqlite(file)
    try {
      // The thread of `checkPages` takes longer to start than this book to check.
      const reader = damageReader({ ...engine, damagedPages: async () => pageProblems(file) })
      const rules = { atOnce: { rows: 1000, bytes: 1e6 }, onStep: async () => undefined }
      for await (const _damage of reader.find(rules)) return true
      return false
    } finally {
      await engine.close()
    }
  }

  /** Whether a damaged file has the same rows as the original: the damage is in bytes that nothing uses. */
  const hasEqualRows = async (): Promise<boolean> => {
    const engine = openSqlite(file)
    try {
      return (await contentOf(engine)) === content
    } finally {
      await engine.close()
    }
  }

  it('serve nothing wrong, and are found where they alter a row', async (t) => {
    const bytes = readFileSync(original)
    const random = randomNumbers(11)
    const next = () => random.next().value as number
    const seen = new Map<string, number>()
    for (let flip = 0; flip < flips; flip++) {
      const at = Math.floor(next() * bytes.length)
      const altered = Buffer.from(bytes)
      altered[at] = (altered[at] as number) ^ (1 << Math.floor(next() * 8))
      const { outcome, isFound } = await tryCopy(altered)
      const fate = isFound ? 'found' : (await hasEqualRows()) ? 'every row as it was' : 'not found'
      seen.set(`${outcome}, ${fate}`, (seen.get(`${outcome}, ${fate}`) ?? 0) + 1)
      if (outcome.startsWith('wrong') || fate === 'not found')
        t.diagnostic(`byte ${at} (page ${Math.floor(at / 4096) + 1}): ${outcome}, ${fate}`)
    }
    for (const [kind, count] of seen) t.diagnostic(`${count} × ${kind}`)
    t.diagnostic(`in ${bytes.length} bytes`)
  })
})
