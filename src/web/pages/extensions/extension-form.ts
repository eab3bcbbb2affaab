import { defaultSettings, type ExtensionSettings, type ForwardPolicy } from '../../../core/extension/extension.ts'
import { extensionRules, forwardRule, type PlainSettings } from '../../../core/extension/extension-rules.ts'
import type { ExtensionUpdate } from '../../../core/extension/update-extension.ts'
import { hidden, readBy } from '../../form.ts'
import { type Html, html } from '../../html.ts'
import { type SentForm, sentForm } from '../../sent-form.ts'
import type { TextKey } from '../../texts/texts.ts'
import type { Fields, View } from '../../view.ts'

type Field = keyof PlainSettings

/** The fields of the form in their sections. Those that nobody needs every day are folded. */
const sections: readonly { readonly title: TextKey; readonly isOpen?: true; readonly fields: readonly Field[] }[] = [
  { title: 'extension.person', isOpen: true, fields: ['number', 'name', 'email', 'description', 'active'] },
  {
    title: 'extension.calls',
    fields: ['callerIdNumber', 'callLimit', 'callRecord', 'pushNotification', 'faxDetect', 'callGroup', 'pickupGroup'],
  },
  {
    title: 'extension.phone',
    fields: [
      ...(['host', 'port', 'kind', 'nat', 'dtmfMode', 'deny', 'permit', 'qualify', 'directMedia'] as const),
      ...(['canReinvite', 'callCounter', 'context', 'technology', 'trunk', 'transfer', 'moreOptions'] as const),
    ],
  },
]

const needed: ReadonlySet<Field> = new Set(['number', 'name'])
const longTexts: ReadonlySet<Field> = new Set(['moreOptions', 'description'])
/** Fields that can be neither on nor off. */
const perhaps: ReadonlySet<Field> = new Set(['trunk'])

const words: Partial<Record<Field, readonly string[]>> = {
  technology: ['SIP', 'IAX2'],
  kind: ['friend', 'user', 'peer'],
  nat: ['no', 'yes', 'force_rport,comedia'],
  dtmfMode: ['rfc2833', 'rfc4733', 'inband', 'info', 'shortinfo', 'auto', 'auto_info'],
  trunk: ['', 'yes', 'no'],
  transfer: ['', 'yes', 'no', 'mediaonly'],
}

const targets = ['all', 'busy', 'noAnswer', 'unavailable'] as const satisfies readonly (keyof ForwardPolicy)[]

/** The form for a new extension. */
export function newExtensionForm(view: View): Html {
  const { t } = view
  const given = { ...defaultSettings, name: '', number: '' }
  const form = sentForm(view, 'extension')
  const content = html`${extensionFields(view, form, given)}${form.input(t('extension.secret'), 'secret', { type: 'password', hint: t('extension.madeUp') })}<button>${t('extensions.new')}</button>`
  return html`<h2>${t('extensions.new')}</h2>${form.send('/book/extensions', content, 'stack')}`
}

/** The fields of an extension in plain words. */
export function extensionFields(view: View, form: SentForm, settings: ExtensionSettings): Html {
  const { t } = view
  const forwards = targets.map((target) =>
    form.input(t(`extension.forward.${target}`), `forward.${target}`, { value: settings.forward[target], code: true }),
  )
  const parts = sections.map(({ title, isOpen, fields }) => {
    const shown = fields.map((field) => fieldOf(view, form, field, settings))
    if (isOpen) return html`${shown}`
    const isWrong = fields.some((field) => field === form.wrong)
    return html`<details${isWrong && html` open`}><summary>${t(title)}</summary><div class="stack">${shown}</div></details>`
  })
  const folded = html`<details${form.wrong?.startsWith('forward.') && html` open`}><summary>${t('extension.forwards')}</summary><div class="stack">${forwards}</div></details>`
  return html`${hidden('whole', 'yes')}${parts.slice(0, 1)}${folded}${parts.slice(1)}`
}

function fieldOf({ t }: View, form: SentForm, field: Field, settings: ExtensionSettings): Html {
  const label = t(`extension.${field}`)
  const value = settings[field]
  if (typeof value === 'boolean' && !perhaps.has(field)) return form.tick(label, field, { on: value })
  const text = typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value ?? '')
  const options = words[field]
  if (options) {
    return form.choice(
      label,
      field,
      options.map((each) => [each, each === 'yes' || each === 'no' ? t(`page.${each}`) : each || '–']),
      text,
    )
  }
  if (longTexts.has(field)) return form.area(label, field, text, { code: field === 'moreOptions' })
  return form.input(label, field, { value: text, needed: needed.has(field), code: field !== 'name' })
}

/** Reads the form by the rules of the book. A box that is not ticked is not sent: the mark of a whole form tells it apart. */
export function readExtension(form: Fields): ExtensionUpdate {
  const isWhole = form.get('whole') === 'yes'
  const read: Record<string, unknown> = {}
  for (const field of Object.keys(extensionRules) as Field[]) {
    const isBox = typeof defaultOf(field) === 'boolean' && !perhaps.has(field)
    const given = form.get(field)
    if (given === null && !(isBox && isWhole)) continue
    const text = isBox ? (given === null ? 'no' : 'yes') : (given ?? '').replaceAll('\r\n', '\n').trim()
    const isUnset = text === '' && (field === 'trunk' || field === 'transfer')
    read[field] = readBy<unknown>(extensionRules[field], field, isUnset ? null : text)
  }
  const forward = targets.flatMap((target) => {
    const given = form.get(`forward.${target}`)
    return given === null ? [] : [[target, readBy(forwardRule, `forward.${target}`, given.trim())] as const]
  })
  return { ...(read as ExtensionUpdate), ...(forward.length > 0 && { forward: Object.fromEntries(forward) }) }
}

function defaultOf(field: Field): unknown {
  return (defaultSettings as Partial<PlainSettings>)[field]
}
