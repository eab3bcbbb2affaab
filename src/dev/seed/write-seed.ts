import { Document } from 'yaml'
import { contactColumns } from '../../core/contact/contact-columns.ts'
import type { Vault } from '../../core/environment.ts'
import { extensionColumns } from '../../core/extension/extension-columns.ts'
import type { Taken } from '../../core/seed/take-seed.ts'

/** How a seed is written. */
export interface SeedFormat {
  /** Whether it is JSON; else it is YAML. */
  readonly json: boolean
  /** Opens the SIP secrets, where they and the hashes of the keys are to be written too. */
  readonly secretsBy: Pick<Vault, 'open'> | undefined
}

/** Writes what an account has as a seed, which reads back as the same. */
export function writeSeed(taken: Taken, { json, secretsBy }: SeedFormat): string {
  const value = seedOf(taken, secretsBy)
  if (json) return `${JSON.stringify(value, null, 2)}\n`
  const document = new Document(value)
  document.commentBefore = ' A seed of dialbook: docs/testing.md says what may stand here.'
  return document.toString({ lineWidth: 0 })
}

function seedOf(taken: Taken, secretsBy: SeedFormat['secretsBy']): object {
  const { name, country, timeZone, folders, groups, contacts, extensions } = taken
  return filled({
    account: filled({ name, country, timeZone }),
    keys: secretsBy && keysOf(taken),
    folders: folders.map(({ id, name, description, parentId }) => filled({ id, name, description, parent: parentId })),
    groups: groups.map(({ id, hexId, name, description, folderId, columns, plannedDeletionAt, entries }) =>
      filled({
        ...{ id, hexId, name, description, folder: folderId, columns: filled({ ...columns }) },
        deletedAt: plannedDeletionAt === null ? null : new Date(plannedDeletionAt).toISOString(),
        phones: entries.map(({ phone, details }) => (details ? { phone, ...details } : phone)),
      }),
    ),
    contacts: contacts.map(({ contact, groupIds }) =>
      filled({
        ...{ id: contact.id, hexId: contact.hexId },
        ...Object.fromEntries(contactColumns.map(({ title, show }) => [title, show(contact)])),
        groups: groupIds,
      }),
    ),
    extensions: extensions.map((extension) =>
      filled({
        ...{ id: extension.id, hexId: extension.hexId },
        ...Object.fromEntries(extensionColumns.map(({ title, show }) => [title, show(extension)])),
        secret: secretsBy?.open(extension.sealedSecret),
      }),
    ),
  })
}

function keysOf({ keys, masterHash }: Taken): object {
  const byDialect = Object.groupBy(keys, ({ dialect }) => dialect)
  return Object.fromEntries(
    Object.entries(byDialect).map(([dialect, own = []]) => [
      dialect,
      own.map(({ scheme, username, passwordHash, tokenHash, permissions, revealsSecrets, enabled }) =>
        filled({
          ...{ scheme, username, passwordHash, tokenHash, permissions },
          masterHash: tokenHash === null ? null : masterHash,
          revealsSecrets: revealsSecrets || null,
          enabled: enabled ? null : false,
        }),
      ),
    ]),
  )
}

/** A map without the members that say nothing. */
function filled(members: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(
    Object.entries(members).filter(([, value]) => {
      if (value === undefined || value === null || value === '') return false
      return typeof value !== 'object' || Object.keys(value).length > 0
    }),
  )
}
