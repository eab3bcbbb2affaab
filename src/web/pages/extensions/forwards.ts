import { type CallPath, type PhoneState, type Step, traceCall } from '../../../core/call/trace-call.ts'
import { Refusal } from '../../../core/errors.ts'
import { findForwardRules } from '../../../core/forward-rule/find-forward-rules.ts'
import { removeForwardRule } from '../../../core/forward-rule/remove-forward-rule.ts'
import { setForwardRule } from '../../../core/forward-rule/set-forward-rule.ts'
import { readNumber } from '../../../core/number/read-number.ts'
import { reasonOf } from '../../explain.ts'
import { endReason } from '../../explain-way.ts'
import { choice, finder, hidden, input } from '../../form.ts'
import { type Html, html } from '../../html.ts'
import { mark, phone, postForm, sheet } from '../../parts.ts'
import { sentForm } from '../../sent-form.ts'
import { withToast } from '../../toast.ts'
import type { Fields, Route, View } from '../../view.ts'

const states = ['answer', 'busy', 'noanswer', 'unavailable'] as const satisfies readonly PhoneState[]

/** To which numbers calls may be forwarded, and the way that a call would take. */
export const forwardsPage: Route = {
  method: 'GET',
  path: '/forwards',
  async answer(view) {
    const { core, caller, t, query } = view
    const rules = await findForwardRules(core, caller)
    const rows = rules.map(({ prefix, allowed }) => {
      const label = t('forwards.removeOf', { prefix })
      const content = html`${hidden('prefix', prefix)}<button class="quiet danger" aria-label="${label}">${t('group.remove')}</button>`
      const remove = view.may('forward-rule.remove') && postForm(view, '/book/forwards/remove', content)
      return html`<tr><td>${phone(`${prefix}…`)}</td><td>${allowed ? mark(t('forwards.allowed'), 'good') : mark(t('forwards.denied'), 'bad')}</td><td class="end">${remove}</td></tr>`
    })
    const form = sentForm(view, 'forward-rule')
    const add = html`${form.input(t('forwards.prefix'), 'prefix', { needed: true, longest: 20, code: true })}${form.choice(
      t('forwards.verdict'),
      'verdict',
      [
        ['allow', t('forwards.allowed')],
        ['deny', t('forwards.denied')],
      ],
    )}<button>${t('page.save')}</button>`
    const number = (query.get('number') ?? '').trim()
    const when = states.find((each) => each === query.get('when')) ?? 'answer'
    const shown: ShownWay = number === '' ? { way: html`` } : await way(view, number, when)
    const ask = html`${input(t('forwards.number'), 'number', { value: number, needed: true, code: true, problem: shown.problem })}${choice(
      t('forwards.when'),
      'when',
      states.map((each) => [each, t(`say.${each}`)]),
      when,
    )}`
    return {
      title: t('forwards.title'),
      nav: 'nav.extensions',
      ...(shown.problem !== undefined && { status: 422 }),
      content: html`<h2>${t('forwards.way')}</h2>${finder('/book/forwards', ask, t('forwards.show'))}${shown.way}
<h2>${t('forwards.rules')}</h2><p class="faint">${t('forwards.about')}</p>${rows.length === 0 ? html`<p>${t('forwards.empty')}</p>` : sheet(t('forwards.rules'), [t('forwards.prefix'), t('forwards.verdict'), ''], rows)}${view.may('forward-rule.set') && form.send('/book/forwards', add, 'row spaced')}`,
    }
  },
}

/** The way of a call. */
interface ShownWay {
  readonly way: Html
  /** Why the number cannot be called. */
  readonly problem?: string
}

/** The way of a call, or why the number cannot be called. */
async function way(view: View, given: string, when: PhoneState): Promise<ShownWay> {
  const { core, caller, t, texts } = view
  const number = numberToCall(given)
  if (number instanceof Refusal) return { way: html``, problem: reasonOf(texts, number) }
  const path = await traceCall(core, caller, number, (at) => (at === number ? when : 'answer'))
  const steps = path.steps.map((step) => html`<li>${describeStep(view, step)}</li>`)
  return {
    way: html`<ol class="steps"><li>${t('forwards.begin')} ${phone(number)}</li>${steps}<li>${endOf(view, path)}</li></ol>`,
  }
}

function describeStep({ t }: View, { number, state, decision }: Step): Html {
  const what = state === null ? t('say.passes') : t(`say.${state}`)
  const on =
    decision &&
    decision.kind !== 'none' &&
    html`<br><span class="faint">${t(`when.${decision.source}`)}</span> ${phone(decision.target)} ${decision.kind === 'refused' && mark(t('forwards.denied'), 'bad')}`
  return html`${phone(number)} ${what}${on}`
}

/** The ends that say all in the words of the page. */
const saidByEnd: ReadonlySet<CallPath['end']> = new Set(['answer', 'blocked'])

function endOf({ t, texts }: View, { end, at, why, ways = [] }: CallPath): Html {
  const tries = ways.map(({ trunk, target, dialled }) => html`<br>${phone(`${dialled} @ ${trunk} (${target})`)}`)
  return html`<strong>${t(`end.${end}`)}</strong> ${phone(at)}${tries}${!saidByEnd.has(end) && html`<br><small class="faint">${endReason(texts, why) ?? html`<bdi lang="en">${why}</bdi>`}</small>`}`
}

function numberToCall(given: string): string | Refusal {
  const read = readNumber(given)
  if ('number' in read) return read.number
  return /^[0-9]{1,30}$/.test(given) ? given : new Refusal('invalid_value', `the number ${read.problem}`, 'number')
}

/** Allows or denies forwards to numbers that begin so. */
export const setForwardRuleAction: Route = {
  method: 'POST',
  path: '/forwards',
  formOn: forwardsPage,
  async answer(view) {
    const { core, caller, form } = view
    await setForwardRule(core, caller, { prefix: prefixOf(form), allowed: form.get('verdict') === 'allow' })
    return { goTo: await withToast(view, '/book/forwards') }
  },
}

/** Removes a forward rule. */
export const removeForwardRuleAction: Route = {
  method: 'POST',
  path: '/forwards/remove',
  async answer(view) {
    await removeForwardRule(view.core, view.caller, prefixOf(view.form))
    return { goTo: await withToast(view, '/book/forwards') }
  },
}

function prefixOf(form: Fields): string {
  const given = (form.get('prefix') ?? '').trim()
  const read = readNumber(given)
  const prefix = 'number' in read ? read.number : given
  if (!/^(\+[0-9]{0,19}|[0-9]{1,20})$/.test(prefix)) {
    throw new Refusal('invalid_value', 'it must be 1 to 20 digits, with or without a + before them', 'prefix')
  }
  return prefix
}
