import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { startFilled } from '../support/filled-page.ts'
import { addPerson, type PageClient } from '../support/page.ts'

const nasty = `<img src=x onerror=alert(1)> "'&\u202Eevil`
const escaped = '&lt;img src=x onerror=alert(1)&gt; &quot;&#39;&amp;\u202Eevil'

/** Pages, and whether the name of the thing is on it. */
const pages: readonly (readonly [path: string, isNamed: boolean])[] = [
  ...([
    ['/book/contacts', true],
    ['/book/contacts/1', true],
    ['/book/opt-outs', true],
    ['/book/extensions', true],
    ['/book/extensions/1', true],
    ['/book/forwards?number=530&when=busy', false],
    ['/book/calls', false],
    ['/book/calls/1790000000.1', true],
    ['/book/campaigns', true],
    ['/book/campaigns/1', true],
    ['/book/campaigns/1/report', true],
    ['/book/messages', true],
    ['/book/messages/1', true],
    ['/book/bulks', true],
    ['/book/bulks/1', true],
    ['/book/programs', false],
  ] as const),
]

const contact = { name: 'x', number: '0912', email: '', description: '' }
const extension = { whole: 'yes', number: '540', name: 'x', deny: '', permit: '' }

/** Every action of these pages, with a form that fits; `of` tells that it is one of a thing of the account. */
const actions: readonly { readonly path: string; readonly fields?: Record<string, string>; readonly of?: true }[] = [
  { path: '/contacts', fields: contact },
  { path: '/contacts/1', fields: contact, of: true },
  { path: '/contacts/1/link', fields: { group: '1' }, of: true },
  { path: '/contacts/1/unlink', fields: { group: '1' }, of: true },
  { path: '/contacts/1/remove', of: true },
  { path: '/opt-outs', fields: { address: '09120000000' } },
  { path: '/opt-outs/1/remove', fields: { consent: 'by telephone' }, of: true },
  { path: '/extensions', fields: extension },
  { path: '/extensions/1', fields: extension, of: true },
  { path: '/extensions/1/secret', of: true },
  { path: '/extensions/1/remove', of: true },
  { path: '/forwards', fields: { prefix: '0913', verdict: 'allow' } },
  { path: '/forwards/remove', fields: { prefix: '0912' }, of: true },
  ...['start', 'pause', 'resume', 'stop', 'repeat'].map((turn) => ({
    path: `/campaigns/1/${turn}`,
    of: true as const,
  })),
  { path: '/bulks', fields: { group: '1', sender: 'Test', text: 'x' }, of: true },
  ...['pause', 'resume', 'cancel'].map((turn) => ({ path: `/bulks/1/${turn}`, of: true as const })),
  { path: '/programs/keys', fields: { kind: 'book' } },
  ...['enable', 'disable', 'remove'].map((turn) => ({ path: `/programs/keys/1/${turn}`, of: true as const })),
  { path: '/programs/webhooks', fields: { dialect: 'simotel', url: 'http://127.0.0.1:9/', events: 'ping' } },
  { path: '/programs/webhooks/1/remove', of: true },
  { path: '/programs/ping' },
  { path: '/imports', fields: { group: 'x', lines: '0912' } },
  { path: '/programs/deliveries/1/resend', of: true },
]

/** The actions of owners. */
const owners: typeof actions = [
  { path: '/server/accounts', fields: { name: 'third' } },
  { path: '/server/accounts/state', fields: { name: 'other', to: 'off' } },
  { path: '/server/people', fields: { name: 'x', role: 'owner' } },
  { path: '/server/people/state', fields: { name: 'Olga', to: 'off' } },
  { path: '/server/people/reset', fields: { name: 'Olga' } },
  { path: '/server/blocks/lift', fields: { address: '192.0.2.1' } },
]

