import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dialects } from '../src/dialects/dialects.ts'
import { writes } from './undo-writes.ts'

type Name = keyof typeof writes

/** Operations that write nothing, by POST. */
const reads = /\/(search|info|ordered\/id|download)$|dryrun|setting\/ping/

/** The use cases by which each write of a dialect is undone in random sequences (`test/undo-reverse.ts`). */
const covered: Readonly<Record<string, Readonly<Record<string, readonly Name[]>>>> = {
  book: {
    'POST /book/api/v1/groups': ['createGroup'],
    'PATCH /book/api/v1/groups/:id': ['updateGroup'],
    'DELETE /book/api/v1/groups/:id': ['removeGroup', 'removeGroupWithOrphans'],
    'POST /book/api/v1/groups/:id/entries': ['addEntries'],
    'PATCH /book/api/v1/groups/:id/entries': ['editPhones', 'addPhones', 'dropPhones', 'syncPhones', 'keepPhones'],
    'PATCH /book/api/v1/entries/:id': ['updateEntry'],
    'DELETE /book/api/v1/entries/:id': ['removeEntry'],
    'POST /book/api/v1/contacts': ['createContact'],
    'PATCH /book/api/v1/contacts/:id': ['updateContact'],
    'DELETE /book/api/v1/contacts/:id': ['removeContact'],
    'PATCH /book/api/v1/groups/:id/contacts': ['linkContacts', 'unlinkContacts'],
    'POST /book/api/v1/folders': ['createFolder'],
    'PATCH /book/api/v1/folders/:id': ['updateFolder'],
    'DELETE /book/api/v1/folders/:id': ['removeFolder'],
    'POST /book/api/v1/extensions': ['createExtension'],
    'PATCH /book/api/v1/extensions/:id': ['updateExtension'],
    'DELETE /book/api/v1/extensions/:id': ['removeExtension'],
  },
  checkmarket: {
    'POST-3-contactgroups': ['createGroup'],
    'PUT-3-contactgroups-GroupId': ['updateGroup'],
    'DELETE-3-contactgroups-GroupId': ['removeGroup', 'removeGroupWithOrphans'],
    'PUT-3-contactgroups-GroupId-contacts-ContactId': ['linkContact'],
    'DELETE-3-contactgroups-GroupId-contacts-ContactId': ['unlinkContact'],
    'PUT-3-contactgroups-GroupId-contacts': ['linkContacts'],
    'DELETE-3-contactgroups-GroupId-contacts': ['unlinkContacts'],
    'POST-3-contactfolders': ['createFolder'],
    'PUT-3-contactfolders-Id': ['updateFolder'],
    'DELETE-3-contactfolders-Id': ['removeFolder'],
    'POST-3-contacts': ['createContact'],
    'PUT-3-contacts-ContactId': ['updateContact'],
    'DELETE-3-contacts-ContactId': ['removeContact'],
  },
  lox24: {
    api_groups_post_collection: ['createGroup'],
    api_groups_put_item: ['updateGroup'],
    api_groups_delete_item: ['removeGroup'],
    api_phones_post_collection: ['addEntry'],
    phone_batch_post: ['addEntries'],
    phone_batch_delete: ['removePhones'],
    api_phones_put_item: ['updateEntry'],
    api_phones_delete_item: ['removeEntry'],
  },
  simotel: {
    'autodialer/groups/add': ['createGroup'],
    'autodialer/groups/update': ['updatePhones', 'editPhones'],
    'autodialer/groups/remove': ['removeGroup'],
    'autodialer/groups/numbers/add': ['editPhones', 'addPhones'],
    'autodialer/groups/numbers/remove': ['editPhones', 'dropPhones'],
    'autodialer/groups/numbers/sync': ['syncPhones'],
    'autodialer/contacts/add': ['createContact'],
    'autodialer/contacts/update': ['updateContact'],
    'autodialer/contacts/remove': ['removeContact'],
    'pbx/users/add': ['createExtension'],
    'pbx/users/update': ['updateExtension'],
    'pbx/users/remove': ['removeExtension'],
    'pbx/blacklists/add': ['addIncomingRule'],
    'pbx/blacklists/update': ['updateIncomingRule'],
    'pbx/blacklists/remove': ['removeIncomingRule'],
    'pbx/whitelists/add': ['addIncomingRule'],
    'pbx/whitelists/update': ['updateIncomingRule'],
    'pbx/whitelists/remove': ['removeIncomingRule'],
  },
}

/**
 * Writes that are in no random sequence: undos themselves, imports (`import-many.test.ts` undoes those), messages, campaigns, trunks and
 * sound, which have tests of their undo of their own, or none. An undo never lifts an opt-out.
 */
const beside =
  /optouts|blocked_numbers|changes\/|trash\/|imports|api_sms|sms_ops|api_bulks|api_incomings|upload$|announcements|campaigns\/|trunks\/|originate/

/** The same of the native API, and what is no part of the day's work: keys, webhooks, the log of requests, ranges, secrets, rules. */
const besideOfBook =
  /v1\/(opt-outs|messages|incoming-messages|bulks|campaigns|trunk-managers|keys|webhooks|deliveries|request-bodies|forward-rules|extensions\/(range|:id\/secret))/

test('each write of each dialect is in the random sequences that are undone in reverse, or beside them', async () => {
  for (const { name, operations } of dialects) {
    const lacking = (await operations())
      .filter(
        ({ routes, name: each }) =>
          routes[0]?.method !== 'GET' && ![reads, beside, besideOfBook].some((pattern) => pattern.test(each)),
      )
      .map((operation) => operation.name)
    assert.deepEqual(Object.keys(covered[name] ?? {}).sort(), lacking.sort(), name)
  }
  const named = new Set(Object.values(covered).flatMap((operations) => Object.values(operations).flat()))
  assert.deepEqual([...named].sort(), Object.keys(writes).sort())
})
