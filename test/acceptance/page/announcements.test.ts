import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { after, test } from 'node:test'
import { hasProgram } from '../../has-program.ts'
import { startFilled } from '../support/filled-page.ts'
import { send } from '../support/http.ts'
import { addPerson } from '../support/page.ts'
import { wavOf } from '../support/wav.ts'

const { server, line } = await startFilled('Customers')
after(async () => {
  await line.remove()
  await server.stop()
})
const admin = await addPerson(server, 'Sara', '--account', 'default')
const noFfmpeg = !hasProgram('ffmpeg') && 'NO FFMPEG HERE: mp3 and Ogg are not tried'

/** Adds an announcement, and returns the path of its page. */
async function add(name: string, content: Buffer, filename = 'a.wav'): Promise<string> {
  const form = { form: 'announcement', name, description: '' }
  const { status, headers, text } = await admin.postFile('/book/announcements', form, { content, filename })
  assert.equal(status, 303, text)
  return headers.location?.split('?')[0] ?? ''
}

test('an announcement is taken, heard, chosen for a campaign, shown where it is played, renamed and removed', async () => {
  const path = await add('خوش‌آمد', wavOf({ rate: 44_100, channels: 2, seconds: 2 }), 'پیام.wav')
  assert.match(await admin.page('/book/announcements'), new RegExp(`src="${path}/sound.wav"`))
  const sound = await admin.get(`${path}/sound.wav`)
  assert.deepEqual([sound.status, sound.headers['content-type']], [200, 'audio/wav'])
  assert.equal(sound.headers['content-length'], String(44 + 2 * 16_000))
  assert.match(await admin.page(path), /Nothing plays it/)
  const id = path.split('/').at(-1) ?? ''
  const times = { tries: '1', pause: '1', ringTime: '30', longest: '5', digits: '0' }
  const made = { name: 'with a voice', group: '1', trunkManager: '1', sound: id, ...times }
  const campaign = (await admin.act('/book/campaigns', made)).split('?')[0] ?? ''
  assert.match(await admin.page(path), new RegExp(`href="${campaign}"><bdi>with a voice`))
  await line.ok('route', 'add', '02188776655', '--announce', 'خوش‌آمد', '--account', 'default')
  assert.match(await admin.page(path), /Calls to <bdi[^>]*>02188776655</)
  await admin.act(path, { name: 'Welcome', description: 'for all' })
  assert.match(await admin.page(path), /<h1><bdi>Welcome<.*for all/s)
  const gone = await admin.act(`${path}/remove`)
  assert.equal((await admin.get(path)).status, 404)
  await admin.act('/book/history/undo', { number: /done=(\d+)/.exec(gone)?.[1] ?? '' })
  assert.equal((await admin.get(`${path}/sound.wav`)).status, 200)
})

test('a player gets the part of a sound that it asks for', async () => {
  const path = `${await add('parts', wavOf())}/sound.wav`
  const part = async (range: string) => {
    const { status, headers } = await admin.get(path, { Range: range })
    return [status, headers['content-range'], headers['content-length']]
  }
  assert.deepEqual(await part('bytes=0-1'), [206, 'bytes 0-1/16044', '2'])
  assert.deepEqual(await part('bytes=16000-'), [206, 'bytes 16000-16043/16044', '44'])
  assert.deepEqual(await part('bytes=-4'), [206, 'bytes 16040-16043/16044', '4'])
  assert.deepEqual(await part('bytes=20000-'), [416, 'bytes */16044', '0'])
  assert.equal((await part('lines=1'))[0], 200)
})

test('mp3 and Ogg files are taken', { skip: noFfmpeg }, async () => {
  await line.write('tone.wav', wavOf({ seconds: 2 }))
  for (const ending of ['mp3', 'ogg']) {
    const file = ['-loglevel', 'error', '-i', `${line.folder}/tone.wav`, '-f', ending, 'pipe:1']
    const path = await add(`by ${ending}`, execFileSync('ffmpeg', file), `tone.${ending}`)
    assert.equal((await admin.get(`${path}/sound.wav`)).status, 200)
  }
})

test('a form that is refused shows what was typed, and takes nothing', async () => {
  const count = async () => [...(await admin.page('/book/announcements')).matchAll(/<audio/g)].length
  const before = await count()
  const form = { form: 'announcement', name: 'no sound', description: 'kept' }
  const text = await admin.postFile('/book/announcements', form, { content: 'this is a text', filename: 'a.mp3' })
  assert.equal(text.status, 422)
  assert.match(text.text, /value="no sound".*value="kept".*name="file"[^>]*aria-describedby="wrong-file"/s)
  const none = await admin.postFile('/book/announcements', form, { content: '', filename: '' })
  assert.match(none.text, /id="wrong-file"/)
  const nameless = { ...form, name: ' ' }
  const wav = { content: wavOf(), filename: 'a.wav' }
  assert.match((await admin.postFile('/book/announcements', nameless, wav)).text, /id="wrong-name"/)
  await admin.post('/book/language', { to: 'fa' })
  const persian = await admin.postFile('/book/announcements', form, { content: 'text', filename: 'a.mp3' })
  assert.match(persian.text, /id="wrong-file">این فایل خوانده نمی‌شود/)
  await admin.post('/book/language', { to: 'en' })
  assert.equal(await count(), before)
})

test('files come from forms of the page only, and other forms take none', async () => {
  const wav = { content: wavOf(), filename: 'a.wav' }
  assert.equal((await admin.postFile('/book/announcements', { token: 'x', name: 'forged' }, wav)).status, 403)
  assert.equal((await admin.postFile('/book/groups', { name: 'x' }, wav)).status, 403)
  const reader = await addPerson(server, 'Reza', '--account', 'default', '--role', 'reader')
  assert.equal((await reader.postFile('/book/announcements', { name: 'x' }, wav)).status, 403)
  assert.doesNotMatch(await reader.page('/book/announcements'), /type="file"/)
  const stranger = await addPerson(server, 'Mina', '--account', 'other')
  assert.equal((await stranger.get('/book/announcements/1/sound.wav')).status, 404)
  const anybody = await send(server, { method: 'GET', path: '/book/announcements/1/sound.wav' })
  assert.equal(anybody.headers.location, '/book/sign-in')
})
