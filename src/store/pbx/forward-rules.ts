import type { ForwardRule } from '../../core/forward-rule/forward-rule.ts'
import type { ForwardRuleReader, ForwardRuleWriter } from '../../core/forward-rule/forward-rule-port.ts'
import { whole } from '../checks/damaged.ts'
import type { Session } from '../engine/engine.ts'
import { insertRow } from '../engine/insert-row.ts'
import type { Row } from '../engine/value.ts'

export function forwardRuleReader(session: Session): ForwardRuleReader {
  return {
    async all(accountId) {
      const rows = await session.all('select * from forward_rules where account_id = $1 order by prefix', [accountId])
      return rows.map(toForwardRule)
    },
  }
}

export function forwardRuleWriter(session: Session): ForwardRuleWriter {
  return {
    async lock(accountId, prefix) {
      const row = await session.lockOne('select * from forward_rules where account_id = $1 and prefix = $2', [
        accountId,
        prefix,
      ])
      return row && toForwardRule(row)
    },
    async put({ accountId, prefix, allowed }) {
      await insertRow(
        session,
        'forward_rules',
        { account_id: accountId, prefix, allowed: allowed ? 1 : 0 },
        'on conflict (account_id, prefix) do update set allowed = excluded.allowed, checksum = excluded.checksum',
      )
    },
    async remove({ accountId, prefix }) {
      await session.run('delete from forward_rules where account_id = $1 and prefix = $2', [accountId, prefix])
    },
  }
}

function toForwardRule(row: Row): ForwardRule {
  whole('forwardRule', row)
  return { accountId: row.account_id as number, prefix: row.prefix as string, allowed: row.allowed === 1 }
}
