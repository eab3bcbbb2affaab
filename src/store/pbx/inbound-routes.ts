import type { Destination, InboundDecision, InboundRoute } from '../../core/inbound-route/inbound-route.ts'
import type { InboundRouteReader, InboundRouteWriter } from '../../core/inbound-route/inbound-route-port.ts'
import { whole } from '../checks/damaged.ts'
import type { Session } from '../engine/engine.ts'
import { insertRow } from '../engine/insert-row.ts'
import type { Row } from '../engine/value.ts'

export function inboundRouteReader(session: Session): InboundRouteReader {
  return {
    all: (accountId) => allRoutes(session, accountId),
    decisions: (accountId, keys) => decisionsUnder(session, accountId, keys),
    branches: (accountId, routeId) => branchDecisions(session, accountId, routeId),
    async holders(accountId, spellings) {
      const rows = await session.all(
        `select number from extensions where account_id = $1 and caller_id_number <> ''
         and caller_id_number in (${spellings.map((_, at) => `$${at + 2}`)}) order by number`,
        [accountId, ...spellings],
      )
      return rows.map(({ number }) => number as string)
    },
  }
}

export function inboundRouteWriter(session: Session): InboundRouteWriter {
  const key = async ({ accountId, id }: InboundRoute, keys: readonly string[]): Promise<void> => {
    await removeKeys(session, accountId, id)
    await session.put(
      `insert into inbound_keys (account_id, route_id, key) values ${keys.map((_, at) => `($1, $2, $${at + 3})`)}`,
      [accountId, id, ...keys],
    )
  }
  return {
    all: (accountId) => allRoutes(session, accountId),
    decisions: (accountId, keys) => decisionsUnder(session, accountId, keys),
    async get(accountId, id) {
      const row = await session.one('select * from inbound_routes where account_id = $1 and id = $2', [accountId, id])
      return row && toRoute(row, (await branchesOf(session, accountId, id)).get(id))
    },
    async insert(route, keys) {
      await insertRow(session, 'inbound_routes', {
        ...{ account_id: route.accountId, id: route.id, trunk: route.trunk ?? '', number: route.number },
        ...{ is_prefix: route.isPrefix ? 1 : 0, kind: route.kind, targets: route.targets.join('-') },
        created_at: route.createdAt,
      })
      for (const [name, { kind, targets }] of Object.entries(route.branches)) {
        const { accountId: account_id, id: route_id } = route
        await insertRow(session, 'inbound_branches', { account_id, route_id, name, kind, targets: targets.join('-') })
      }
      await key(route, keys)
    },
    key,
    async remove({ accountId, id }) {
      await removeKeys(session, accountId, id)
      await session.put('delete from inbound_branches where account_id = $1 and route_id = $2', [accountId, id])
      await session.run('delete from inbound_routes where account_id = $1 and id = $2', [accountId, id])
    },
  }
}

async function allRoutes(session: Session, accountId: number): Promise<InboundRoute[]> {
  const rows = await session.all('select * from inbound_routes where account_id = $1 order by id', [accountId])
  const branches = rows.length > 0 ? await branchesOf(session, accountId) : new Map()
  return rows.map((row) => toRoute(row, branches.get(row.id)))
}

type Branches = InboundRoute['branches']

/** The branches of the routes of an account, or of one of them, by the ids of the routes. */
async function branchesOf(session: Session, accountId: number, routeId?: number): Promise<Map<number, Branches>> {
  const one = routeId === undefined ? '' : 'and route_id = $2'
  const rows = await session.all(
    `select * from inbound_branches where account_id = $1 ${one} order by route_id, name`,
    routeId === undefined ? [accountId] : [accountId, routeId],
  )
  const found = new Map<number, Branches>()
  for (const row of rows) {
    whole('inboundBranch', row)
    const destination = { kind: row.kind, targets: (row.targets as string).split('-') } as Destination
    const id = row.route_id as number
    found.set(id, { ...found.get(id), [row.name as string]: destination })
  }
  return found
}

async function branchDecisions(
  session: Session,
  accountId: number,
  routeId: number,
): Promise<Map<string, InboundDecision>> {
  const rows = await session.all('select * from branch_decisions where account_id = $1 and route_id = $2', [
    accountId,
    routeId,
  ])
  return new Map(rows.map((row) => [row.name as string, toDecision({ ...row, key: '', id: routeId })]))
}

async function decisionsUnder(
  session: Session,
  accountId: number,
  keys: readonly string[],
): Promise<InboundDecision[]> {
  const rows = await session.all(
    `select * from inbound_decisions where account_id = $1 and key in (${keys.map((_, at) => `$${at + 2}`)}) order by key, id`,
    [accountId, ...keys],
  )
  return rows.map(toDecision)
}

function toDecision(row: Row): InboundDecision {
  return {
    key: row.key as string,
    routeId: row.id as number,
    kind: row.kind as InboundDecision['kind'],
    targets: (row.targets as string).split('-'),
    rule: row.rule as string,
  }
}

async function removeKeys(session: Session, accountId: number, id: number): Promise<void> {
  await session.put('delete from inbound_keys where account_id = $1 and route_id = $2', [accountId, id])
}

function toRoute(row: Row, branches: Branches = {}): InboundRoute {
  whole('inboundRoute', row)
  return {
    accountId: row.account_id as number,
    id: row.id as number,
    trunk: row.trunk === '' ? null : (row.trunk as string),
    number: row.number as string,
    isPrefix: row.is_prefix === 1,
    kind: row.kind as InboundRoute['kind'],
    targets: (row.targets as string).split('-'),
    branches,
    createdAt: row.created_at as number,
  }
}
