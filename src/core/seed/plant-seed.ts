import { addAccount } from '../account/add-account.ts'
import { updateAccount } from '../account/update-account.ts'
import { authorOf } from '../author.ts'
import type { Caller, ServerCaller } from '../caller.ts'
import { batchChange } from '../change/batch-change.ts'
import { applySteps as applyContacts, lockAllWithGroups } from '../contact/contact-steps.ts'
import { makeContact } from '../contact/create-contact.ts'
import { describeStep as describeContact } from '../contact/write-contacts.ts'
import type { Core } from '../core.ts'
import { allPermissions } from '../credential/credential.ts'
import { snapshotCredential } from '../credential/snapshot-credential.ts'
import { Refusal } from '../errors.ts'
import { makeExtension } from '../extension/create-extension.ts'
import { applySteps as applyExtensions, describeStep as describeExtension } from '../extension/write-extensions.ts'
import { lockParent } from '../folder/lock-parent.ts'
import { type Group, noColumns } from '../group/group.ts'
import { reserveEntryIds } from '../group/reserve-entry-ids.ts'
import { snapshotGroup } from '../group/snapshot-group.ts'
import { entryListOf } from '../list/entry-list-builder.ts'
import { onAccount } from '../permission/callers.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import type { Sequence, Transaction } from '../ports.ts'
import { addWebhook } from '../webhook/add-webhook.ts'
import type { Seed, SeedFolder, SeedGroup, SeedKey } from './seed.ts'

/** The name under which the changes of a planting are found. */
const subject = 'seed'

/**
 * Makes the account of a seed in a book that has no such account, with the ids that the seed gives. Returns the caller for its
 * things.
 *
 * @throws Refusal `name_taken`, and for a country or a key that cannot be.
 */
export async function plantSeed(core: Core, owner: ServerCaller, seed: Seed): Promise<Caller> {
  mustBeAllowed(owner, 'account.add')
  const { name, country, timeZone } = seed.account
  const account = await addAccount(core, owner, name)
  if (country !== null || timeZone !== null) {
    await updateAccount(core, owner, name, {
      ...(country !== null && { country }),
      ...(timeZone !== null && { timeZone }),
    })
  }
  const caller = onAccount(owner, account.id)
  for (const key of seed.keys) await plantKey(core, caller, key)
  for (const folder of seed.folders) await plantFolder(core, caller, folder)
  for (const group of seed.groups) await plantGroup(core, caller, group)
  await plantContacts(core, caller, seed)
  await plantExtensions(core, caller, seed)
  // They come last: nobody is told of the seed itself.
  for (const webhook of seed.webhooks) await addWebhook(core, caller, webhook)
  return caller
}

async function plantKey(core: Core, caller: Caller, key: SeedKey): Promise<void> {
  const { accountId } = caller
  const { passwords } = core
  const passwordHash = key.password === undefined ? (key.passwordHash ?? null) : await passwords.hash(key.password)
  const hashOf = (secret: string | undefined, hash: string | undefined) =>
    secret === undefined ? (hash ?? null) : passwords.hashToken(secret)
  const masterHash = hashOf(key.masterKey, key.masterHash)
  await core.store.write(authorOf(caller), async (tx) => {
    if (masterHash !== null) await tx.accounts.setMasterHash(accountId, masterHash)
    const { dialect, scheme, username = null, revealsSecrets = false, enabled = true } = key
    const permissions = key.permissions?.length ? key.permissions : allPermissions
    const credential = await tx.credentials.insert({
      ...{ accountId, dialect, scheme, username, passwordHash, permissions, revealsSecrets, enabled },
      ...{ requiresMatch: key.requiresMatch ?? false, sameBodyWithin: key.sameBodyWithin ?? null },
      tokenHash: hashOf(key.token, key.tokenHash),
      createdAt: core.clock.now(),
    })
    if (!credential) throw new Refusal('name_taken', `two keys of ${dialect} have one user name or one token`)
    const after = snapshotCredential(credential)
    return {
      answer: undefined,
      change: { noun: 'credential', verb: 'add', subject: String(credential.id), before: null, after },
    }
  })
}

