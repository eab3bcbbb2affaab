import type { OutgoingHttpHeaders } from 'node:http'
import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Core } from '../core/core.ts'
import { Refusal } from '../core/errors.ts'
import { isWriteToken } from '../core/person/browser.ts'
import { findSession } from '../core/person/find-session.ts'
import { serveAssets } from './assets.ts'
import { openDoor } from './door.ts'
import { reasonOf, refusals } from './explain.ts'
import type { ServerFacts } from './facts.ts'
import { html } from './html.ts'
import { bookPage, plainPage } from './layout.ts'
import { liveParts } from './live/live-parts.ts'
import { LiveStreams } from './live/live-streams.ts'
import { dropRest, receiveForm, takeFiles } from './receive-form.ts'
import { cookie, cookieOf, cookies, isFromHere, isPrivate, originOf } from './requests.ts'
import { routes } from './routes.ts'
import { sendMedia } from './send-media.ts'
import { languageOf, type TextKey, type Texts, textsIn } from './texts/texts.ts'
import { toastOf } from './toast.ts'
import type { Answer, Route, View } from './view.ts'
import { viewOf } from './view-of.ts'

/** The largest form that is taken. */
const formLimit = 4 * 1024 * 1024
const year = 365 * 24 * 60 * 60

/** The addresses that take forms with a file. */
const filePaths = new Set(routes.filter(({ takesFile }) => takesFile).map(({ path }) => `/book${path}`))

const headers = {
  'Content-Security-Policy':
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; media-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Cross-Origin-Opener-Policy': 'same-origin',
}

/** The parts that the page gets from the server. */
export interface PageDeps {
  readonly core: Core
  readonly facts: ServerFacts
  /** Whether an address is in the networks that may call. */
  mayCall(address: string): Promise<boolean>
  /** The largest file that is taken with a form. */
  readonly fileLimit: number
}

