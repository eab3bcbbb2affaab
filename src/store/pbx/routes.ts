import type { CallSettings, Decision, Route } from '../../core/call/route.ts'
import type { RouteReader, RouteWriter } from '../../core/call/route-port.ts'
import { whole } from '../checks/damaged.ts'
import type { Session } from '../engine/engine.ts'
import { insertRow } from '../engine/insert-row.ts'
import type { Value } from '../engine/value.ts'

export function routeReader(session: Session): RouteReader {
  return {
    async get(accountId, number) {
      const row = await session.one('select * from call_routes where account_id = $1 and number = $2', [
        accountId,
        number,
      ])
      return (
        row && {
          number,
          callable: row.callable === 1,
          technology: row.technology as Route['technology'],
          rings: row.rings === 1,
          ringTime: row.ring_time as number,
          decisions: {
            always: toDecision(row.forward_always),
            busy: toDecision(row.forward_busy),
            no_answer: toDecision(row.forward_no_answer),
            unavailable: toDecision(row.forward_unavailable),
          },
        }
      )
    },
    async outside(accountId, number) {
      const trunk = await session.one('select 1 from trunks where account_id = $1 limit 1', [accountId])
      const rule = await session.one(
        `select prefix, allowed from forward_rules where account_id = $1 and prefix = substr($2, 1, length(prefix))
         order by length(prefix) desc limit 1`,
        [accountId, number],
      )
      return {
        hasTrunk: trunk !== undefined,
        rule: rule ? `${rule.allowed === 1 ? 'allow' : 'deny'} ${rule.prefix}` : 'no rule',
      }
    },
    settings: () => readSettings(session),
  }
}

export function routeWriter(session: Session): RouteWriter {
  return {
    settings: () => readSettings(session),
    async setSettings({ ringTime, forwardAll, pushWait, missedMail, ...sound }) {
      await insertRow(
        session,
        'call_settings',
        {
          ...{ one: 1, ring_time: ringTime, forwards_always: forwardAll === 'always' ? 1 : 0 },
          ...{ push_wait: pushWait, missed_mail: missedMail ? 1 : 0, media_address: sound.mediaAddress },
          ...{ rtp_timeout: sound.rtpTimeout, rtp_timeout_on_hold: sound.rtpTimeoutOnHold },
          ...{ session_expires: sound.sessionExpires, translates_opus: sound.translatesOpus ? 1 : 0 },
        },
        `on conflict (one) do update set ring_time = excluded.ring_time, forwards_always = excluded.forwards_always,
           push_wait = excluded.push_wait, missed_mail = excluded.missed_mail, media_address = excluded.media_address,
           rtp_timeout = excluded.rtp_timeout, rtp_timeout_on_hold = excluded.rtp_timeout_on_hold,
           session_expires = excluded.session_expires, translates_opus = excluded.translates_opus, checksum = excluded.checksum`,
      )
    },
  }
}

async function readSettings(session: Session): Promise<CallSettings | undefined> {
  const row = await session.one('select * from call_settings', [])
  if (row) whole('callSettings', row)
  return (
    row && {
      ringTime: row.ring_time as number,
      forwardAll: row.forwards_always === 1 ? 'always' : 'fallback',
      pushWait: row.push_wait as number,
      missedMail: row.missed_mail === 1,
      rtpTimeout: row.rtp_timeout as number,
      rtpTimeoutOnHold: row.rtp_timeout_on_hold as number,
      sessionExpires: row.session_expires as number,
      mediaAddress: row.media_address as string,
      translatesOpus: row.translates_opus === 1,
    }
  )
}

/** A decision, which the view writes as `kind|target|source|rule`: `outside|0912|busy|allow 09`. */
function toDecision(text: Value | undefined): Decision {
  const [kind, target = '', source, rule = ''] = String(text).split('|')
  return { kind: kind as Decision['kind'], target, source: source as Decision['source'], rule }
}
