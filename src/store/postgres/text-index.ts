import { isIndexed } from '../engine/conditions.ts'
import type { TextIndex } from '../engine/engine.ts'
import type { Row } from '../engine/value.ts'
import type { Place } from '../text/grams.ts'
import { KnownTotals } from '../text/known-totals.ts'

const remedy =
  'searches read all names of an account, since PostgreSQL has no pg_trgm and btree_gin here, or the role may not create them: ' +
  'install them (postgresql-contrib), run `create extension pg_trgm; create extension btree_gin` as the owner of the database, and start again'

/** The index of texts as a table of folded texts, which has an index of their trigrams where `hasTrigrams`. */
export function postgresTextIndex(hasTrigrams: boolean): TextIndex {
  return {
    lacks: hasTrigrams ? null : remedy,
    totals: new KnownTotals(),
    async find(session, { accountId, test: { column, place, folded }, limit }) {
      // Only letters and digits are in the index, three in a row.
      if (!hasTrigrams || !isIndexed(column) || !/[\p{L}\p{N}]{3}/u.test(folded)) return undefined
      // The texts of the table are compared whole, so that what it finds passes the test.
      const row = await session.one(
        `select count(*) as count, cast(array_agg(id) as text) as list from
           (select id from index_texts where account_id = $1 and ${column} like $2 escape '\\' limit $3) as found`,
        [accountId, patternOf(place, folded), limit + 1],
      )
      const { count, list } = row as { readonly count: number; readonly list: string | null }
      return count > limit ? undefined : { count, list: list ?? '{}', isExact: true }
    },
    groupsIn: (parameter) =>
      `unnest(cast(cast(${parameter} as text) as bigint[])) as found (found_id) cross join lateral
         (select * from groups where account_id = $1 and id = found.found_id offset 0) as groups`,
    idsIn: (parameter) => `select unnest(cast(cast(${parameter} as text) as bigint[]))`,
    listOf: (ids) => `{${ids}}`,
    joinIds: (id) => `cast(array_agg(${id}) as text)`,
    // A group is locked before it is read: whoever is changing its name has put the new one into the index by then.
    async fill(session, after, upTo) {
      await session.run(
        `with chosen as (select account_id, id, name, description from groups
           where (account_id, id) > ($1, $2) and (account_id, id) <= ($3, $4) order by account_id, id for update)
         insert into index_texts (account_id, id, name, description)
           select account_id, id, folded(name), folded(description) from chosen
           on conflict (account_id, id) do update set name = excluded.name, description = excluded.description`,
        [...after, ...upTo],
      )
    },
    async lost(session, groups) {
      const lost: Row[] = []
      for (const group of groups) {
        const same = await session.one(
          `select 1 as one from index_texts where account_id = $1 and id = $2 and name = folded($3)
             and description is not distinct from folded($4)`,
          [group.account_id as number, group.id as number, group.name as string, group.description as string | null],
        )
        if (!same) lost.push(group)
      }
      return lost
    },
    async clear(session) {
      await session.run('delete from index_texts', [])
    },
  }
}

function patternOf(place: Place, folded: string): string {
  const literally = folded.replace(/[\\%_]/g, '\\$&')
  return `${place === 'startsWith' ? '' : '%'}${literally}${place === 'endsWith' ? '' : '%'}`
}
