import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { hasProgram } from '../../has-program.ts'
import { until } from '../support/cluster.ts'
import { multipart, multipartType } from '../support/multipart.ts'
import {
  addAccount,
  assertRefused,
  Client,
  failed,
  invalid,
  missing,
  startSimotel,
  success,
} from '../support/simotel.ts'
import { noText } from '../support/things.ts'
import { type WavForm, wavOf } from '../support/wav.ts'

const noFfmpeg = hasProgram('ffmpeg') ? false : 'NO FFMPEG HERE, so mp3 and Ogg are not tried: apt-get install ffmpeg'

const server = await startSimotel()
after(() => server.stop())
const client = new Client(server)

interface Row {
  readonly _id: string
  readonly name: string
  readonly filename: string
  readonly description?: string
  readonly comment?: string
}

for (const list of ['autodialer', 'pbx']) {
  const path = `${list}/announcements`
  const note = list === 'pbx' ? 'comment' : 'description'
  const send = (content: string | Buffer, by = client, filename = '/home/me/bbc-farsi-pargar.mp3') => {
    const body = multipart({ name: 'file', filename, content })
    return by.call(`${path}/upload`, body, { headers: { 'Content-Type': multipartType } })
  }
  const upload = async (form?: WavForm, by = client) =>
    success<{ filename: string }>(await send(wavOf(form), by)).data.filename
  const rows = (conditions: object = {}, alike = false, by = client) =>
    by.data<Row[]>(`${path}/search`, { alike, conditions })
  const add = async (fields: object) => (await client.data<{ _id: string }>(`${path}/add`, fields))._id

  describe(path, () => {
    test('takes WAV files of many kinds, and says what it does not take', async () => {
      const answer = success<{ filename: string }>(await send(wavOf()))
      assert.equal(answer.message, list === 'pbx' ? '1 file(s) uploaded successfully' : '')
      assert.match(answer.data.filename, /^file-\d{14}-\d{5}-bbc-farsi-pargarmp3_\.wav$/)
      for (const form of [{ rate: 44_100, channels: 2 }, { rate: 48_000 }, { rate: 16_000 }, { bits: 8 }] as const) {
        await upload(form)
      }
      await upload({ rate: 48_000, channels: 2, seconds: 8 })
      const whole = wavOf()
      const adpcm = Buffer.from(whole)
      adpcm.writeUInt16LE(2, 20)
      for (const content of ['ID3 not a sound', '', whole.subarray(0, 40), whole.subarray(0, 44), adpcm]) {
        assertRefused(await send(content), 200, invalid('file'))
      }
      const body = multipart({ name: 'other', content: 'x' })
      const none = await client.call(`${path}/upload`, body, { headers: { 'Content-Type': multipartType } })
      assertRefused(none, 200, missing('file'))
    })

    test('takes mp3 and Ogg, and plays them as WAV', { skip: noFfmpeg }, async () => {
      const input = wavOf({ rate: 44_100, seconds: 3, tone: 700 })
      for (const form of ['mp3', 'ogg']) {
        const args = ['-loglevel', 'error', '-i', 'pipe:0', '-f', form, 'pipe:1']
        const { filename } = success<{ filename: string }>(await send(execFileSync('ffmpeg', args, { input }))).data
        assert.match(filename, /_\.wav$/)
        await add({ name: `${form} of ${list}`, filename })
        assert.equal((await rows({ name: `${form} of ${list}` })).length, 1)
      }
    })

    test('keeps each field, and refuses what is none', async () => {
      const filename = await upload()
      const sent = { name: 'صدا 😀', filename, [note]: 'first\nsecond' }
      const _id = await add(sent)
      const [row] = await rows({ name: sent.name })
      const { date, ...shown } = row as Row & { date: string }
      assert.match(date, /^14\d\d-\d\d-\d\d \d\d:\d\d:\d\d$/)
      assert.deepEqual(shown, { _id, ...sent, fileData: '' })
      for (const field of ['name', 'filename']) {
        const { [field]: _, ...rest } = sent
        await client.refused(`${path}/add`, rest, missing(field))
        for (const value of [...noText, '']) {
          await client.refused(`${path}/add`, { ...sent, [field]: value }, invalid(field))
          await client.refused(`${path}/update`, { _id, [field]: value }, invalid(field))
        }
      }
      await client.refused(`${path}/add`, { ...sent, name: 'x'.repeat(256) }, invalid('name'))
      await client.refused(`${path}/add`, { ...sent, [note]: 'x'.repeat(1001) }, invalid(note))
      await client.refused(`${path}/add`, { ...sent, filename: 'file-1-1-a_.wav' }, invalid('filename'))
      for (const value of ['x'.repeat(255)]) await client.data(`${path}/update`, { _id, name: value })
      await client.data(`${path}/update`, { _id, [note]: null })
      const other = await upload()
      await client.data(`${path}/update`, { _id, name: 'b', filename: other })
      assert.deepEqual(
        (await rows({ name: 'b' })).map((each) => [each._id, each.name, each.filename, each[note]]),
        [[_id, 'b', other, '']],
      )
      await client.refused(`${path}/update`, { _id: '0'.repeat(24), name: 'x' }, failed)
      await client.data(`${path}/remove`, { _id })
      await client.refused(`${path}/remove`, { _id }, failed)
      assert.deepEqual(await rows({ name: 'b' }), [])
    })

    test('is found by parts of a name with alike only, and by its own account and list only', async () => {
      const filename = await upload()
      const _id = await add({ name: 'Morning greeting', filename })
      assert.equal((await rows({ name: 'greet' }, true)).length, 1)
      assert.equal((await rows({ name: 'greet' })).length, 0)
      const { client: stranger } = await addAccount(server)
      assert.deepEqual(await rows({}, true, stranger), [])
      await stranger.refused(`${path}/remove`, { _id }, failed)
      await stranger.refused(`${path}/add`, { name: 'x', filename }, invalid('filename'))
      const twin = list === 'pbx' ? 'autodialer' : 'pbx'
      await client.refused(`${twin}/announcements/remove`, { _id }, failed)
    })
  })
}

