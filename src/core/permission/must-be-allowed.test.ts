import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, it } from 'node:test'
import { permissionsOf } from './role.ts'

const core = resolve(import.meta.dirname, '..')

/** Functions that take the core and are no use cases by themselves: their callers have been checked. */
const parts = new Set([
  ...[
    'writeEntries',
    'writeJoined',
    'writeSet',
    'updateList',
    'withStaged',
    'readSecret',
    'findWeakness',
    'lookUpCredential',
    'accountsOfPerson',
  ],
  ...[
    'contactChecks',
    'countContacts',
    'mayContact',
    'findObstacles',
    'planOfAccount',
    'atOneMoment',
    'everyGroup',
    'moveCampaign',
    'beginCampaign',
    'lookAtNumbers',
  ],
  ...['linkedNumbers', 'findCommonNames'],
  ...[
    'draftMessage',
    'recipientOf',
    'receiverOf',
    'quietHoursOf',
    'nextMessages',
    'underPrecondition',
    'withOneEffect',
  ],
  ...[
    'settleImport',
    'writeImport',
    'makeExtension',
    'makeTrunk',
    'writeTrunk',
    'writeTrunkFactsAgain',
    'factsOf',
    'readTrunkPassword',
    'planExtensions',
    'changeExtension',
    'writeExtensions',
  ],
  ...['makeContact', 'searchContacts', 'planContacts', 'changeContact', 'writeContacts'],
  // A client that signs in is nobody yet.
  ...[
    'signIn',
    'signInByToken',
    'signInWithMasterKey',
    'signInPerson',
    'findSession',
    'findInvitee',
    'acceptInvitation',
  ],
  // A request whose key lets nobody in belongs to somebody all the same.
  'ownerOfKey',
  // A person who has signed in may look at the own sessions, and end them.
  ...['findOwnSessions', 'endSession', 'changePerson', 'beginSession', 'isUsable'],
  ...['makeInvitation', 'firstInvitation', 'isFirstInvitation'],
])

type UseCase = (core: unknown, caller: object, ...more: object[]) => unknown

/** Every exported function whose first parameter is the core. */
async function findFunctions(): Promise<Map<string, UseCase>> {
  const found = new Map<string, UseCase>()
  for (const file of globSync('**/*.ts', { cwd: core })) {
    if (/\.(test|contract)\.ts$/.test(file)) continue
    const text = readFileSync(join(core, file), 'utf8')
    const names = [
      ...text.matchAll(/^export (?:async )?function\*? (\w+)[^(]*\(\s*(?:core|\{[^}]*\}): [^,)]*\bCore\b/gm),
    ]
    if (names.length === 0) continue
    const module: Record<string, UseCase> = await import(join(core, file))
    for (const [, name = ''] of names) if (!parts.has(name)) found.set(name, module[name] as UseCase)
  }
  return found
}

/** A core of which nothing may be used. Some use cases take the store out of it in their parameters. */
const untouchable: object = new Proxy(
  {},
  {
    get(_target, name) {
      if (name === 'store') return untouchable
      throw new Error(`${String(name)} was used before the permission was looked at`)
    },
  },
)

describe('mustBeAllowed', () => {
  it('comes first in every use case, for a caller that may nothing', async () => {
    // Some use cases look up in an option what they need permissions for.
    const given = { mode: 'add' }
    const useCases = await findFunctions()
    assert.ok(useCases.size > 60, `${useCases.size} use cases`)
    for (const [name, useCase] of useCases) {
      for (const accountId of [1, null]) {
        const caller = { accountId, credentialId: null, name: null, origin: 'test', permissions: new Set() }
        await assert.rejects(
          async () => useCase(untouchable, caller, given, given, given),
          { code: 'forbidden' },
          `${name} lets a caller in that may nothing`,
        )
      }
    }
  })

  it('lets a reader change nothing, and see no secret', () => {
    const may = [...permissionsOf('reader')]
    assert.ok(may.includes('group.find') && may.includes('change.find'))
    assert.deepEqual(
      may.filter((permission) => !permission.endsWith('.find')),
      [],
    )
    assert.equal(permissionsOf('reader').has('account.find'), false)
  })

  it('lets an administrator do everything of an account, and nothing of the server', () => {
    const administrator = permissionsOf('administrator')
    assert.ok(administrator.isSubsetOf(permissionsOf('owner')))
    for (const noun of ['account', 'network', 'block', 'pbx', 'leftover', 'effect']) {
      assert.deepEqual(
        [...administrator].filter((permission) => permission.startsWith(`${noun}.`)),
        [],
      )
    }
    for (const permission of ['extension.reveal', 'change.undo', 'credential.add', 'webhook.remove'] as const) {
      assert.ok(administrator.has(permission))
    }
  })
})
