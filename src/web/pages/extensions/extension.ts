import { mustExist, Refusal } from '../../../core/errors.ts'
import { createExtension } from '../../../core/extension/create-extension.ts'
import type { Extension } from '../../../core/extension/extension.ts'
import { secret as secretRule } from '../../../core/extension/extension-rules.ts'
import { findExtensionPage } from '../../../core/extension/find-extension-page.ts'
import { removeExtension } from '../../../core/extension/remove-extension.ts'
import { updateExtension } from '../../../core/extension/update-extension.ts'
import { findPhoneStates } from '../../../core/pbx/find-phone-states.ts'
import { readBy } from '../../form.ts'
import { type Html, html } from '../../html.ts'
import { type LivePart, live } from '../../live/live-part.ts'
import { ltr, name, pairs, phone, postForm } from '../../parts.ts'
import { qrCode, softphoneAddress } from '../../qr-code.ts'
import { sentForm } from '../../sent-form.ts'
import { withToast } from '../../toast.ts'
import type { Answer, Route, View } from '../../view.ts'
import { wholeIn } from '../../whole-in.ts'
import { extensionFields, readExtension } from './extension-form.ts'
import { extensionsPage, phoneMark } from './extensions.ts'

/** The length of a secret that is made up. */
const secretLength = 20

/** An extension: the state of its phone, and its settings as a form. */
export const extensionPage: Route = {
  method: 'GET',
  path: '/extensions/:id',
  async answer(view) {
    const { t } = view
    const extension = await byId(view)
    const at = `/book/extensions/${extension.id}`
    const form = sentForm(view, 'extension')
    const fields = html`${extensionFields(view, form, extension)}<button>${t('page.save')}</button>`
    const edit = form.send(at, fields, 'stack')
    const renew = postForm(view, `${at}/secret`, html`<button class="quiet">${t('extension.renew')}</button>`)
    const remove = postForm(view, `${at}/remove`, html`<button class="quiet danger">${t('extension.remove')}</button>`)
    return {
      title: `${extension.number} ${extension.name}`,
      nav: 'nav.extensions',
      content: html`${pairs([
        [t('extensions.phone'), live(`/extensions/${extension.id}`, {}, await showPhone(view, extension))],
        [t('extension.callerIdNumber'), extension.callerIdNumber && phone(extension.callerIdNumber)],
        [t('extension.description'), extension.description && name(extension.description)],
      ])}<p><a href="/book/forwards?number=${extension.number}">${t('forwards.way')}</a></p>${view.may('extension.update') && html`<h2>${t('group.edit')}</h2>${edit}<div class="row">${renew}${view.may('extension.remove') && remove}</div>`}`,
    }
  },
}

/** The state of the phone of an extension. */
export const livePhone: LivePart = {
  path: '/extensions/:id',
  show: async (view) => showPhone(view, await byId(view)),
}

async function showPhone(view: View, extension: Extension): Promise<Html> {
  const states = await findPhoneStates(view.core, view.caller, view.facts.pbx)
  return html`${phoneMark(view, states, extension) || '–'}`
}

async function byId({ core, caller, parameters }: View): Promise<Extension> {
  const id = wholeIn(parameters.id)
  const { extensions } = await findExtensionPage(core, caller, {}, { after: Math.max(0, id - 1), limit: 1 })
  const [found] = extensions
  return mustExist(found?.id === id ? found : undefined, 'extension')
}

/** Makes an extension, and shows its secret once. */
export const createExtensionAction: Route = {
  method: 'POST',
  path: '/extensions',
  formOn: extensionsPage,
  async answer(view) {
    const { core, caller, form } = view
    const { number, name: called, ...settings } = readExtension(form)
    if (number === undefined || called === undefined) throw new Refusal('missing_value', 'number and name', 'number')
    const given = form.get('secret') ?? ''
    const secret = given === '' ? core.ids.secret(secretLength) : readBy(secretRule, 'secret', given)
    return showSecret(view, await createExtension(core, caller, { ...settings, number, name: called, secret }), secret)
  },
}

/** Changes an extension. Its secret stays. */
export const updateExtensionAction: Route = {
  method: 'POST',
  path: '/extensions/:id',
  formOn: extensionPage,
  async answer(view) {
    const id = wholeIn(view.parameters.id)
    await updateExtension(view.core, view.caller, { id }, readExtension(view.form))
    return { goTo: await withToast(view, `/book/extensions/${id}`) }
  },
}

/** Gives an extension another secret, and shows it once. */
export const renewSecretAction: Route = {
  method: 'POST',
  path: '/extensions/:id/secret',
  async answer(view) {
    const { core, caller, parameters } = view
    const secret = core.ids.secret(secretLength)
    return showSecret(view, await updateExtension(core, caller, { id: wholeIn(parameters.id) }, { secret }), secret)
  },
}

function showSecret({ t, origin }: View, { id, number }: Extension, secret: string): Answer {
  return {
    title: t('extension.made', { number }),
    nav: 'nav.extensions',
    content: html`<p>${t('page.once')}</p>${pairs([
      [t('extension.user'), phone(number)],
      [t('extension.secret'), html`<code dir="ltr">${secret}</code>`],
    ])}${qrCode(t('extension.qr', { number }), softphoneAddress(number, secret, origin))}<p class="faint">${t('extension.qrHint', { host: ltr(new URL(origin).hostname) })}</p><p><a href="/book/extensions/${id}">${t('extension.open')}</a></p>`,
  }
}

/** Removes an extension. */
export const removeExtensionAction: Route = {
  method: 'POST',
  path: '/extensions/:id/remove',
  async answer(view) {
    await removeExtension(view.core, view.caller, { id: wholeIn(view.parameters.id) })
    return { goTo: await withToast(view, '/book/extensions') }
  },
}
