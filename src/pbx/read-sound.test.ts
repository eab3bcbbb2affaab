import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type WavForm, wavOf } from '../../test/acceptance/support/wav.ts'
import { readSound } from './read-sound.ts'

/** The share of the power of samples at 8 kHz that is a tone of this frequency. */
function shareOf(frequency: number, samples: Int16Array): number {
  let [sine, cosine, power] = [0, 0, 0]
  for (const [at, sample] of samples.entries()) {
    sine += sample * Math.sin((2 * Math.PI * frequency * at) / 8000)
    cosine += sample * Math.cos((2 * Math.PI * frequency * at) / 8000)
    power += sample * sample
  }
  return (2 * (sine * sine + cosine * cosine)) / (samples.length * power)
}

const loudness = (samples: Int16Array) =>
  Math.sqrt(samples.reduce((sum, each) => sum + each * each, 0) / samples.length)

describe('readSound', () => {
  it('keeps tones and their loudness, from every rate and form', async () => {
    const forms: readonly WavForm[] = [
      ...[8000, 11_025, 16_000, 44_100, 48_000].map((rate) => ({ rate })),
      ...[{ bits: 8 as const }, { channels: 2 }, { rate: 44_100, channels: 2 }],
    ]
    for (const form of forms) {
      const samples = await readSound(wavOf({ tone: 1000, ...form }), 8000)
      assert.ok(Math.abs(samples.length - 8000) <= 1, `${samples.length} samples`)
      assert.ok(shareOf(1000, samples.subarray(100, 7900)) > 0.99, JSON.stringify(form))
      assert.ok(Math.abs(loudness(samples) / (16_384 / Math.SQRT2) - 1) < 0.05, JSON.stringify(form))
    }
  })

  it('leaves out what 8 kHz cannot hold', async () => {
    const samples = await readSound(wavOf({ rate: 48_000, tone: 6000 }), 8000)
    assert.ok(loudness(samples) < 200, `${loudness(samples)}`)
  })

  it('leaves samples that fit as they are', async () => {
    const file = wavOf()
    const samples = await readSound(file, 8000)
    assert.deepEqual(Buffer.from(samples.buffer), file.subarray(44))
  })
})
