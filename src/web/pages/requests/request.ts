import type { Credential } from '../../../core/credential/credential.ts'
import { findCredentials } from '../../../core/credential/find-credentials.ts'
import { findRequest, type ShownRequest, type WholeRequest } from '../../../core/request-log/find-requests.ts'
import { replayRequest } from '../../../core/request-log/replay-request.ts'
import { html, type Shown } from '../../html.ts'
import { name, pairs, postForm } from '../../parts.ts'
import { describe } from '../../toast.ts'
import type { Route, View } from '../../view.ts'
import { wholeIn } from '../../whole-in.ts'
import { changeLink, statusMark } from './requests.ts'

/** One request of a program: all that is known of it, as a command for curl, and the button that sends it once more. */
export const requestPage: Route = {
  method: 'GET',
  path: '/requests/:id',
  async answer(view) {
    const { core, caller, owner, t, query, facts, parameters } = view
    const isUnknown = owner !== undefined && query.get('of') === 'unknown'
    const whole = await findRequest(core, isUnknown ? owner : caller, parameters.id ?? '')
    const { request, body } = whole
    const kind = facts.programs.find((each) => each.name === request.dialect)
    const key = await keyOf(view, request)
    const { replay, change, received, sent } = request
    const answered = wholeIn(query.get('answered'))
    const left = (text: string) => html`<bdi dir="ltr" lang="en">${text}</bdi>`
    return {
      title: `${request.method} ${request.path.split('?')[0]}`,
      nav: 'nav.programs',
      content: html`${answered > 0 && html`<p role="status">${t('requests.answered', { status: answered })}</p>`}${pairs(
        [
          [t('history.when'), view.moment(request.at)],
          [t('requests.request'), html`<code dir="ltr">${request.method} ${request.path}</code>`],
          [t('requests.status'), statusMark(request.status)],
          [t('requests.reason'), request.reason && left(request.reason)],
          [t('requests.call'), request.operation && left(request.operation)],
          [t('programs.api'), name(kind?.title ?? request.dialect)],
          [
            t('programs.key'),
            key && html`<a href="/book/requests?key=${key.id}">${key.id} ${name(key.username ?? '')}</a>`,
          ],
          [t('requests.ms'), t('requests.inMs', { ms: request.ms })],
          [t('requests.bytes'), t('requests.sizes', { received: received ?? 0, sent: sent ?? '?' })],
          [
            t('requests.change'),
            change?.subject !== undefined &&
              html`${changeLink(view, request)} ${describe(view, { ...change, subject: change.subject })}`,
          ],
          [
            t('requests.replayed', { name: replay?.by ?? '' }),
            replay && html`<a href="/book/requests/${replay.of}">${t('requests.replayOf')}</a>`,
          ],
          [t('requests.id'), left(request.id)],
        ],
      )}${bodyPart(view, whole)}<h2>${t('requests.curl')}</h2><p class="faint">${t('requests.curlHint')} ${needsBody(whole) && t('requests.noBody')}</p><pre dir="ltr" tabindex="0">${curlOf(view, whole, key)}</pre>${replayPart(view, request, body)}`,
    }
  },
}

type Key = Pick<Credential, 'id' | 'scheme' | 'username'>

async function keyOf({ core, caller }: View, { credentialId }: ShownRequest): Promise<Key | undefined> {
  return (await findCredentials(core, caller)).find(({ id }) => id === credentialId)
}

function bodyPart({ t }: View, { body }: WholeRequest): Shown {
  if (!body || (body.text === '' && body.problem === null)) return ''
  const problem = body.problem !== null && html`<p class="faint">${t(`requests.problem.${body.problem}`)}</p>`
  return html`<h2>${t('requests.body')}</h2>${problem}${body.text !== null && html`<pre dir="ltr" tabindex="0">${body.text}</pre>`}`
}

/** Whether a body came that is not there any more. */
function needsBody({ request, body }: WholeRequest): boolean {
  return (request.received ?? 0) > 0 && typeof body?.text !== 'string'
}

function curlOf({ facts, origin }: View, whole: WholeRequest, key: Key | undefined): string {
  const { request, body } = whole
  const kind = facts.programs.find((each) => each.name === request.dialect)
  const type = body?.type ?? (needsBody(whole) ? 'application/json' : null)
  const text = needsBody(whole) ? 'BODY' : (body?.text ?? '')
  const headers = Object.entries({ ...body?.headers, ...(type !== null && { 'content-type': type }) })
  return [
    `curl -X ${request.method} ${quoted(origin + request.path)}`,
    ...(kind?.curl(key ?? { scheme: 'token', username: null }) ?? []),
    ...headers.map(([header, value]) => `-H ${quoted(`${header}: ${value}`)}`),
    ...(text === '' ? [] : [`--data-binary ${quoted(text)}`]),
  ].join(' \\\n  ')
}

/** A text as one word of a shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}

function replayPart(view: View, { id, credentialId }: ShownRequest, body: WholeRequest['body']): Shown {
  const { t } = view
  if (!view.may('request.replay') || credentialId === null) return ''
  if (!body || body.text === null || body.problem !== null)
    return html`<p class="faint">${t('requests.cannotReplay')}</p>`
  const button = html`<button>${t('requests.replay')}</button>`
  return html`<p class="faint">${t('requests.replayHint')}</p>${postForm(view, `/book/requests/${id}/replay`, button)}`
}

/** Sends a request once more, and shows the new one. */
export const replayAction: Route = {
  method: 'POST',
  path: '/requests/:id/replay',
  async answer({ core, caller, facts, parameters }) {
    const from = parameters.id ?? ''
    const { id, status } = await replayRequest(core, caller, from, facts.replayer)
    return { goTo: `/book/requests/${id ?? encodeURIComponent(from)}?answered=${status}` }
  },
}
