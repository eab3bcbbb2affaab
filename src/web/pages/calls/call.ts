import { Refusal } from '../../../core/errors.ts'
import { trunksOf } from '../../../core/ledger/call-record.ts'
import { getCall } from '../../../core/ledger/get-call.ts'
import { html } from '../../html.ts'
import { ltr, name, pairs, phone, sheet } from '../../parts.ts'
import type { Route } from '../../view.ts'
import { endMark, talkOf } from './calls.ts'

/** One call: where it rang, who talked with whom, and how it was passed on. */
export const callPage: Route = {
  method: 'GET',
  path: '/calls/:id',
  async answer(view) {
    const { core, caller, t, parameters } = view
    const id = parameters.id ?? ''
    // No text of the book has this character, and PostgreSQL takes none with it.
    if (id.includes('\u0000')) throw new Refusal('not_found', 'there is no such call')
    const call = await getCall(core, caller, id)
    const at = (microseconds: number) => view.moment(microseconds / 1000)
    const legs = call.legs.map(
      (leg) =>
        html`<tr><td>${phone(leg.party)}</td><td>${name(leg.trunk)}</td><td class="when">${at(leg.startedAt)}</td><td class="when">${leg.answeredAt !== null && at(leg.answeredAt)}</td><td class="when">${at(leg.endedAt)}</td></tr>`,
    )
    const way = [
      ...call.steps.map((step) => ({
        at: step.at,
        shown: html`${phone(step.by)} → ${phone(step.to)} <span class="faint">${t(`step.${step.kind}`)}</span>`,
      })),
      ...call.talks.map((talk) => ({
        at: talk.from,
        shown: html`${phone(talk.one)} ↔ ${phone(talk.other)} <span class="faint">${view.texts.duration(Math.round((talk.until - talk.from) / 1e6))}</span>`,
      })),
    ].toSorted((one, other) => one.at - other.at)
    const titles = [t('calls.phone'), t('calls.trunk'), t('calls.rang'), t('calls.answered'), t('calls.ended')]
    return {
      title: t('calls.of', { from: ltr(call.from || '–'), to: ltr(call.to || '–') }),
      nav: 'nav.calls',
      content: html`${pairs([
        [t('calls.began'), at(call.startedAt)],
        [t('calls.from'), call.from && phone(call.from)],
        [t('calls.to'), call.to && phone(call.to)],
        [t('calls.taker'), call.taker && phone(call.taker)],
        [t('calls.way'), t(`way.${call.way}`)],
        [t('calls.trunk'), trunksOf(call).length > 0 && name(trunksOf(call).join(', '))],
        [t('calls.end'), endMark(view, call)],
        [t('calls.talk'), talkOf(view, call)],
        [t('calls.digits'), call.digits && phone(call.digits)],
        [t('calls.recording'), call.recording && html`<bdi dir="ltr">${call.recording}</bdi>`],
        [t('calls.doubts'), call.doubts.map((each) => t(`doubt.${each}`)).join(' ')],
      ])}
${way.length > 0 && html`<h2>${t('calls.path')}</h2><ol class="steps">${way.map((each) => html`<li><span class="when">${at(each.at)}</span> ${each.shown}</li>`)}</ol>`}
<h2>${t('calls.legs')}</h2>${sheet(t('calls.legs'), titles, legs)}`,
    }
  },
}
