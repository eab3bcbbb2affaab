import { InvalidValue } from '../../../core/reader.ts'
import type { Opening, WeekHours } from '../../../core/schedule/schedule.ts'
import { findTrunks } from '../../../core/trunk/find-trunks.ts'
import { addTrunkManager } from '../../../core/trunk-manager/add-trunk-manager.ts'
import { findTrunkManagers } from '../../../core/trunk-manager/find-trunk-managers.ts'
import { removeTrunkManager } from '../../../core/trunk-manager/remove-trunk-manager.ts'
import {
  type TrunkManager,
  type TrunkManagerSettings,
  usualTrunkManager,
} from '../../../core/trunk-manager/trunk-manager.ts'
import { managerCapacity, managerInterval, managerTitle } from '../../../core/trunk-manager/trunk-manager-rules.ts'
import { updateTrunkManager } from '../../../core/trunk-manager/update-trunk-manager.ts'
import { readBy } from '../../form.ts'
import { type Html, html } from '../../html.ts'
import { latinDigits } from '../../latin-digits.ts'
import { ltr, mark, name, ofFigures, postForm, sheet } from '../../parts.ts'
import { sentForm } from '../../sent-form.ts'
import { withToast } from '../../toast.ts'
import type { Route, View } from '../../view.ts'
import { wholeIn } from '../../whole-in.ts'

/** The weekdays as the book counts them, from the first of a week of work in Iran on. */
const weekdays = [6, 7, 1, 2, 3, 4, 5] as const

/** The lines of campaigns: by which trunk, how many calls at once, how fast, and at which hours. */
export const linesPage: Route = {
  method: 'GET',
  path: '/lines',
  async answer(view) {
    const { core, caller, t, texts } = view
    const managers = await findTrunkManagers(core, caller)
    const trunks = (await findTrunks(core, caller)).map((each) => each.name)
    const may = view.may('trunk-manager.set')
    const rows = managers.map(
      (each) =>
        html`<tr><td class="text">${name(each.title)}</td><td class="text">${name(each.trunk)}</td><td class="count">${texts.number(each.capacity)}</td><td class="count">${texts.number(each.interval / 1000)}</td><td>${each.hours ? hoursOf(view, each.hours) : t('lines.always')}</td><td>${mark(t(each.active ? 'lines.active' : 'lines.inactive'), each.active ? 'good' : 'calm')}</td></tr>`,
    )
    const titles = [
      ...[t('lines.name'), t('lines.trunk'), ofFigures(t('lines.calls')), ofFigures(t('lines.interval'))],
      ...[t('lines.hours'), t('campaigns.state')],
    ]
    const forms = managers.map(
      (each) =>
        html`<details${view.form.get('form') === `line-${each.id}` && html` open`}><summary>${t('lines.change', { name: each.title })}</summary>${lineForm(view, trunks, each)}${view.may('trunk-manager.remove') && postForm(view, `/book/lines/${each.id}/remove`, html`<button class="quiet danger">${t('lines.remove')}</button>`)}</details>`,
    )
    return {
      title: t('lines.title'),
      nav: 'nav.campaigns',
      content: html`<p><a href="/book/campaigns">${t('nav.campaigns')}</a></p><p>${t('lines.about')}</p>${
        rows.length > 0 && sheet(t('lines.title'), titles, rows)
      }${may && forms}${may && html`<h2>${t('lines.new')}</h2>${trunks.length > 0 ? lineForm(view, trunks) : html`<p>${t('lines.noTrunk')}</p>`}`}`,
    }
  },
}

function hoursOf({ t, texts }: View, hours: WeekHours): Html {
  const days = weekdays.flatMap((day) => {
    const openings = hours[day] ?? []
    return openings.length > 0
      ? [html`<div>${t(`day.${day}`)} <bdi dir="ltr">${texts.digits(describe(openings))}</bdi></div>`]
      : []
  })
  return html`${days}`
}