async function plantFolder(core: Core, caller: Caller, wanted: SeedFolder): Promise<void> {
  const { accountId } = caller
  await core.store.write(authorOf(caller), async (tx) => {
    await tx.folders.lockTree(accountId)
    await lockParent(tx, accountId, wanted.parentId, 'parentId')
    await passOver(tx, accountId, 'folder', [wanted])
    const now = core.clock.now()
    const counts = { folderCount: 0, groupCount: 0, contactCount: 0 }
    const folder = { accountId, ...wanted, ...counts, createdAt: now, updatedAt: now }
    await tx.folders.insert(folder)
    return {
      answer: undefined,
      change: { noun: 'folder', verb: 'add', subject: folder.name, before: null, after: { ...folder } },
    }
  })
}

async function plantGroup(core: Core, caller: Caller, wanted: SeedGroup): Promise<void> {
  const { accountId } = caller
  const list = entryListOf(wanted.entries)
  const count = list.codes.length
  await core.store.write(authorOf(caller), async (tx) => {
    const { id, hexId, name, description, folderId, plannedDeletionAt } = wanted
    await lockParent(tx, accountId, folderId, 'folderId')
    await passOver(tx, accountId, 'group', [wanted])
    const nothing = { accountId, id, nextEntryId: 0, endEntryId: 0 }
    const { first, reserved } =
      count === 0 ? { first: 0, reserved: nothing } : await reserveEntryIds(tx, nothing, count)
    const now = core.clock.now()
    const group: Group = {
      ...{ accountId, id, hexId, name, description, folderId, plannedDeletionAt, count },
      columns: { ...noColumns, ...wanted.columns },
      contactCount: 0,
      listId: count === 0 ? null : await tx.lists.insert(accountId, list, first),
      ...reserved,
      createdAt: now,
      updatedAt: now,
    }
    await tx.groups.insert(group)
    return {
      answer: undefined,
      change: { noun: 'group', verb: 'add', subject: name, before: null, after: snapshotGroup(group) },
    }
  })
}

async function plantContacts(core: Core, caller: Caller, { contacts }: Seed): Promise<void> {
  if (contacts.length === 0) return
  const { accountId } = caller
  const steps = contacts.map(({ id, hexId, fields, groupIds }) => ({
    before: undefined,
    after: { ...makeContact(core, accountId, { number: '', ...fields }), id, hexId, groupIds },
  }))
  await core.store.write(authorOf(caller), async (tx) => {
    const ids = [...new Set(contacts.flatMap(({ groupIds }) => groupIds))]
    const { groups } = await lockAllWithGroups(tx, accountId, [], ids)
    await passOver(tx, accountId, 'contact', contacts)
    await applyContacts(tx, groups, steps)
    return { answer: undefined, change: batchChange('contacts', subject, steps.map(describeContact)) }
  })
}

async function plantExtensions(core: Core, caller: Caller, { extensions }: Seed): Promise<void> {
  if (extensions.length === 0) return
  const { accountId } = caller
  const steps = extensions.map(({ id, hexId, settings, secret }) => ({
    before: undefined,
    after: { ...makeExtension(core, accountId, { ...settings, secret }), id, hexId },
  }))
  await core.store.write(authorOf(caller), async (tx) => {
    await passOver(tx, accountId, 'extension', extensions)
    await applyExtensions(tx, accountId, steps)
    return { answer: undefined, change: batchChange('extensions', subject, steps.map(describeExtension)) }
  })
}

/** Has the next new thing get an id behind those of a seed. */
async function passOver(
  tx: Transaction,
  accountId: number,
  noun: Sequence,
  planted: readonly { readonly id: number }[],
): Promise<void> {
  const highest = Math.max(...planted.map(({ id }) => id))
  const next = await tx.allocate(accountId, noun, 0)
  if (highest >= next) await tx.allocate(accountId, noun, highest - next + 1)
}
