import { endSession, findOwnSessions } from '../../core/person/end-session.ts'
import { html } from '../html.ts'
import { postForm } from '../parts.ts'
import { cookies } from '../requests.ts'
import type { Route } from '../view.ts'
import { wholeIn } from '../whole-in.ts'

/** The person's own page: the role, and the browsers that are signed in. */
export const mePage: Route = {
  method: 'GET',
  path: '/me',
  async answer(view) {
    const { core, who, t } = view
    const sessions = await findOwnSessions(core, who)
    const rows = sessions.map(({ id, address, agent, createdAt }) => {
      const end = html`<input type="hidden" name="id" value="${id}"><button class="quiet danger">${t('me.end')}</button>`
      const last =
        id === who.session.id ? html`<span class="faint">${t('me.here')}</span>` : postForm(view, '/book/me/end', end)
      return html`<tr><td class="when">${view.moment(createdAt)}</td><td><bdi dir="ltr" title="${agent}">${browserOf(agent)}</bdi> <bdi dir="ltr" class="faint">${address}</bdi></td><td class="end">${last}</td></tr>`
    })
    return {
      title: who.person.name,
      nav: 'nav.me',
      content: html`<p>${t(`role.${who.person.role}`)}</p>${postForm(view, '/book/sign-out', html`<button>${t('signIn.out')}</button>`)}
<h2>${t('me.sessions')}</h2><div class="sheet" tabindex="0" role="region" aria-label="${t('me.sessions')}"><table><thead><tr><th scope="col">${t('me.since')}</th><th scope="col">${t('me.browser')}</th><td></td></tr></thead><tbody>${rows}</tbody></table></div>`,
    }
  },
}

/** How browsers name themselves. One that also names another comes before it. */
const browsers = [
  ['Edg', 'Edge'],
  ['OPR', 'Opera'],
  ['Firefox', 'Firefox'],
  ['Chrome', 'Chrome'],
  ['Version', 'Safari'],
] as const
const systems = ['Android', 'iPhone', 'iPad', 'Windows', 'Mac OS X', 'Linux'] as const

/** The browser and its system, in short; the whole text where they are not known. */
function browserOf(agent: string): string {
  const system = systems.find((each) => agent.includes(each))
  for (const [word, called] of browsers) {
    const [, version] = new RegExp(`${word}/(\\d+)`).exec(agent) ?? []
    if (version !== undefined && system !== undefined) return `${called} ${version} · ${system}`
  }
  return agent
}

/** Ends the session of this browser. */
export const signOutAction: Route = {
  method: 'POST',
  path: '/sign-out',
  async answer({ core, who }) {
    await endSession(core, who, who.session.id)
    return { goTo: '/book/sign-in', cookie: `${cookies.session}=; Path=/book; HttpOnly; SameSite=Strict; Max-Age=0` }
  },
}

/** Ends another session of the person. */
export const endSessionAction: Route = {
  method: 'POST',
  path: '/me/end',
  async answer({ core, who, form }) {
    await endSession(core, who, wholeIn(form.get('id')))
    return { goTo: '/book/me' }
  },
}
