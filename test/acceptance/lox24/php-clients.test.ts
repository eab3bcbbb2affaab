import assert from 'node:assert/strict'
import { execFile, spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { promisify } from 'node:util'
import { addLox24Account, type Fields, Lox24Client, sampleClientId, sampleToken, startLox24 } from '../support/lox24.ts'

/*
 * What published PHP clients do with every answer (docs/wire/lox24.md §6). None of their code is here: each script does what the fact
 * says, with a real PHP.
 */

const run = promisify(execFile)
const noPhp =
  spawnSync('php', ['-r', 'exit(extension_loaded("curl") ? 0 : 1);']).status === 0
    ? false
    : 'there is no php with curl here: apt-get install php-cli php-curl'

/** Symfony's bridge posts JSON, takes the uuid of a 201, and else the member `detail` of an object. */
const script = `<?php
[$url, $token, $contentType, $body, $accept] = array_map('base64_decode', array_slice($argv, 1));
$curl = curl_init($url);
curl_setopt_array($curl, [
  CURLOPT_CUSTOMREQUEST => 'POST', CURLOPT_POSTFIELDS => $body, CURLOPT_RETURNTRANSFER => true,
  CURLOPT_HTTPHEADER => ["X-LOX24-AUTH-TOKEN: $token", "Content-Type: $contentType", "Accept: $accept"],
]);
$text = curl_exec($curl);
$status = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);
$answer = json_decode($text, true, 512, JSON_THROW_ON_ERROR);
if (!is_array($answer)) throw new TypeError('no object');
$known = [400, 401, 402, 403, 404, 422, 429];
echo json_encode($status === 201
  ? ['status' => $status, 'sent' => $answer['uuid']]
  : ['status' => $status, 'problem' => $answer['detail'] ?? $answer['hydra:description'] ?? null,
     'isKnown' => in_array($status, $known, true) || $status >= 500]);
`

const home = await mkdtemp(join(tmpdir(), 'dialbook-php-'))
await writeFile(join(home, 'client.php'), script)
const server = await startLox24({
  prepare: [['account', 'set', 'acme', '--country', 'DE']],
  args: [
    ...['--message-routes', 'direct=paper:0.05', '--message-budget', '0.12', '--body-limit', '4096'],
    ...['--lox24-bad-sign-ins', '1'],
  ],
})
after(async () => {
  await rm(home, { recursive: true, force: true })
  await server.stop()
})

interface Posted {
  readonly status: number
  readonly sent?: string
  readonly problem?: string | null
  readonly isKnown?: boolean
}

const fine = { sender_id: 'Test', phone: '+491701234500', text: 'Hello', voice_lang: 'DE', is_text_deleted: false }
const post = async (
  body: unknown,
  {
    path = '/sms',
    key = `${sampleClientId}:${sampleToken}`,
    type = 'application/json',
    accept = 'application/json',
  } = {},
): Promise<Posted> => {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const args = [`${server.origin}${path}`, key, type, text, accept].map((each) => Buffer.from(each).toString('base64'))
  const { stdout } = await run('php', ['-d', 'display_errors=stderr', join(home, 'client.php'), ...args])
  return JSON.parse(stdout) as Posted
}

describe('PHP clients', { skip: noPhp }, () => {
  test('get the uuid of a message, and in every failure a status that they know and a text', async () => {
    const { client: poor, name: account } = await addLox24Account(server)
    const key = String(poor.auth['X-LOX24-AUTH-TOKEN'])
    const sent = await post(fine)
    assert.equal(sent.status, 201)
    const { uuid } = await new Lox24Client(server).ok<Fields>(200, 'GET', `/sms/${sent.sent}`)
    assert.equal(uuid, sent.sent)
    const planned = { ...fine, delivery_at: Math.ceil(Date.now() / 1000) + 3600 }
    for (const _ of [1, 2]) assert.equal((await post(planned, { key })).status, 201)
    const cases: readonly (readonly [
      status: number,
      problem: RegExp,
      body: unknown,
      more?: Parameters<typeof post>[1],
    ])[] = [
      [400, /^service_code: Service's code is invalid or unavailable\.$/, { ...fine, service_code: 'x' }],
      [400, /^phone: This value should not be blank\.$/, { ...fine, phone: '' }],
      [400, /^text: .*\nsender_id: .*\nphone: /, {}],
      [400, /^The type of the "text" attribute must be "string"/, { ...fine, text: 5 }],
      [400, /^Syntax error$/, '{'],
      [402, /^There are not enough funds/, planned, { key }],
      [404, /^Not Found$|No route/, fine, { path: '/sms/nowhere/at/all' }],
      [405, /Method Not Allowed/, fine, { path: '/me' }],
      [406, /is not supported/, fine, { accept: 'text/plain' }],
      [413, /./, { ...fine, text: 'x'.repeat(5000) }],
      [415, /is not supported/, fine, { type: 'text/plain' }],
      [422, /./, {}, { path: '/bulks/1/cancel' }],
    ]
    const bulk = await post({ sender_id: 'Test', text: 'hi', phones: [], msg_groups: [] }, { path: '/bulks' }).catch(
      () => undefined,
    )
    assert.equal(bulk?.status, 201)
    for (const [status, problem, body, more] of cases) {
      const failed = await post(body, more)
      const what = `${JSON.stringify(body).slice(0, 60)} → ${JSON.stringify(failed)}`
      assert.equal(failed.status, status, what)
      assert.match(failed.problem ?? '', problem, what)
      if (![405, 406, 413, 415].includes(status)) assert.ok(failed.isKnown, what)
    }
    // The list that the vendor's own client asks for in JSON-LD has its texts under other names.
    const linked = await post({ ...fine, phone: '' }, { accept: 'application/ld+json' })
    assert.match(linked.problem ?? '', /^phone: This value should not be blank\.$/)
    await server.cli('account', 'disable', account)
    const disabled = await post(fine, { key })
    assert.deepEqual([disabled.status, typeof disabled.problem, disabled.isKnown], [403, 'string', true])
    for (const status of [401, 401, 429]) {
      const failed = await post(fine, { key: '1:wrong' })
      assert.deepEqual([failed.status, failed.isKnown], [status, true], JSON.stringify(failed))
      assert.ok(failed.problem)
    }
  })
})