describe('the pages of work', () => {
  let filled: Awaited<ReturnType<typeof startFilled>>
  let owner: PageClient
  let admin: PageClient
  let reader: PageClient
  let stranger: PageClient
  before(async () => {
    filled = await startFilled(nasty)
    const { server } = filled
    owner = await addPerson(server, 'Olga', '--role', 'owner')
    admin = await addPerson(server, 'Sara', '--account', 'default')
    reader = await addPerson(server, 'Reza', '--account', 'default', '--role', 'reader')
    stranger = await addPerson(server, 'Mina', '--account', 'other')
    await admin.act('/book/contacts/1', { ...contact, name: nasty })
    await admin.act('/book/contacts/1/link', { group: '1' })
    for (;;) if ((await admin.page('/book/messages')).includes('/book/messages/1"')) break
  })
  after(async () => {
    await filled.line.remove()
    await filled.server.stop()
  })

  it('show what people have stored as it is, to readers too, who find no form', async () => {
    for (const [path, isNamed] of pages) {
      for (const client of [admin, reader]) {
        const page = await client.page(path)
        assert.ok(!page.includes('<img'), path)
        if (isNamed) assert.ok(page.includes(escaped), path)
      }
      const forms = [...(await reader.page(path)).matchAll(/<form method="post" action="([^"]+)"/g)]
      assert.deepEqual(
        forms.map(([, action]) => action),
        ['/book/language'],
        path,
      )
    }
  })

  it('take no form without its token, from another origin, or of a reader', async () => {
    const [token, readers] = [await admin.token(), await reader.token()]
    for (const { path, fields } of actions) {
      const at = `/book${path}`
      assert.equal((await admin.post(at, { ...fields })).status, 403, `${path} without a token`)
      assert.equal((await admin.post(at, { ...fields, token: readers })).status, 403, `${path} with another's token`)
      const elsewhere = await admin.post(at, { ...fields, token }, { Origin: 'http://evil.example' })
      assert.equal(elsewhere.status, 403, `${path} from elsewhere`)
      assert.equal((await reader.post(at, { ...fields, token: readers })).status, 403, `${path} of a reader`)
    }
  })

  it('do not have what another account has', async () => {
    const token = await stranger.token()
    for (const [path] of pages) {
      const { status, text } = await stranger.get(path)
      assert.ok(!text.includes(escaped), path)
      if (/\/1/.test(path)) assert.equal(status, 404, path)
    }
    for (const { path, fields, of } of actions) {
      // The form of a bulk names its group: one of another account is a wrong name, as any that is not there.
      const status = path === '/bulks' ? 422 : 404
      if (of) assert.equal((await stranger.post(`/book${path}`, { ...fields, token })).status, status, path)
    }
  })

  it('of the server are for owners', async () => {
    for (const client of [admin, reader]) {
      assert.equal((await client.get('/book/server')).status, 403)
      assert.ok(!(await client.page('/book/')).includes('href="/book/server"'))
      const token = await client.token()
      for (const { path, fields } of owners) {
        assert.equal((await client.post(`/book${path}`, { ...fields, token })).status, 403, path)
      }
    }
    for (const { path, fields } of owners) assert.equal((await owner.post(`/book${path}`, { ...fields })).status, 403)
    const page = await owner.page('/book/server')
    assert.ok(page.includes('default'))
    // Settings are shown as they were written, with where they come from.
    assert.match(
      page,
      /<bdi dir="ltr">port<\/bdi><\/td><td class="text"><bdi dir="ltr">0<\/bdi><\/td><td><bdi dir="ltr">--port</,
    )
    assert.match(page, /<bdi dir="ltr">bodyLimit<\/bdi><\/td><td class="text"><bdi dir="ltr">\d+MiB</)
  })

  it('refuse nonsense, and are never at fault', async () => {
    for (const path of ['contacts', 'extensions', 'campaigns', 'messages', 'bulks', 'calls']) {
      for (const id of ['x', '0', '-1', '999999999999999', '1e9', '%00']) {
        assert.equal((await admin.get(`/book/${path}/${id}`)).status, 404, `${path}/${id}`)
      }
      await admin.page(`/book/${path}?after=x&before=x&page=1e99&state=x&q=%F0%9F%98%80`)
    }
    assert.equal((await admin.get('/book/opt-outs?q=no+address')).status, 422)
    assert.equal((await admin.get('/book/forwards?number=x')).status, 422)
    const token = await admin.token()
    for (const [path, fields] of [
      ['/contacts', { ...contact, name: '' }],
      ['/contacts', { ...contact, number: 'no number' }],
      ['/contacts', { ...contact, email: 'nobody' }],
      ['/opt-outs', { address: '' }],
      ['/opt-outs/1/remove', { consent: ' ' }],
      ['/extensions', { ...extension, number: 'x' }],
      ['/extensions', { ...extension, number: '530' }],
      ['/extensions', { ...extension, port: '99999' }],
      ['/extensions', {}],
      ['/forwards', { prefix: 'x' }],
      ['/bulks', { group: '1', sender: '', text: 'x' }],
      ['/bulks', { group: '1', sender: 'Test', text: '' }],
      ['/programs/keys', { kind: 'book', range: 'chosen', words: 'x' }],
      ['/programs/webhooks', { dialect: 'simotel', url: 'ftp://x', events: 'ping' }],
      ['/programs/webhooks', { dialect: 'simotel', url: 'http://x/' }],
    ] as const) {
      assert.equal((await admin.post(`/book${path}`, { ...fields, token })).status, 422, path)
    }
    assert.equal((await admin.post('/book/programs/keys', { kind: 'x', token })).status, 404)
  })
})
