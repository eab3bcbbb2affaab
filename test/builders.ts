import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { addAccount } from '../src/core/account/add-account.ts'
import { noDialer } from '../src/core/call/dialer.ts'
import type { Caller } from '../src/core/caller.ts'
import type { Core } from '../src/core/core.ts'
import type { Clock } from '../src/core/environment.ts'
import { type Group, noColumns } from '../src/core/group/group.ts'
import type { EntryList } from '../src/core/list/entry-list.ts'
import { entryListOfPhones } from '../src/core/list/entry-list-builder.ts'
import { noHoldMusic } from '../src/core/pbx/hold-music.ts'
import { noRegistrations } from '../src/core/pbx/registrations.ts'
import { onAccount, ownerCaller } from '../src/core/permission/callers.ts'
import { recordFiles } from '../src/files/record-files.ts'
import { makeNumberPlans } from '../src/numbering/number-plans.ts'
import { recordingFolder } from '../src/pbx/recording-folder.ts'
import { soundFolder } from '../src/pbx/sound-folder.ts'
import { makeIds } from '../src/secrets/ids.ts'
import { makePasswords } from '../src/secrets/passwords.ts'
import { openVault } from '../src/secrets/vault.ts'
import type { BookPlace } from '../src/store/open-engine.ts'
import { openStore } from '../src/store/open-store.ts'

/** A clock that stands still until it is told to move. */
export interface TestClock extends Clock {
  advance(milliseconds: number): void
}

/** The rule by which bad sign-ins slow, as a server has it by default. */
const slowRule = { attempts: 30, within: 60_000, lasts: 600_000, longestPause: 5000 }

/** The owner of every book of a test. */
export const owner = ownerCaller('cli', 'tester')

/** A real book in a folder of its own, under the core that the program uses. */
export interface TestBook {
  readonly core: Core
  readonly clock: TestClock
  readonly dataDir: string
  /** Makes an account, and returns the owner as a caller of it. */
  buildCaller(): Promise<Caller>
  close(): Promise<void>
}

/** Makes a book, in a folder where no other place is given. */
export async function buildBook(elsewhere?: BookPlace): Promise<TestBook> {
  const dataDir = await mkdtemp(join(tmpdir(), 'dialbook-test-'))
  const clock = buildClock()
  const ids = makeIds(clock)
  const vault = openVault({ dataDir, realm: 'test' })
  const place = elsewhere ?? { folder: dataDir }
  const store = await openStore({ place, keyFingerprint: vault.fingerprint, ids, clock })
  const core = coreOn({ store, vault, clock, ids })
  let accounts = 0
  return {
    core,
    clock,
    dataDir,
    async buildCaller() {
      const { id } = await addAccount(core, owner, `account ${++accounts}`)
      return { ...onAccount(owner, id), origin: 'test' }
    },
    async close() {
      await store.close()
      await rm(dataDir, { recursive: true })
    },
  }
}

/** The core that the program has, on these parts. */
export function coreOn(parts: Pick<Core, 'store' | 'vault' | 'clock' | 'ids'>): Core {
  return {
    ...parts,
    passwords: makePasswords(),
    slowRule,
    messageRules: {
      routes: [{ code: 'direct', carriers: ['paper'], price: 50_000, rate: 0 }],
      budget: null,
      validMs: 3_600_000,
      stopWords: ['STOP'],
      receivers: [],
    },
    contactRules: { quietHours: null, mostADay: null },
    registrations: noRegistrations,
    dialer: noDialer,
    holdMusic: noHoldMusic,
    sounds: soundFolder(join(tmpdir(), 'dialbook-no-sounds')),
    recordings: recordingFolder(join(tmpdir(), 'dialbook-no-recordings'), 'wav'),
    numberPlans: makeNumberPlans(),
    files: recordFiles,
    weakSecrets: 'warn',
  }
}

/** A clock that stands at the beginning of a year. */
export function buildClock(): TestClock {
  let now = Date.UTC(2026, 0, 1)
  return {
    now: () => now,
    advance(milliseconds) {
      now += milliseconds
    },
  }
}

/** A list of phones, any of which is allowed. */
export function entriesOf(...phones: readonly string[]): EntryList {
  return entryListOfPhones(phones, { field: 'numbers', allows: () => true })
}

/** The group number `id` of account 1 as a store is given it: empty but for the fields that are named. */
export function buildGroup(id: number, fields: Partial<Group> = {}): Group {
  return {
    accountId: 1,
    id,
    hexId: id.toString(16).padStart(24, '0'),
    name: `group ${id}`,
    description: null,
    columns: noColumns,
    folderId: null,
    plannedDeletionAt: null,
    contactCount: 0,
    listId: null,
    count: 0,
    nextEntryId: 0,
    endEntryId: 0,
    createdAt: id,
    updatedAt: id,
    ...fields,
  }
}