function lineForm(view: View, trunks: readonly string[], given?: TrunkManager): Html {
  const { t, texts } = view
  const form = sentForm(view, given ? `line-${given.id}` : 'line')
  const { capacity, interval, hours, active } = given ?? usualTrunkManager
  const days = weekdays.map((day) =>
    form.input(t(`day.${day}`), `day${day}`, { value: texts.digits(describe(hours?.[day] ?? [])), code: true }),
  )
  const options = trunks.map((each) => [each, each] as const)
  return form.send(
    given ? `/book/lines/${given.id}` : '/book/lines',
    html`${form.input(t('lines.name'), 'title', { value: given?.title, needed: true, longest: 100 })}${form.choice(t('lines.trunk'), 'trunk', options, given?.trunk)}${form.input(t('lines.calls'), 'capacity', { value: texts.plain(capacity), code: true, needed: true })}${form.input(t('lines.interval'), 'interval', { value: texts.plain(interval / 1000), code: true, needed: true })}<fieldset><legend>${t('lines.hours')}</legend><p class="faint">${t('lines.hoursHint', { example: ltr(texts.digits('09:00-13:00, 16:00-20:30')), zone: given?.timeZone ?? view.zone })}</p><div class="boxes">${days}</div></fieldset>${form.tick(t('lines.active'), 'active', { on: active })}<button>${given ? t('page.save') : t('lines.new')}</button>`,
    'stack',
  )
}

function readLine({ form }: View): Omit<TrunkManagerSettings, 'readyNumbers' | 'timeZone'> {
  const plain = (field: string) => latinDigits((form.get(field) ?? '').trim())
  const openings = weekdays.map((day) => [day, readBy(openingsIn, `day${day}`, plain(`day${day}`))] as const)
  const isOpen = openings.some(([, each]) => each.length > 0)
  return {
    title: readBy(managerTitle, 'title', (form.get('title') ?? '').trim()),
    trunk: form.get('trunk') ?? '',
    active: form.has('active'),
    capacity: readBy(managerCapacity, 'capacity', plain('capacity')),
    interval: readBy(managerInterval, 'interval', plain('interval').replace('/', '.')),
    hours: isOpen ? Object.fromEntries(openings.filter(([, each]) => each.length > 0)) : null,
  }
}

/** Reads the openings of a day: `09:00-13:00, 16:00-20:30`. */
function openingsIn(value: unknown): readonly Opening[] {
  const parts = String(value)
    .split(/[,،;]/)
    .map((each) => each.trim())
  return parts
    .filter((each) => each !== '')
    .map((part) => {
      const [, h1, m1 = '0', h2, m2 = '0'] =
        /^(\d{1,2})(?::(\d\d))?\s*[-–تا]+\s*(\d{1,2})(?::(\d\d))?$/.exec(part) ?? []
      const [from, until] = [Number(h1) * 60 + Number(m1), Number(h2) * 60 + Number(m2)]
      const isTime = Number(m1) < 60 && Number(m2) < 60 && from < until && until <= 1440
      if (!isTime) throw new InvalidValue('must be hours of one day as 09:00-13:00, 16:00-20:30')
      return [from, until] as const
    })
}

function describe(openings: readonly Opening[]): string {
  const time = (minute: number) =>
    [Math.floor(minute / 60), minute % 60].map((each) => String(each).padStart(2, '0')).join(':')
  return openings.map(([from, until]) => `${time(from)}-${time(until)}`).join(', ')
}

/** Makes a line. */
export const addLineAction: Route = {
  method: 'POST',
  path: '/lines',
  formOn: linesPage,
  async answer(view) {
    await addTrunkManager(view.core, view.caller, readLine(view))
    return { goTo: await withToast(view, '/book/lines') }
  },
}

/** Changes a line, from the next call of a campaign on. */
export const updateLineAction: Route = {
  method: 'POST',
  path: '/lines/:id',
  formOn: linesPage,
  async answer(view) {
    await updateTrunkManager(view.core, view.caller, { id: wholeIn(view.parameters.id) }, readLine(view))
    return { goTo: await withToast(view, '/book/lines') }
  },
}

/** Removes a line that no campaign calls by. */
export const removeLineAction: Route = {
  method: 'POST',
  path: '/lines/:id/remove',
  async answer(view) {
    await removeTrunkManager(view.core, view.caller, { id: wholeIn(view.parameters.id) })
    return { goTo: await withToast(view, '/book/lines') }
  },
}
