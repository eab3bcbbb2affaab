import type { Damage } from '../../core/damage/damage.ts'
import type { TouchedGroup } from '../../core/damage/damage-port.ts'
import type { Engine } from '../engine/engine.ts'

/** The list of a group, and as `lists` the one that has its chunks and leaves. */
const ofList = `join lists as own on own.account_id = groups.account_id and own.id = groups.list_id
  join lists on lists.account_id = own.account_id and lists.id = coalesce(own.base_id, own.id)`

/** The groups whose present list needs the damaged row, or whose own row is damaged. */
export async function groupsAt(engine: Engine, { accountId, table, row }: Damage): Promise<TouchedGroup[]> {
  if (accountId === null || row === null) return []
  const groups = async (condition: string, value: string | number): Promise<TouchedGroup[]> => {
    const sql = `select groups.id, groups.name from groups ${condition} order by groups.id`
    const rows = await engine.reader.all(sql, [accountId, value])
    return rows.map(({ id, name }) => ({ id: id as number, name: name as string | null }))
  }
  if (table === 'chunks') {
    return groups(`${ofList} where groups.account_id = $1 and ${engine.contains('lists.chunks', '$2')}`, row)
  }
  if (table === 'phone_leaves') {
    return groups(`${ofList} where groups.account_id = $1 and ${engine.contains('lists.phone_index', '$2')}`, row)
  }
  if (table === 'lists') return groups(`${ofList} where groups.account_id = $1 and $2 in (own.id, lists.id)`, row)
  const byId = 'where groups.account_id = $1 and groups.id = $2'
  if (table === 'groups') return groups(byId, Number(row))
  return table === 'phone_sieves' ? groups(byId, Number(row.split(' ')[1])) : []
}
