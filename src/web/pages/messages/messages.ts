import { allOf, comparing } from '../../../core/filter/comparing.ts'
import { findBalance, findMessages, getMessage } from '../../../core/message/find-messages.ts'
import { type Message, type MessageField, messageStates } from '../../../core/message/message.ts'
import { enteredTimes } from '../../entered-times.ts'
import { choice, finder } from '../../form.ts'
import { type Html, html, type Shown } from '../../html.ts'
import { type LivePart, live } from '../../live/live-part.ts'
import { ltr, mark, name, nextLink, pairs, phone, sheet } from '../../parts.ts'
import { isTextKey } from '../../texts/texts.ts'
import type { Route, View } from '../../view.ts'
import { wholeIn } from '../../whole-in.ts'

const pageSize = 50
/** The longest part of a text that a list shows. */
const brief = 80
/** The millionths of a whole. */
const whole = 1e6

/** The messages, the newest first, by the key of the last one shown. */
export const messagesPage: Route = {
  method: 'GET',
  path: '/messages',
  async answer(view) {
    const { t, query } = view
    const state = messageStates.find((each) => each === query.get('state'))
    const states = messageStates.map((each) => [each, t(`message.state.${each}`)] as const)
    const times = enteredTimes(view)
    const fields = html`${choice(t('campaigns.state'), 'state', [['', t('page.any')], ...states], state)}${times.fields}`
    return {
      title: t('nav.messages'),
      nav: 'nav.messages',
      content: html`<p><a href="/book/bulks">${t('bulks.title')}</a></p>${finder('/book/messages', fields, t('groups.find'))}${live('/messages', { state: state ?? '', ...times.texts, before: query.get('before') ?? '' }, await liveMessages.show(view))}`,
    }
  },
}

/** The messages of a page with their states, and the money that is left. */
export const liveMessages: LivePart = {
  path: '/messages',
  async show(view) {
    const { core, caller, t } = view
    const state = messageStates.find((each) => each === view.query.get('state'))
    const before = wholeIn(view.query.get('before'))
    const { since, until, texts: entered } = enteredTimes(view)
    const query = allOf<MessageField>([
      ...comparing('state', 'eq', state),
      ...comparing('createdAt', 'ge', since),
      ...comparing('createdAt', 'lt', until),
      ...comparing('id', 'lt', before > 0 ? before : undefined),
    ])
    const { items } = await findMessages(core, caller, query, { start: 0, count: pageSize + 1 })
    const messages = items.slice(0, pageSize)
    const last = items.length > pageSize ? messages.at(-1) : undefined
    const { left, spent } = await findBalance(core, caller)
    const titles = [t('history.when'), t('messages.to'), t('messages.text'), t('campaigns.state')]
    const money = left === null ? '' : t('messages.balance', { left: left / whole, spent: spent / whole })
    return html`<p class="faint">${money}</p>${
      messages.length === 0
        ? html`<p>${t('messages.empty')}</p>`
        : sheet(
            t('nav.messages'),
            titles,
            messages.map((each) => row(view, each)),
          )
    }${last && nextLink(view, '/book/messages', { state: state ?? '', ...entered, before: String(last.id) })}`
  },
}

function row(view: View, message: Message): Html {
  const { text } = message
  const shown = [...text].length > brief ? `${[...text].slice(0, brief).join('')}…` : text
  return html`<tr><td class="when"><a href="/book/messages/${message.id}">${view.moment(message.createdAt)}</a></td><td>${phone(message.number)}</td><td class="text">${name(shown)}</td><td>${stateOf(view, message)}</td></tr>`
}

function stateOf({ t }: View, { state }: Message): Html {
  const tone = state === 'sent' || state === 'delivered' ? 'good' : state === 'queued' ? 'calm' : 'bad'
  return mark(t(`message.state.${state}`), tone)
}

/** The reason of a message, in the words of the page where they are known. */
function reasonOf({ t }: View, reason: string | null): Shown {
  if (reason === null) return ''
  const key = `reason.${reason}`
  return isTextKey(key) ? t(key) : html`<bdi lang="en" dir="ltr">${reason}</bdi>`
}

/** One message. */
export const messagePage: Route = {
  method: 'GET',
  path: '/messages/:id',
  async answer(view) {
    const { core, caller, t, parameters } = view
    const message = await getMessage(core, caller, { id: wholeIn(parameters.id) })
    const moment = (at: number | null) => at !== null && view.moment(at)
    return {
      title: t('messages.of', { number: ltr(message.number) }),
      nav: 'nav.messages',
      content: html`${pairs([
        [t('messages.to'), phone(message.number)],
        [t('messages.sender'), name(message.sender)],
        [t('campaigns.state'), stateOf(view, message)],
        [t('optOuts.why'), reasonOf(view, message.reason)],
        [t('messages.parts'), view.texts.number(message.parts)],
        [t('messages.route'), html`<bdi dir="ltr">${message.route}</bdi>`],
        [t('messages.made'), view.moment(message.createdAt)],
        [t('messages.planned'), moment(message.plannedAt) || ''],
        [t('messages.sent'), moment(message.sentAt) || ''],
        [t('messages.ended'), moment(message.endedAt) || ''],
      ])}<h2>${t('messages.text')}</h2><p class="said">${name(message.text)}</p>${message.bulkId !== null && html`<p><a href="/book/bulks/${message.bulkId}">${t('bulks.open')}</a></p>`}`,
    }
  },
}
