import type { IncomingRule, IncomingRuleRef } from '../../core/incoming-rule/incoming-rule.ts'
import type { IncomingRuleReader, IncomingRuleWriter } from '../../core/incoming-rule/incoming-rule-port.ts'
import { asAsked, whole } from '../checks/damaged.ts'
import { summed } from '../checks/sum-row.ts'
import { conditionsOf } from '../engine/conditions.ts'
import type { Engine, Session } from '../engine/engine.ts'
import { insertRow } from '../engine/insert-row.ts'
import type { Row, Value } from '../engine/value.ts'

export function incomingRuleReader(engine: Engine, session: Session): IncomingRuleReader {
  return {
    async find(accountId, { verdict, number }) {
      const matches = { verdict: verdict && { text: verdict, alike: false }, number }
      const { sql, parameters } = conditionsOf(engine, accountId, matches)
      const select = `select * from incoming_rules where ${sql} order by id`
      // A part of a number is searched for in all rules.
      const rows = await (number
        ? engine.search(accountId, (search) => search.all(select, parameters))
        : session.all(select, parameters))
      return rows.map(toRule)
    },
    async page(accountId, { after, limit }) {
      const rows = await session.all(
        'select * from incoming_rules where account_id = $1 and id > $2 order by id limit $3',
        [accountId, after, limit],
      )
      return rows.map(toRule)
    },
    ofCaller: (accountId, number) => rulesOfCaller(session, accountId, number),
  }
}

export function incomingRuleWriter(session: Session): IncomingRuleWriter {
  const spell = async (rule: IncomingRule, spellings: readonly string[]): Promise<void> => {
    await removeSpellings(session, rule)
    await session.put(
      `insert into incoming_spellings (account_id, rule_id, verdict, number)
       values ${spellings.map((_, at) => `($1, $2, $3, $${at + 4})`)}`,
      [rule.accountId, rule.id, rule.verdict, ...spellings],
    )
  }
  return {
    ofCaller: (accountId, number) => rulesOfCaller(session, accountId, number),
    async all(accountId) {
      const rows = await session.all('select * from incoming_rules where account_id = $1 order by id', [accountId])
      return rows.map(toRule)
    },
    async get(accountId, ref) {
      const asked = columnsOf(ref)
      const conditions = Object.keys(asked).map((column, at) => `${column} = $${at + 2}`)
      const row = await session.one(
        `select * from incoming_rules where account_id = $1 and ${conditions.join(' and ')}`,
        [accountId, ...Object.values(asked)],
      )
      return row && toRule(asAsked('incoming_rules', row, { account_id: accountId, ...asked }))
    },
    async insert(rule, spellings) {
      await insertRow(session, 'incoming_rules', toRow(rule))
      await spell(rule, spellings)
    },
    async update(rule, spellings) {
      const { account_id, id, ...values } = summed(session, 'incoming_rules', toRow(rule))
      await session.run(
        `update incoming_rules set ${Object.keys(values).map((column, at) => `${column} = $${at + 3}`)}
         where account_id = $1 and id = $2`,
        [account_id as number, id as number, ...Object.values(values)],
      )
      await spell(rule, spellings)
    },
    spell,
    async remove(rule) {
      await removeSpellings(session, rule)
      await session.run('delete from incoming_rules where account_id = $1 and id = $2', [rule.accountId, rule.id])
    },
  }
}

function columnsOf(ref: IncomingRuleRef): Readonly<Record<string, Value>> {
  return 'id' in ref ? { id: ref.id } : { hex_id: ref.hexId, verdict: ref.verdict }
}

async function rulesOfCaller(session: Session, accountId: number, number: string): Promise<IncomingRule[]> {
  const rows = await session.all(
    `select * from incoming_rules where account_id = $1
     and id in (select rule_id from incoming_spellings where account_id = $1 and number = $2) order by id`,
    [accountId, number],
  )
  return rows.map(toRule)
}

async function removeSpellings(session: Session, { accountId, id }: IncomingRule): Promise<void> {
  await session.put('delete from incoming_spellings where account_id = $1 and rule_id = $2', [accountId, id])
}

function toRule(row: Row): IncomingRule {
  whole('incomingRule', row)
  return {
    accountId: row.account_id as number,
    id: row.id as number,
    hexId: row.hex_id as string,
    verdict: row.verdict as IncomingRule['verdict'],
    number: row.number as string,
    labels: JSON.parse(row.labels as string),
    comment: row.comment as string,
    createdAt: row.created_at as number,
    updatedAt: row.updated_at as number,
  }
}

function toRow(rule: IncomingRule): Record<string, Value> {
  return {
    account_id: rule.accountId,
    id: rule.id,
    hex_id: rule.hexId,
    verdict: rule.verdict,
    number: rule.number,
    labels: JSON.stringify(rule.labels),
    comment: rule.comment,
    created_at: rule.createdAt,
    updated_at: rule.updatedAt,
  }
}
