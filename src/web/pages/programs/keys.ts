import { addCredential } from '../../../core/credential/add-credential.ts'
import { removeCredential } from '../../../core/credential/remove-credential.ts'
import { setCredentialEnabled } from '../../../core/credential/set-credential-enabled.ts'
import { mustExist, Refusal } from '../../../core/errors.ts'
import { mustBeAllowed } from '../../../core/permission/must-be-allowed.ts'
import type { ProgramKind } from '../../facts.ts'
import { html } from '../../html.ts'
import { name, pairs } from '../../parts.ts'
import { isTextKey } from '../../texts/texts.ts'
import { withToast } from '../../toast.ts'
import type { Fields, Route } from '../../view.ts'
import { wholeIn } from '../../whole-in.ts'
import { firstRequest } from './first-request.ts'
import { programsPage } from './programs.ts'

/** Makes a key, and shows its secrets once. */
export const addKeyAction: Route = {
  method: 'POST',
  path: '/programs/keys',
  formOn: programsPage,
  async answer({ core, caller, form, account, facts, t, origin, may }) {
    mustBeAllowed(caller, 'credential.add')
    const kind = mustExist(
      facts.programs.find((each) => each.name === form.get('kind')),
      'kind of keys',
    )
    const made = kind.makeKey(wordsOf(kind, form), account)
    await addCredential(core, caller, { ...made.credential, dialect: kind.name })
    const first = firstRequest(kind, made, origin)
    const shown = Object.entries(made.show).map(([part, text]) => {
      const key = `show.${part}`
      return [isTextKey(key) ? t(key) : part, html`<code dir="ltr">${text}</code>`] as const
    })
    return {
      title: t('programs.madeKey'),
      nav: 'nav.programs',
      content: html`<p>${t('page.once')}</p><p>${name(kind.title)}</p>${pairs(shown)}${first !== undefined && html`<h2>${t('programs.first')}</h2><p>${t('programs.firstAbout')}</p><pre tabindex="0">${first}</pre>${made.show.header === undefined && html`<p class="faint">${t('requests.curlHint')}</p>`}`}${may('request.find') && html`<p><a href="/book/requests">${t('requests.title')}</a></p>`}<p><a href="/book/programs">${t('programs.keys')}</a></p>`,
    }
  },
}

/** The words that the form allows: those that only read, those that were ticked, or none for everything. */
function wordsOf({ words, permissionsOf }: ProgramKind, form: Fields): readonly string[] {
  const range = form.get('range')
  const reads = (word: string) => {
    const may = [...permissionsOf({ permissions: [word], revealsSecrets: false })]
    return may.length > 0 && may.every((each) => each.endsWith('.find'))
  }
  const wanted =
    range === 'read'
      ? words.filter(reads)
      : range === 'chosen'
        ? words.filter((word) => form.getAll('words').includes(word))
        : undefined
  if (wanted?.length === 0) throw new Refusal('missing_value', 'say what the key may do', 'words')
  return wanted ?? []
}

/** Lets a key sign in again. */
export const enableKeyAction: Route = { method: 'POST', path: '/programs/keys/:id/enable', answer: turning(true) }

/** Keeps a key from signing in. */
export const disableKeyAction: Route = { method: 'POST', path: '/programs/keys/:id/disable', answer: turning(false) }

function turning(enabled: boolean): Route['answer'] {
  return async (view) => {
    await setCredentialEnabled(view.core, view.caller, wholeIn(view.parameters.id), enabled)
    return { goTo: await withToast(view, '/book/programs') }
  }
}

/** Removes a key. */
export const removeKeyAction: Route = {
  method: 'POST',
  path: '/programs/keys/:id/remove',
  async answer(view) {
    await removeCredential(view.core, view.caller, wholeIn(view.parameters.id))
    return { goTo: await withToast(view, '/book/programs') }
  },
}
