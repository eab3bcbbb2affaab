import { type Campaign, campaignLimits, usualCampaign } from '../../../core/campaign/campaign.ts'
import type { CampaignFields } from '../../../core/campaign/campaign-fields.ts'
import { campaignRules } from '../../../core/campaign/campaign-rules.ts'
import { findGroupPage } from '../../../core/group/find-group-page.ts'
import { findNamedGroup } from '../../../core/group/find-named-group.ts'
import type { Group } from '../../../core/group/group.ts'
import { EntryListBuilder } from '../../../core/list/entry-list-builder.ts'
import { findSounds } from '../../../core/sound/find-sounds.ts'
import { findTrunkManagers } from '../../../core/trunk-manager/find-trunk-managers.ts'
import { enteredTime } from '../../entered-time.ts'
import { atField, readBy, textOf } from '../../form.ts'
import { type Html, html } from '../../html.ts'
import { latinDigits } from '../../latin-digits.ts'
import { ltr, name } from '../../parts.ts'
import { sentForm } from '../../sent-form.ts'
import type { View } from '../../view.ts'
import { wholeIn } from '../../whole-in.ts'

/** Groups that can be ticked: the ones that were changed last. Others are named. */
const offered = 12
/** The context in which an answered call goes on to an extension. */
const extensions = 'main_routing'
const digits = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0', '*', '#'] as const

/** The form of a campaign, in words of those who call. `given` is the campaign that is changed. */
export async function campaignForm(view: View, action: string, given?: Campaign): Promise<Html> {
  const { core, caller, t, texts, query, zone } = view
  const managers = await findTrunkManagers(core, caller)
  if (managers.length === 0) {
    return html`<p>${t('campaigns.noLine')}</p><p><a href="/book/lines">${t('lines.new')}</a></p>`
  }
  const form = sentForm(view, 'campaign')
  const known = given ?? usualCampaign
  const sounds = await findSounds(core, caller, {})
  const lines = managers.map(({ id, title, trunk, capacity }) => {
    const told = t('campaigns.lineOf', { title, trunk, calls: texts.number(capacity) })
    return [String(id), told] as const
  })
  const { ticked, others } = await groupsOf(view, given?.groupIds ?? [wholeIn(query.get('group'))])
  const boxes = ticked.map(({ group, isChosen }) =>
    form.tick(
      html`${name(group.name)} <span class="faint">${t('group.count', { count: group.count })}</span>`,
      'group',
      { value: String(group.id), on: isChosen },
    ),
  )
  const entry = (at: number | null) => (at === null ? '' : texts.entry(at, zone))
  const time = {
    code: true,
    hint: t('campaigns.timeHint', { example: ltr(texts.entry(core.clock.now(), zone)), zone }),
  }
  const count = (value: number) => ({ value: texts.plain(value), code: true, needed: true })
  const connects = known.context === extensions
  const isForeign = known.context !== '' && !connects
  const who = html`${form.input(t('campaigns.name'), 'name', { value: given?.name, needed: true, longest: campaignLimits.name })}<fieldset><legend>${t('campaigns.groups')}</legend><div class="boxes">${boxes}</div>${form.area(t(ticked.length > 0 ? 'campaigns.otherGroups' : 'campaigns.namedGroups'), 'groups', others.map((each) => each.name).join('\n'))}</fieldset>${form.area(t('campaigns.numbers'), 'numbers', '', { code: true, hint: given && given.listCount > 0 ? t('campaigns.hasNumbers', { count: given.listCount }) : t('campaigns.numbersHint') })}`
  const heard = html`${form.choice(t('campaigns.sound'), 'sound', [['', t('campaigns.silent')], ...sounds.map((each) => [String(each.id), each.name] as const)], String(known.soundId ?? ''))}${form.input(t('campaigns.connect'), 'text', { value: connects ? known.text : '', code: true, longest: campaignLimits.text, hint: isForeign ? t('campaigns.context', { context: `${known.context} ${known.text}`.trim() }) : t('campaigns.connectHint') })}${form.choice(t('campaigns.optOut'), 'optOutDigit', [['', t('campaigns.noOptOut')], ...digits.map((each) => [each, texts.digits(each)] as const)], known.optOutDigit ?? '')}${form.input(t('campaigns.digits'), 'digits', { ...count(known.digits), hint: t('campaigns.digitsHint') })}`
  const when = html`${form.input(t('campaigns.begins'), 'start', { value: entry(known.start), ...time })}${form.input(t('campaigns.until'), 'end', { value: entry(known.end), ...time, hint: t('campaigns.untilHint') })}${form.input(t('campaigns.triesAtMost'), 'tries', count(known.tries))}${form.input(t('campaigns.pauseMinutes'), 'pause', { ...count(0), value: texts.plain(known.pause / 60) })}${form.input(t('campaigns.ringTime'), 'ringTime', count(known.ringTime))}${form.input(t('campaigns.longestMinutes'), 'longest', { ...count(0), value: texts.plain(known.longest / 60) })}`
  return form.send(
    action,
    html`${who}${form.choice(t('campaigns.line'), 'trunkManager', lines, String(given?.trunkManagerId ?? ''))}<a href="/book/lines">${t('lines.title')}</a><fieldset class="stack"><legend>${t('campaigns.heard')}</legend><div class="fields">${heard}</div><a href="/book/announcements">${t('announcements.title')}</a></fieldset><fieldset class="stack"><legend>${t('campaigns.when')}</legend><div class="fields">${when}</div></fieldset>${form.input(t('groups.description'), 'description', { value: known.description, longest: campaignLimits.description })}<button>${given ? t('page.save') : t('campaigns.make')}</button>`,
    'stack',
  )
}