describe('the files of announcements', () => {
  const folder = join(server.data, 'sounds')

  test('are 8 kHz, 16 bits, mono, for their owner only, and are written again from the book', async () => {
    const source = join(server.data, 'tone.wav')
    await writeFile(source, wavOf({ rate: 44_100, channels: 2, seconds: 2, tone: 700 }))
    await server.cli('sound', 'add', 'welcome', source, '--account', 'acme')
    const sounds = JSON.parse(await server.cli('sound', 'list', '--account', 'acme', '--json')).sounds as Row[]
    assert.ok(sounds.some(({ name }) => name === 'welcome'))
    assert.equal((await stat(folder)).mode & 0o777, 0o700)
    const found: string[] = []
    for (const name of await readdir(folder)) {
      const path = join(folder, name)
      const file = await readFile(path)
      assert.equal((await stat(path)).mode & 0o777, 0o600)
      assert.deepEqual([file.readUInt16LE(22), file.readUInt32LE(24), file.readUInt16LE(34)], [1, 8000, 16])
      if (file.length === 44 + 2 * 16_000) found.push(name)
    }
    assert.equal(found.length, 1)
    await rm(folder, { recursive: true })
    // The server looks every five seconds. Files that no announcement has stay away.
    await until('the file is there', async () =>
      (await readdir(folder).catch((): string[] => [])).includes(String(found[0])),
    )
    await assert.rejects(
      server.cli('sound', 'add', 'x', join(server.data, 'none.wav'), '--account', 'acme'),
      /cannot read/,
    )
    await assert.rejects(server.cli('sound', 'add', 'x', join(folder, '..', 'secret.key'), '--account', 'acme'))
  })

  test('stay for the undo of a removal', async () => {
    const list = async () => JSON.parse(await server.cli('sound', 'list', '--account', 'acme', '--json')).sounds
    const [sound] = (await list()).filter(({ name }: Row) => name === 'welcome')
    await server.cli('sound', 'remove', String(sound.id), '--account', 'acme')
    const [change] = JSON.parse(await server.cli('changes', 'list', '--json')) as { number: number }[]
    await server.cli('changes', 'undo', String(change?.number))
    assert.deepEqual(
      (await list()).filter(({ name }: Row) => name === 'welcome'),
      [sound],
    )
  })
})
