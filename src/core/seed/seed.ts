import type { ContactFields } from '../contact/contact.ts'
import type { NewCredential } from '../credential/add-credential.ts'
import type { EntryDraft } from '../entry/entry.ts'
import type { ExtensionUpdate } from '../extension/update-extension.ts'
import type { ColumnTitles } from '../group/group.ts'
import type { NewWebhook } from '../webhook/add-webhook.ts'

/** The part that all things of a seed have: ids that stay the same, whenever and wherever the seed is planted. */
interface Numbered {
  readonly id: number
}

/** A folder of a seed. */
export interface SeedFolder extends Numbered {
  readonly name: string
  readonly description: string | null
  /** The id of the folder that it lies in; `null` for one at the root. It stands before this one. */
  readonly parentId: number | null
}

/** A group of a seed, with its entries. */
export interface SeedGroup extends Numbered {
  readonly hexId: string
  readonly name: string
  readonly description: string | null
  readonly folderId: number | null
  readonly columns: Partial<ColumnTitles>
  readonly plannedDeletionAt: number | null
  readonly entries: readonly EntryDraft[]
}

/** A contact of a seed, with the ids of its groups. */
export interface SeedContact extends Numbered {
  readonly hexId: string
  readonly fields: ContactFields
  readonly groupIds: readonly number[]
}

/** An extension of a seed. */
export interface SeedExtension extends Numbered {
  readonly hexId: string
  readonly settings: ExtensionUpdate & { readonly name: string; readonly number: string }
  readonly secret: string
}

/** A credential of a seed: with its secrets, or with their hashes, as an export has them. */
export interface SeedKey extends Omit<NewCredential, 'masterKey'> {
  readonly passwordHash?: string
  readonly tokenHash?: string
  readonly masterKey?: string
  readonly masterHash?: string
  readonly enabled?: boolean
}

/** An account with its things, of which every planting makes the same book. */
export interface Seed {
  readonly account: { readonly name: string; readonly country: string | null; readonly timeZone: string | null }
  readonly keys: readonly SeedKey[]
  readonly folders: readonly SeedFolder[]
  readonly groups: readonly SeedGroup[]
  readonly contacts: readonly SeedContact[]
  readonly extensions: readonly SeedExtension[]
  readonly webhooks: readonly NewWebhook[]
}

/** The nouns of the things of a seed that have an id in hex, in the order of their numbers there. */
const hexNouns = ['group', 'contact', 'extension'] as const

/** The hex id of a thing whose seed gives none: `5eed01…0007` for group 7. */
export function seedHexId(noun: (typeof hexNouns)[number], id: number): string {
  return `5eed0${hexNouns.indexOf(noun) + 1}${id.toString(16).padStart(18, '0')}`
}
