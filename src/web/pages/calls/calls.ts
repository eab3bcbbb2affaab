import { callWays, destinationOf, dispositions, type LedgerCall } from '../../../core/ledger/call-record.ts'
import { findCalls } from '../../../core/ledger/find-calls.ts'
import { readNumber } from '../../../core/number/read-number.ts'
import { enteredTimes } from '../../entered-times.ts'
import { choice, finder, input } from '../../form.ts'
import { type Html, html } from '../../html.ts'
import { type LivePart, live } from '../../live/live-part.ts'
import { mark, nextLink, ofFigures, phone, sheet } from '../../parts.ts'
import type { Route, View } from '../../view.ts'
import { wholeIn } from '../../whole-in.ts'

const pageSize = 50
/** Calls of one millisecond that may stand on both sides of the end of a page. */
const spare = 50

/** The calls, the newest first. A page goes on where the one before ended: at the moment and the id of its last call. */
export const callsPage: Route = {
  method: 'GET',
  path: '/calls',
  async answer(view) {
    const { t, query } = view
    const { party, way, disposition, times } = searchIn(view)
    const any = ['', t('page.any')] as const
    const fields = html`${input(t('calls.party'), 'q', { type: 'search', value: party, code: true })}${choice(t('calls.way'), 'way', [any, ...callWays.map((each) => [each, t(`way.${each}`)] as const)], way)}${choice(t('calls.end'), 'end', [any, ...dispositions.map((each) => [each, t(`disposition.${each}`)] as const)], disposition)}${times.fields}`
    return {
      title: t('nav.calls'),
      nav: 'nav.calls',
      content: html`<p><a href="/book/calls/now">${t('wall.title')}</a></p>${finder('/book/calls', fields, t('groups.find'))}${live('/calls', { q: party, way: way ?? '', end: disposition ?? '', ...times.texts, before: query.get('before') ?? '', id: query.get('id') ?? '' }, await liveCalls.show(view))}`,
    }
  },
}

/** The calls of a page. */
export const liveCalls: LivePart = {
  path: '/calls',
  async show(view) {
    const { core, caller, t, query } = view
    const { party, way, disposition, times } = searchIn(view)
    const read = readNumber(party)
    const before = wholeIn(query.get('before'))
    const beforeId = wholeIn(query.get('id'))
    const search = {
      ...(party !== '' && { party: 'number' in read ? read.number : party }),
      ...(way && { way }),
      ...(disposition && { disposition }),
      ...(times.since !== undefined && { since: times.since }),
      ...untilOf(times.until, before),
      sort: { by: 'startedAt', descending: true } as const,
    }
    const { items } = await findCalls(core, caller, search, { start: 0, count: pageSize + spare + 1 })
    const older = items
      .filter(({ startedAt, id }) => before === 0 || startedAt < before || (startedAt === before && id < beforeId))
      .toSorted((one, other) => other.startedAt - one.startedAt || other.id - one.id)
    const calls = older.slice(0, pageSize)
    const last = older.length > pageSize ? calls.at(-1) : undefined
    const titles = [
      t('calls.began'),
      t('calls.from'),
      t('calls.to'),
      t('calls.way'),
      t('calls.end'),
      ofFigures(t('calls.talk')),
    ]
    return html`${
      calls.length === 0
        ? html`<p>${t('calls.empty')}</p>`
        : sheet(
            t('nav.calls'),
            titles,
            calls.map((each) => row(view, each)),
          )
    }${last && nextLink(view, '/book/calls', { q: party, way: way ?? '', end: disposition ?? '', ...times.texts, before: String(last.startedAt), id: String(last.id) })}`
  },
}

/** The end of the time that is searched: the one that was entered, or where the page before ended. */
function untilOf(entered: number | undefined, before: number): { readonly until?: number } {
  const times = [...(entered === undefined ? [] : [entered]), ...(before > 0 ? [Math.floor(before / 1000) + 1] : [])]
  return times.length > 0 ? { until: Math.min(...times) } : {}
}

/** What the address asks for. */
function searchIn(view: View) {
  const { query } = view
  return {
    times: enteredTimes(view),
    party: (query.get('q') ?? '').trim(),
    way: callWays.find((each) => each === query.get('way')),
    disposition: dispositions.find((each) => each === query.get('end')),
  }
}

function row(view: View, call: LedgerCall): Html {
  const { t } = view
  return html`<tr><td class="when"><a href="/book/calls/${encodeURIComponent(call.callId)}">${view.moment(call.startedAt / 1000)}</a></td><td>${phone(call.from)}</td><td>${phone(destinationOf(call))}</td><td>${t(`way.${call.way}`)}</td><td>${endMark(view, call)}</td><td class="count">${talkOf(view, call)}</td></tr>`
}

/** How a call ended. */
export function endMark({ t }: View, { disposition }: LedgerCall): Html {
  return mark(t(`disposition.${disposition}`), disposition === 'ANSWERED' ? 'good' : 'calm')
}

/** How long a call was talked. */
export function talkOf({ texts }: View, { answeredAt, endedAt }: LedgerCall): string {
  return answeredAt === null ? '' : texts.duration(Math.round((endedAt - answeredAt) / 1e6))
}
