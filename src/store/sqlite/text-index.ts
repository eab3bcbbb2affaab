import { isIndexed } from '../engine/conditions.ts'
import type { IndexQuestion, ReadSession, TextIndex } from '../engine/engine.ts'
import type { Row } from '../engine/value.ts'
import type { FoundGroups } from '../text/found-groups.ts'
import { gramsOf, questionOf } from '../text/grams.ts'
import { KnownTotals } from '../text/known-totals.ts'

/** Rows for which a part counts as rare. Reading so many of its rows takes 40 µs. */
const rare = 300

/** Looks for one part, of 50 µs each, after which others have their turn. */
const looksAtOnce = 16

/**
 * A part as a word of the index: FTS5 would take the signs of ASCII for ends of words. Each has a character for private use in its
 * place, and those for private use get one before them, so that no two parts have one word.
 */
export function wordOf(gram: string): string {
  return gram.replace(/[^0-9a-z\x7f-\uffff]|[\ue000-\ue07f\uf8ff]/g, (sign) =>
    sign < '\x7f' ? String.fromCharCode(0xe000 + sign.charCodeAt(0)) : `\uf8ff${sign}`,
  )
}

/** The index of texts as a table of FTS5, which has the parts of each group as its words. */
export function sqliteTextIndex(): TextIndex {
  return {
    lacks: null,
    totals: new KnownTotals(),
    find: (session, question) => find(session, question, false),
    findAtOnce: (session, question) => find(session, question, true),
    async count(session, accountId, { column, place, folded }) {
      const question = isIndexed(column) ? questionOf(accountId, column, place, folded) : undefined
      const [part] = question?.grams ?? []
      if (!question?.isExact || part === undefined) return undefined
      const row = await session.one(
        `select (select count(*) ${matching} $1) as total, (select 1 ${matching} $2 limit 1) as long`,
        [quoted(part), quoted(question.long)],
      )
      return row?.long === null ? (row.total as number) : undefined
    },
    groupsIn: (parameter) =>
      `(select value as found_id from json_each(${parameter})) as found
         cross join groups on groups.account_id = $1 and groups.id = found.found_id`,
    idsIn: (parameter) => `select value from json_each(${parameter})`,
    listOf: (ids) => JSON.stringify(ids),
    joinIds: (id) => `json_group_array(${id})`,
    async fill(session, after, upTo) {
      await session.run(
        `insert or replace into index_grams (rowid, grams)
           select account_id << 32 | id, grams(account_id, name, description) from groups
           where (account_id, id) > ($1, $2) and (account_id, id) <= ($3, $4)`,
        [...after, ...upTo],
      )
    },
    async lost(session, groups, giveWay) {
      const lost: Row[] = []
      for (const some of Map.groupBy(groups, ({ account_id }) => account_id).values()) {
        const ids = await lostIds(session, some, giveWay)
        lost.push(...some.filter(({ id }) => ids.has(id as number)))
      }
      return lost
    },
    async clear(session) {
      await session.run("insert into index_grams (index_grams) values ('delete-all')", [])
    },
  }
}

const matching = 'from index_grams where index_grams match'

/**
 * The groups that have all parts. Those with a rare part are few, and its rows are all that is read. `atOnce` leaves all others
 * out: two parts that are in many groups may have no group together, which takes a look at all of them.
 */
async function find(
  session: ReadSession,
  { accountId, test: { column, place, folded }, limit }: IndexQuestion,
  atOnce: boolean,
): Promise<FoundGroups | undefined> {
  const question = isIndexed(column) ? questionOf(accountId, column, place, folded) : undefined
  if (!question) return undefined
  const words = question.grams.map(quoted)
  const rareWords = words.length > 1 ? await rareOf(session, words) : words
  if (rareWords.length === 0 && atOnce) return undefined
  const chosen = rareWords.length > 0 ? rareWords : words
  const row = await session.one(
    `select count(*) as count, json_group_array(id) as list, (select 1 ${matching} $2 limit 1) as long
       from (select rowid & 4294967295 as id ${matching} $1 limit $3)`,
    [`(${chosen.join(' AND ')}) OR ${quoted(question.long)}`, quoted(question.long), limit + 1],
  )
  const { count, list, long } = row as { readonly count: number; readonly list: string; readonly long: number | null }
  return count > limit ? undefined : { count, list, isExact: question.isExact && long === null }
}

async function rareOf(session: ReadSession, words: readonly string[]): Promise<string[]> {
  const counts = words.map(
    (_, at) => `(select count(*) from (select 1 ${matching} $${at + 1} limit ${rare})) as count${at}`,
  )
  const row = await session.one(`select ${counts}`, words)
  return words.filter((_, at) => (row?.[`count${at}`] as number) < rare)
}

function quoted(gram: string): string {
  return `"${wordOf(gram)}"`
}

/**
 * The ids of the groups of one account that lack one of their parts. Each part is looked for once, in the range of all ids: looking
 * for all parts of each group takes twenty times as long.
 */
async function lostIds(
  session: ReadSession,
  groups: readonly Row[],
  giveWay?: () => Promise<void>,
): Promise<Set<number>> {
  const accountId = groups[0]?.account_id as number
  const wanted = new Map<string, number[]>()
  for (const { id, name, description } of groups) {
    for (const gram of gramsOf(accountId, { name: name as string, description: description as string | null })) {
      const ids = wanted.get(gram)
      if (ids) ids.push(id as number)
      else wanted.set(gram, [id as number])
    }
  }
  const all = groups.map(({ id }) => id as number)
  const range = [accountId, Math.min(...all), Math.max(...all)]
  const lost = new Set<number>()
  let looks = 0
  for (const [gram, ids] of wanted) {
    if (++looks % looksAtOnce === 0) await giveWay?.()
    const rows = await session.all(
      `select rowid & 4294967295 as id ${matching} $1 and rowid between ($2 << 32 | $3) and ($2 << 32 | $4)`,
      [quoted(gram), ...range],
    )
    const found = new Set(rows.map(({ id }) => id))
    for (const id of ids) if (!found.has(id)) lost.add(id)
  }
  return lost
}
