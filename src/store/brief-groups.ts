import type { BriefGroup } from '../core/group/group.ts'
import { NewestMap } from '../core/newest-map.ts'
import type { Page } from '../core/page.ts'
import type { Row } from './engine/value.ts'

/** The columns that a brief group has. */
export const briefColumns = 'id, hex_id, name, description, count, updated_at'

/** Pages that are remembered, and the groups of the longest. All together take some 20 MB at the most. */
const pagesAtMost = 500
const longestPage = 100
/** The characters of a page that is remembered, with those of its key: a text may have megabytes. */
const charactersAtMost = 20_000
/** Groups of a page that are read one by one where they are not as they were. */
const readOneByOne = 3

/** The ways to read a page of groups. */
export interface PageReads {
  /** All columns, verified. */
  whole(): Promise<Page<BriefGroup>>
  /** The brief columns only. Nothing of them is verified. */
  brief(): Promise<Page<Row>>
  /** A single group, verified. */
  one(id: number): Promise<BriefGroup | undefined>
}

/**
 * Reads pages of brief groups. The checksum of a row covers all its columns, and to read them all takes twice as long as to read
 * those of a brief group. So a page is read whole when it is asked for first, and its groups are remembered. When it is asked for again, its
 * brief columns are read and compared: a group that is as it was when it was verified is whole in all that is shown. Every other one is
 * verified.
 */
export class BriefPages {
  readonly #verified = new NewestMap<Map<number, BriefGroup>>(pagesAtMost)

  /** `key` tells the page from every other. */
  async read(key: string, reads: PageReads): Promise<Page<BriefGroup>> {
    const verified = this.#verified.get(key)
    const again = verified && (await readAgain(verified, reads))
    if (again) return again
    const page = await reads.whole()
    if (isShort(key, page.items)) this.#verified.set(key, byId(page.items))
    return page
  }
}

function isShort(key: string, groups: readonly BriefGroup[]): boolean {
  if (groups.length > longestPage) return false
  const characters = groups.reduce((sum, { name, description }) => sum + name.length + (description?.length ?? 0), 0)
  return key.length + characters <= charactersAtMost
}

/** The page, unless too much of it is not as it was. */
async function readAgain(verified: Map<number, BriefGroup>, reads: PageReads): Promise<Page<BriefGroup> | undefined> {
  const { items, total } = await reads.brief()
  const others = items.filter((row) => !shows(row, verified.get(row.id as number)))
  if (others.length > readOneByOne) return undefined
  for (const row of others) {
    const group = await reads.one(row.id as number)
    // Somebody may have written it meanwhile, and then it may have another place.
    if (!group || !shows(row, group)) return undefined
    verified.set(group.id, briefOf(group))
  }
  const found = items.map((row) => verified.get(row.id as number) as BriefGroup)
  // Groups that have left the page are forgotten with it, before they are many.
  if (verified.size > 2 * longestPage) verified.clear()
  return { items: found, total }
}

function shows(row: Row, group: BriefGroup | undefined): boolean {
  return (
    group !== undefined &&
    row.id === group.id &&
    row.hex_id === group.hexId &&
    row.name === group.name &&
    row.description === group.description &&
    row.count === group.count &&
    row.updated_at === group.updatedAt
  )
}

function byId(groups: readonly BriefGroup[]): Map<number, BriefGroup> {
  return new Map(groups.map((group) => [group.id, briefOf(group)]))
}

function briefOf({ id, hexId, name, description, count, updatedAt }: BriefGroup): BriefGroup {
  return { id, hexId, name, description, count, updatedAt }
}
