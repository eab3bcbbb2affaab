import { findRequests, type RequestQuery, type ShownRequest } from '../../../core/request-log/find-requests.ts'
import { findBodiesUntil, keepBodies } from '../../../core/request-log/keep-bodies.ts'
import { choice, finder, hidden, input, textOf } from '../../form.ts'
import { type Html, html, type Shown } from '../../html.ts'
import { mark, name, nextLink, postForm, sheet } from '../../parts.ts'
import type { Route, View } from '../../view.ts'
import { wholeIn } from '../../whole-in.ts'

const pageSize = 50
const path = '/book/requests'

/** The last requests of programs, the newest first. Those that no account made are for owners. */
export const requestsPage: Route = {
  method: 'GET',
  path: '/requests',
  async answer(view) {
    const { core, caller, t, query, owner } = view
    const isUnknown = owner !== undefined && query.get('of') === 'unknown'
    const found = await findRequests(core, isUnknown ? owner : caller, pageSize + 1, queryOf(view))
    const requests = found.slice(0, pageSize)
    const last = found.length > pageSize ? requests.at(-1) : undefined
    const titles = [
      ...[t('history.when'), t('requests.request'), t('requests.status'), t('requests.ms')],
      ...[t('programs.key'), t('requests.change')],
    ]
    const asked = Object.fromEntries(
      ['key', 'dialect', 'status', 'q', 'of'].map((each) => [each, query.get(each) ?? '']),
    )
    const isAll = Object.values(asked).every((each) => each === '')
    const others = isUnknown
      ? html`<a href="${path}">${t('requests.ofAccount')}</a>`
      : owner && html`<a href="${path}?of=unknown">${t('requests.unknown')}</a>`
    return {
      title: isUnknown ? t('requests.unknown') : t('requests.title'),
      nav: 'nav.programs',
      content: html`${!isUnknown && (await bodiesPart(view))}${finder(path, filters(view), t('groups.find'))}<p>${others} ${!isAll && !isUnknown && html`<a href="${path}">${t('requests.all')}</a>`}</p>${
        requests.length === 0
          ? html`<p>${isAll ? t('requests.empty') : t('requests.none')}</p>`
          : sheet(
              t('requests.title'),
              titles,
              requests.map((each) => row(view, each)),
            )
      }${last && nextLink(view, path, { ...asked, until: String(last.at) })}`,
    }
  },
}

function queryOf({ query }: View): RequestQuery {
  const [key, status, until] = ['key', 'status', 'until'].map((each) => wholeIn(query.get(each)))
  const [dialect, text] = ['dialect', 'q'].map((each) => textOf(query, each, 200))
  return {
    ...(key ? { credentialId: key } : {}),
    ...(status ? { status } : {}),
    ...(until ? { until } : {}),
    ...(dialect ? { dialect } : {}),
    ...(text ? { text } : {}),
  }
}

function filters({ t, query, facts }: View): Shown {
  const kinds = facts.programs.map((each) => [each.name, each.title] as const)
  const states = (['2', '4', '5'] as const).map((each) => [each, t(statuses[each])] as const)
  return html`${hidden('of', query.get('of') ?? '')}${hidden('key', query.get('key') ?? '')}${choice(t('programs.api'), 'dialect', [['', t('page.any')], ...kinds], query.get('dialect') ?? '')}${choice(t('requests.status'), 'status', [['', t('page.any')], ...states], query.get('status') ?? '')}${input(t('requests.text'), 'q', { type: 'search', value: query.get('q'), longest: 200 })}`
}

const statuses = { '2': 'requests.done', '4': 'requests.refused', '5': 'requests.failed' } as const

function row(view: View, request: ShownRequest): Html {
  const { t } = view
  const { id, at, method, path: shown, status, reason, ms, credentialId, key, replay } = request
  const again = replay && html`<br><span class="faint">${t('requests.replayed', { name: replay.by })}</span>`
  const why = reason !== null && html`<br><bdi dir="ltr" lang="en" class="faint">${reason}</bdi>`
  const of = credentialId === null ? '' : html`${credentialId} ${name(key ?? '')}`
  const stranger = view.query.get('of') === 'unknown' ? '?of=unknown' : ''
  return html`<tr><td class="when"><a href="${path}/${id}${stranger}">${view.moment(at)}</a></td><td class="text"><code dir="ltr">${method} ${shown}</code>${why}${again}</td><td>${statusMark(status)}</td><td class="when">${t('requests.inMs', { ms: Math.round(ms) })}</td><td class="text">${of}</td><td class="when">${changeLink(view, request)}</td></tr>`
}

/** The status of an answer, good or bad. */
export function statusMark(status: number): Html {
  return mark(String(status), status < 400 ? 'good' : 'bad')
}

/** The change that a request has made, as a link into the history. */
export function changeLink({ t }: Pick<View, 't'>, { change }: ShownRequest): Shown {
  if (change?.number === undefined) return ''
  return html`<a href="/book/history?before=${change.number + 1}#change-${change.number}">${t('requests.changed', { number: change.number })}</a>`
}

async function bodiesPart(view: View): Promise<Html> {
  const { core, caller, t } = view
  const until = await findBodiesUntil(core, caller)
  const said = until === null ? t('requests.bodiesOff') : html`${t('requests.bodiesOn')} ${view.moment(until)}`
  const button = (state: string, label: string) =>
    postForm(view, `${path}/bodies`, html`${hidden('state', state)}<button class="quiet">${label}</button>`)
  const forms =
    view.may('request.update') &&
    html`${button('on', t('requests.keepBodies'))}${until !== null && button('off', t('requests.dropBodies'))}`
  return html`<div class="row bar"><p>${said}</p><div class="row">${forms}</div></div>`
}

/** Has bodies kept for an hour, or no more. */
export const bodiesAction: Route = {
  method: 'POST',
  path: '/requests/bodies',
  async answer({ core, caller, form }) {
    await keepBodies(core, caller, form.get('state') === 'on')
    return { goTo: path }
  },
}