/** Puts the page below `/book/` on an HTTP instance, and the way to it at `/`. */
export async function mountPages(
  app: FastifyInstance,
  { core, facts, mayCall, fileLimit }: PageDeps,
): Promise<FastifyInstance> {
  const textsOf = (request: FastifyRequest): Texts =>
    textsIn[languageOf(cookieOf(request, cookies.language), request.headers['accept-language'])]
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: formLimit },
    async (_request: FastifyRequest, body: string) => new URLSearchParams(body),
  )
  await takeFiles(app, fileLimit)
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers(headers)
  })
  app.addHook('onResponse', async (request) => dropRest(request))
  const assets = serveAssets(app)
  const refuse = (request: FastifyRequest, reply: FastifyReply, status: number, key: TextKey, refusal?: Refusal) => {
    const texts = textsOf(request)
    request.notes.reason ??= refusal?.message ?? key
    const isOfForm = refusal && (refusals[refusal.code][0] === 422 || refusals[refusal.code][0] === 409)
    const reason = isOfForm ? reasonOf(texts, refusal) : ''
    const told = reason !== texts.t(key) && reason
    const content = html`<div class="wrong" role="alert"><p>${texts.t(key)}</p>${told && html`<p>${told}</p>`}</div><p><a href="${backOf(request)}">${texts.t('page.back')}</a></p>`
    return reply
      .code(status)
      .type('text/html; charset=utf-8')
      .send(plainPage(texts, assets, texts.t('error.title'), content))
  }
  app.addHook('preHandler', async (request, reply) => {
    if (request.routeOptions.url === '/' || request.is404) return
    if (!(await mayCall(request.ip))) return refuse(request, reply, 403, 'error.forbidden')
    if (!isPrivate(request)) return refuse(request, reply, 403, 'error.unsafe')
    if (request.method !== 'POST') return
    const isForm =
      request.body instanceof URLSearchParams ||
      (request.isMultipart() && filePaths.has(request.routeOptions.url ?? ''))
    if (!isForm || !isFromHere(request)) {
      return refuse(request, reply, 403, 'error.forged')
    }
  })
  app.get('/', (_request, reply) => reply.header('Vary', 'Accept').redirect('/book/', 302))
  app.get('/book', (_request, reply) => reply.redirect('/book/', 301))
  app.post('/book/language', async (request, reply) => {
    const to = languageOf((request.body as URLSearchParams).get('to') ?? undefined, undefined)
    return reply.header('Set-Cookie', cookie(request, cookies.language, to, year)).redirect(backOf(request), 303)
  })
  openDoor(app, { core, assets, textsOf })

  const serve = (route: Route) => async (request: FastifyRequest, reply: FastifyReply) => {
    const opened = await viewOf(core, request, textsOf(request), facts)
    if (opened === 'nobody') return reply.redirect('/book/sign-in', 303)
    if (opened === 'no account') return refuse(request, reply, 404, 'error.noAccount')
    request.notes.caller = opened.caller
    const { problem, ...sent } = request.isMultipart() ? await receiveForm(request) : {}
    const view = { ...opened, ...sent }
    if (route.method === 'POST' && !isWriteToken(view.form.get('token'), view.token, core)) {
      return refuse(request, reply, 403, 'error.forged')
    }
    const client = { accountId: view.caller.accountId, isGone: view.isGone }
    const answer = await core.store.forClient(client, () => answerOf(route, view, problem))
    if ('bytes' in answer) {
      const named = `attachment; filename*=UTF-8''${encodeURIComponent(answer.file)}`
      return reply.header('Content-Disposition', named).type(answer.type).send(Readable.from(answer.bytes))
    }
    if ('sound' in answer) return sendMedia(request, reply, answer.type, answer.sound)
    if ('goTo' in answer) {
      if (answer.cookie !== undefined) reply.header('Set-Cookie', answer.cookie)
      return reply.redirect(answer.goTo, 303)
    }
    const page = bookPage(view, assets, answer, await toastOf(view))
    return reply
      .code(answer.status ?? 200)
      .type('text/html; charset=utf-8')
      .send(page)
  }
  const streams = new LiveStreams()
  app.addHook('preClose', async () => streams.close())
  for (const part of liveParts) {
    app.get(`/book/live${part.path}`, async (request, reply) => {
      const view = await viewOf(core, request, textsOf(request), facts)
      if (typeof view === 'string') return reply.code(403).send()
      request.notes.caller = view.caller
      await part.show(view)
      const cookie = cookieOf(request, cookies.session) ?? ''
      const holds = async () => (await findSession(core, cookie)) !== undefined
      const isBegun = streams.watch(part, view, {
        response: reply.raw,
        headers: reply.getHeaders() as OutgoingHttpHeaders,
        holds,
      })
      if (!isBegun) return reply.code(503).send()
      request.notes.begunAfter = reply.elapsedTime
      return reply.hijack()
    })
  }
  for (const route of routes) {
    app.route({ method: route.method, url: `/book${route.path}`, handler: serve(route) })
  }
  app.setNotFoundHandler((request, reply) => refuse(request, reply, 404, 'error.notFound'))
  app.setErrorHandler((error: Error & { readonly statusCode?: number }, request, reply) => {
    if (error instanceof Refusal) {
      const [status, key] = refusals[error.code]
      if (error.code === 'damaged' || error.code === 'unavailable') request.notes.error = error
      return refuse(request, reply, status, key, error)
    }
    const status = error.statusCode ?? 500
    if (status >= 500) request.notes.error = error
    return refuse(request, reply, status, status < 500 ? 'error.forged' : 'error.unavailable')
  })
  await app.ready()
  return app
}

/** The page that a form was on, where that is one of ours. */
function backOf(request: FastifyRequest): string {
  const { referer = '' } = request.headers
  const path = referer.startsWith(`${originOf(request)}/book`) ? referer.slice(originOf(request).length) : '/book/'
  return path.replace(/[?&]done=\d+/, '')
}

/** The answer of a route. A form that is refused for one of its values stands on its page again, as it was sent. */
async function answerOf(route: Route, view: View, problem?: Refusal): Promise<Answer> {
  try {
    if (problem) throw problem
    return await route.answer(view)
  } catch (error) {
    const status = error instanceof Refusal ? refusals[error.code][0] : 0
    const isOfField = error instanceof Refusal && (status === 422 || (status < 500 && error.field !== undefined))
    // A page tells its forms apart by this name. Nobody would see the reason at one that it does not know.
    if (!route.formOn || !isOfField || !view.form.has('form')) throw error
    const answer = await route.formOn.answer({ ...view, refusal: error })
    return 'content' in answer ? { ...answer, status: 422 } : answer
  }
}
