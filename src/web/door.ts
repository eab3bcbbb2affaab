import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Core } from '../core/core.ts'
import { Refusal, Slowed } from '../core/errors.ts'
import { acceptInvitation, findInvitee } from '../core/person/accept-invitation.ts'
import { type BegunSession, sessionLasts } from '../core/person/begin-session.ts'
import { passwordLength } from '../core/person/person-name.ts'
import { signInPerson } from '../core/person/sign-in-person.ts'
import { SignIns } from '../core/sign-in/sign-ins.ts'
import { reasonOf } from './explain.ts'
import { type Html, html, type Shown } from './html.ts'
import { type AssetPaths, plainPage } from './layout.ts'
import { cookie, cookies } from './requests.ts'
import type { Texts } from './texts/texts.ts'

/** What the door needs to know of each request. */
export interface Door {
  readonly core: Core
  readonly assets: AssetPaths
  textsOf(request: FastifyRequest): Texts
}

/** Sign-in and invitations: the pages for those who have no session. */
export function openDoor(app: FastifyInstance, { core, assets, textsOf }: Door): void {
  const signIns = new SignIns(core, 'page')
  const show = (request: FastifyRequest, reply: FastifyReply, title: 'signIn.title' | 'join.title', content: Shown) => {
    const texts = textsOf(request)
    return reply.type('text/html; charset=utf-8').send(plainPage(texts, assets, texts.t(title), content))
  }
  const letIn = (request: FastifyRequest, reply: FastifyReply, { token }: BegunSession) =>
    reply.header('Set-Cookie', cookie(request, cookies.session, token, sessionLasts / 1000)).redirect('/book/', 303)
  const browserOf = (request: FastifyRequest) => ({
    address: request.ip.replace(/^::ffff:(?=[0-9.]+$)/i, ''),
    agent: request.headers['user-agent'] ?? '',
  })

  app.get('/book/sign-in', (request, reply) => show(request, reply, 'signIn.title', signInForm(textsOf(request))))
  app.post('/book/sign-in', async (request, reply) => {
    const form = request.body as URLSearchParams
    const given = { name: form.get('name') ?? '', password: form.get('password') ?? '' }
    const texts = textsOf(request)
    try {
      const begun = await signInPerson(core, signIns, given, browserOf(request))
      if (begun) return letIn(request, reply, begun)
      reply.code(403)
      return show(request, reply, 'signIn.title', signInForm(texts, given.name, texts.t('signIn.wrong')))
    } catch (error) {
      if (!(error instanceof Slowed)) throw error
      reply.code(429).header('Retry-After', error.retryAfter)
      const said = texts.t('signIn.slowed', { seconds: error.retryAfter })
      return show(request, reply, 'signIn.title', signInForm(texts, given.name, said))
    }
  })

  app.get('/book/join', async (request, reply) => {
    const { key = '' } = request.query as Readonly<Record<string, string>>
    return show(request, reply, 'join.title', await joinForm(core, textsOf(request), String(key)))
  })
  app.post('/book/join', async (request, reply) => {
    const form = request.body as URLSearchParams
    const [key = '', name = '', password = ''] = ['key', 'name', 'password'].map((each) => form.get(each) ?? '')
    try {
      return letIn(request, reply, await acceptInvitation(core, { key, name, password }, browserOf(request)))
    } catch (error) {
      if (!(error instanceof Refusal) || error.code === 'unavailable' || error.code === 'damaged') throw error
      const texts = textsOf(request)
      reply.code(422)
      const said = error.code === 'not_found' ? undefined : reasonOf(texts, error)
      return show(request, reply, 'join.title', await joinForm(core, texts, key, name, said))
    }
  })
}

function signInForm({ t }: Texts, name = '', wrong?: string): Html {
  return html`${problem(wrong)}<form method="post" action="/book/sign-in"><label>${t('signIn.name')}<input name="name" autocomplete="username" required value="${name}"></label><label>${t('signIn.password')}<input type="password" name="password" autocomplete="current-password" required></label><button>${t('signIn.title')}</button></form>`
}

async function joinForm(core: Core, { t }: Texts, key: string, name = '', wrong?: string): Promise<Html> {
  const invitee = await findInvitee(core, key)
  if (!invitee) return html`<p class="wrong" role="alert">${t('join.gone')}</p>`
  const isFirst = invitee === 'first'
  const known = isFirst ? html`` : html` readonly`
  return html`<p>${t(isFirst ? 'join.first' : 'join.invited')}</p>${problem(wrong)}<form method="post" action="/book/join"><input type="hidden" name="key" value="${key}"><label>${t('signIn.name')}<input name="name" autocomplete="username" required maxlength="64" value="${isFirst ? name : invitee.name}"${known}></label><label>${t('join.password', { least: passwordLength.least })}<input type="password" name="password" autocomplete="new-password" required minlength="${passwordLength.least}"></label><button>${t('join.submit')}</button></form>`
}

function problem(text: string | undefined): Shown {
  return text && html`<p class="wrong" role="alert">${text}</p>`
}
