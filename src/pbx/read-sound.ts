import { Refusal } from '../core/errors.ts'
import { giveWay } from '../core/give-way.ts'

/** The longest sound, in seconds. */
export const longestSound = 30 * 60

/** Samples after which others get their turn. */
const pieceLength = 16_000

/** A WAV file's form, and where its sound lies. */
interface Form {
  readonly code: number
  readonly channels: number
  readonly rate: number
  readonly bits: number
}

/**
 * Reads a WAV file as samples of 16 bits, one channel, at the wanted rate. PCM of 8, 16, 24 and 32 bits, floats, A-law and µ-law are read,
 * of 1 to 8 channels and 4 to 192 kHz.
 *
 * @throws Refusal `invalid_value` of `file` for every other file.
 */
export async function readSound(given: Uint8Array, wantedRate: number): Promise<Int16Array> {
  const bytes = Buffer.from(given.buffer, given.byteOffset, given.byteLength)
  if (bytes.length < 12 || bytes.toString('latin1', 0, 4) !== 'RIFF' || bytes.toString('latin1', 8, 12) !== 'WAVE') {
    throw refused('is no WAV, mp3 or Ogg file: convert it to WAV first')
  }
  let form: Form | undefined
  for (let at = 12; at + 8 <= bytes.length; ) {
    const name = bytes.toString('latin1', at, at + 4)
    const length = Math.min(bytes.readUInt32LE(at + 4), bytes.length - at - 8)
    if (name === 'fmt ' && length >= 16) form = readForm(bytes.subarray(at + 8, at + 8 + length))
    if (name === 'data') {
      if (!form) throw refused('does not say what its sound is')
      return convert(bytes.subarray(at + 8, at + 8 + length), form, wantedRate)
    }
    at += 8 + length + (length % 2)
  }
  throw refused('has no sound')
}

function readForm(chunk: Buffer): Form {
  const code = chunk.readUInt16LE(0)
  const form = {
    // 0xfffe is the extensible form, which names the code behind.
    code: code === 0xfffe && chunk.length >= 26 ? chunk.readUInt16LE(24) : code,
    channels: chunk.readUInt16LE(2),
    rate: chunk.readUInt32LE(4),
    bits: chunk.readUInt16LE(14),
  }
  if (!readerOf(form)) throw refused(`has a sound of the kind ${form.code} with ${form.bits} bits, which is not read`)
  if (form.channels < 1 || form.channels > 8) throw refused(`has ${form.channels} channels`)
  if (form.rate < 4000 || form.rate > 192_000) throw refused(`has ${form.rate} samples a second`)
  return form
}

/** Reads one sample as a number from -1 to 1. */
type SampleReader = (bytes: Buffer, at: number) => number

function readerOf({ code, bits }: Form): SampleReader | undefined {
  return readers[`${code}/${bits}`]
}

const readers: Readonly<Record<string, SampleReader>> = {
  '1/8': (bytes, at) => ((bytes[at] ?? 128) - 128) / 128,
  '1/16': (bytes, at) => bytes.readInt16LE(at) / 0x8000,
  '1/24': (bytes, at) => bytes.readIntLE(at, 3) / 0x800000,
  '1/32': (bytes, at) => bytes.readInt32LE(at) / 0x80000000,
  '3/32': (bytes, at) => bytes.readFloatLE(at),
  '6/8': (bytes, at) => fromAlaw(bytes[at] ?? 0) / 0x8000,
  '7/8': (bytes, at) => fromUlaw(bytes[at] ?? 0) / 0x8000,
}

async function convert(sound: Buffer, form: Form, wantedRate: number): Promise<Int16Array> {
  const { channels, rate, bits } = form
  const read = readerOf(form) as SampleReader
  const width = bits / 8
  const frames = Math.floor(sound.length / (width * channels))
  if (frames === 0) throw refused('has no sound')
  if (frames / rate > longestSound) throw refused(`is longer than ${longestSound / 60} minutes`)
  const mono = new Float32Array(frames)
  for (let frame = 0; frame < frames; frame++) {
    if (frame % pieceLength === 0) await giveWay()
    let sum = 0
    for (let channel = 0; channel < channels; channel++) sum += read(sound, (frame * channels + channel) * width)
    mono[frame] = sum / channels
  }
  const samples = rate === wantedRate ? mono : await resample(mono, rate, wantedRate)
  return Int16Array.from(samples, (each) => Math.max(-32768, Math.min(32767, Math.round(each * 32768))))
}

/** Half the width of the filter, in samples of the lower rate. */
const lobes = 16

/**
 * Brings samples to another rate by a windowed sinc: what the lower rate cannot hold goes, as a tone of 6 kHz at 8 kHz would come
 * back as one of 2 kHz. The places of the samples among the given ones repeat, so that their weights are made once.
 */
async function resample(samples: Float32Array, from: number, to: number): Promise<Float32Array> {
  const cut = Math.min(1, to / from) * 0.95
  const reach = Math.ceil(lobes / cut)
  const phases = to / commonDivisor(from, to)
  const weights = Array.from({ length: phases }, (_, phase) => weightsAt((phase * from) / to, reach, cut))
  const found = new Float32Array(Math.max(1, Math.floor((samples.length * to) / from)))
  for (let at = 0; at < found.length; at++) {
    if (at % pieceLength === 0) await giveWay()
    const first = Math.floor((at * from) / to) - reach
    const each = weights[at % phases] as Float32Array
    let sum = 0
    for (let tap = 0; tap < each.length; tap++) {
      const near = Math.max(0, Math.min(samples.length - 1, first + tap))
      sum += (each[tap] as number) * (samples[near] as number)
    }
    found[at] = sum
  }
  return found
}

/** The weights of the samples around a place, from `reach` samples before it on. Their sum is 1. */
function weightsAt(place: number, reach: number, cut: number): Float32Array {
  const weights = new Float32Array(2 * reach + 2)
  const middle = place - Math.floor(place) + reach
  for (let tap = 0; tap < weights.length; tap++) {
    const distance = tap - middle
    const window = Math.abs(distance) > reach + 1 ? 0 : 0.5 + 0.5 * Math.cos((Math.PI * distance) / (reach + 1))
    const angle = Math.PI * distance * cut
    weights[tap] = (Math.abs(angle) < 1e-9 ? 1 : Math.sin(angle) / angle) * window
  }
  const sum = weights.reduce((all, each) => all + each, 0)
  return weights.map((each) => each / sum)
}

function commonDivisor(one: number, other: number): number {
  return other === 0 ? one : commonDivisor(other, one % other)
}

function fromUlaw(byte: number): number {
  const code = ~byte & 0xff
  const magnitude = ((((code & 15) << 3) + 132) << ((code >> 4) & 7)) - 132
  return code & 0x80 ? -magnitude : magnitude
}

function fromAlaw(byte: number): number {
  const code = byte ^ 0x55
  const exponent = (code >> 4) & 7
  const step = ((code & 15) << 4) + 8
  const magnitude = exponent === 0 ? step : (step + 256) << (exponent - 1)
  return code & 0x80 ? magnitude : -magnitude
}

function refused(problem: string): Refusal {
  return new Refusal('invalid_value', `the file ${problem}`, 'file')
}
