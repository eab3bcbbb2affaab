import { findCredentials, type ShownCredential } from '../../../core/credential/find-credentials.ts'
import { accountPermissions, type Permission } from '../../../core/permission/permission.ts'
import type { ProgramKind } from '../../facts.ts'
import { type Html, html, type Shown } from '../../html.ts'
import { mark, name, postForm, sheet } from '../../parts.ts'
import { sentForm } from '../../sent-form.ts'
import { isTextKey } from '../../texts/texts.ts'
import type { Route, View } from '../../view.ts'
import { webhooksPart } from './webhooks.ts'

/** The keys of programs and what they may do, and the webhooks that are told of events. */
export const programsPage: Route = {
  method: 'GET',
  path: '/programs',
  async answer(view) {
    const { core, caller, t } = view
    const keys = await findCredentials(core, caller)
    const titles = [
      t('programs.key'),
      t('programs.api'),
      t('programs.may'),
      t('programs.made'),
      t('programs.state'),
      '',
    ]
    return {
      title: t('nav.programs'),
      nav: 'nav.programs',
      content: html`${view.may('request.find') && html`<p><a href="/book/requests">${t('requests.title')}</a></p>`}<h2>${t('programs.keys')}</h2>${
        keys.length === 0
          ? html`<p>${t('programs.none')}</p>`
          : sheet(
              t('programs.keys'),
              titles,
              keys.map((each) => row(view, each)),
            )
      }${view.may('credential.add') && newKeys(view)}${await webhooksPart(view)}`,
    }
  },
}

function row(view: View, key: ShownCredential): Html {
  const { t, facts } = view
  const kind = facts.programs.find((each) => each.name === key.dialect)
  const turn = key.enabled ? 'disable' : 'enable'
  const at = `/book/programs/keys/${key.id}`
  const called = key.username ?? String(key.id)
  const button = (label: string, danger: boolean) =>
    html`<button class="quiet ${danger && 'danger'}" aria-label="${label}: ${called}">${label}</button>`
  const actions = html`${view.may('credential.update') && postForm(view, `${at}/${turn}`, button(t(`programs.${turn}`), false))}${view.may('credential.remove') && postForm(view, `${at}/remove`, button(t('group.remove'), true))}`
  return html`<tr><td class="text"><a href="/book/requests?key=${key.id}">${key.id} ${name(key.username ?? '')}</a></td><td>${name(kind?.title ?? key.dialect)}</td><td class="text">${kind && inPlainWords(view, kind.permissionsOf(key))}</td><td class="when">${view.moment(key.createdAt)}</td><td>${key.enabled ? mark(t('programs.enabled'), 'good') : mark(t('programs.disabled'), 'bad')}</td><td class="end">${actions}</td></tr>`
}

/** What permissions allow, by the things that they are for: `Groups: see and change · Calls: see`. */
export function inPlainWords({ t }: Pick<View, 't'>, permissions: ReadonlySet<Permission>): Shown {
  if (accountPermissions.every((each) => permissions.has(each))) return t('programs.all')
  const verbs = new Map<string, Set<string>>()
  for (const permission of permissions) {
    const [noun = '', verb = ''] = permission.split('.')
    verbs.set(noun, (verbs.get(noun) ?? new Set()).add(verb))
  }
  const parts = [...verbs].map(([noun, may]) => {
    const key = `what.${noun}`
    const thing = isTextKey(key) ? t(key) : noun
    const how = !may.has('find') ? 'programs.change' : may.size === 1 ? 'programs.see' : 'programs.both'
    return `${thing}: ${t(how)}`
  })
  return parts.length === 0 ? t('programs.nothing') : parts.join(' · ')
}

function newKeys(view: View): Html {
  const { t, facts } = view
  const isSent = (view.form.get('form') ?? '').startsWith('key-')
  return html`<details${isSent && html` open`}><summary>${t('programs.new')}</summary>${facts.programs.map((kind) => newKey(view, kind))}</details>`
}

function newKey(view: View, { name: kind, title, words }: ProgramKind): Html {
  const { t } = view
  const form = sentForm(view, `key-${kind}`)
  const range = form.choice(t('programs.may'), 'range', [
    ['all', t('programs.everything')],
    ['read', t('programs.reads')],
    ['chosen', t('programs.chosen')],
  ])
  const boxes = html`<details${form.wrong === 'words' && html` open`}><summary>${t('programs.choose')}</summary><div class="boxes">${words.map((word) => form.tick(html`<bdi dir="ltr">${word}</bdi>`, 'words', { value: word }))}</div></details>`
  const content = html`<input type="hidden" name="kind" value="${kind}">${words.length > 0 && html`${range}${boxes}`}<button>${t('programs.make')}</button>`
  return html`<section aria-labelledby="key-${kind}"><h3 id="key-${kind}">${name(title)}</h3>${form.send('/book/programs/keys', content, 'stack')}</section>`
}