/** The groups that can be ticked, with those of the campaign first, and those of it that are too many for that. */
async function groupsOf({ core, caller }: View, chosen: readonly number[]) {
  const { groups } = await findGroupPage(core, caller, { order: 'changed', limit: offered })
  const had: Group[] = []
  for (const id of chosen) {
    const group = id > 0 ? await core.store.groups.get(caller.accountId, { id }) : undefined
    if (group) had.push(group)
  }
  const first = had.slice(0, offered)
  const rest = groups.filter(({ id }) => !had.some((each) => each.id === id)).slice(0, offered - first.length)
  const ticked = [
    ...first.map((group) => ({ group, isChosen: true })),
    ...rest.map((group) => ({ group, isChosen: false })),
  ]
  return { ticked, others: had.slice(offered) }
}

/**
 * Reads the form of a campaign by the rules of the book.
 *
 * @throws Refusal of the field at fault.
 */
export async function readCampaign(view: View, given?: Campaign): Promise<CampaignFields & { readonly name: string }> {
  const { core, caller, form, zone } = view
  const plain = (field: string) => latinDigits((form.get(field) ?? '').trim())
  const rule = <K extends keyof typeof campaignRules>(field: K, value: unknown = plain(field)) =>
    readBy<ReturnType<(typeof campaignRules)[K]>>(campaignRules[field] as never, field, value)
  const seconds = (field: 'pause' | 'longest') => rule(field, secondsIn(plain(field)))
  const moment = (field: string) => (plain(field) === '' ? null : enteredTime(plain(field), field, zone))
  const text = rule('text')
  const optOutDigit = plain('optOutDigit') === '' ? null : rule('optOutDigit')
  const asked = rule('digits')
  const entries = numbersIn(form.get('numbers') ?? '')
  const sound = wholeIn(form.get('sound'))
  const keeps = given !== undefined && given.context !== '' && given.context !== extensions && text === ''
  return {
    name: rule('name', textOf(form, 'name', campaignLimits.name) ?? ''),
    description: rule('description', textOf(form, 'description', campaignLimits.description) ?? ''),
    trunkManager: { id: wholeIn(form.get('trunkManager')) },
    groups: await chosenGroups(view),
    sound: sound > 0 ? { id: sound } : null,
    ...(!keeps && { context: text === '' ? '' : extensions, text }),
    ...(entries && { entries }),
    ...{ optOutDigit, digits: optOutDigit !== null && asked === 0 ? 1 : asked },
    ...{ tries: rule('tries'), ringTime: rule('ringTime'), pause: seconds('pause'), longest: seconds('longest') },
    ...{ start: moment('start'), end: moment('end') },
  }

  async function chosenGroups(from: View) {
    const ids = from.form.getAll('group').map((each) => ({ id: wholeIn(each) }))
    for (const line of (from.form.get('groups') ?? '').split('\n')) {
      if (line.trim() === '') continue
      const { id } = await atField('groups', () => findNamedGroup(core, caller, line.trim()))
      ids.push({ id })
    }
    return ids
  }
}

/** Minutes of the form as seconds; what is no number stays, so that the rule refuses it. */
function secondsIn(minutes: string): string | number {
  return /^\d{1,6}([./]\d{1,3})?$/.test(minutes)
    ? Math.round(Number(minutes.replace('/', '.')) * 60)
    : minutes || 'none'
}

/** The numbers of the form, one a line or with commas between them; undefined for none. */
function numbersIn(text: string) {
  const items = text.split(/[\n,،]/).filter((each) => each.trim() !== '')
  if (items.length === 0) return undefined
  const builder = new EntryListBuilder('numbers')
  for (const item of items) builder.addGiven(item.trim(), { field: 'numbers', allows: () => false })
  return builder.build()
}
