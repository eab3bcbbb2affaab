/** What a WAV file of a tone is to be. */
export interface WavForm {
  readonly rate?: number
  readonly channels?: number
  readonly bits?: 8 | 16
  readonly seconds?: number
  /** Hz. */
  readonly tone?: number
}

/** A WAV file of a tone, in PCM. */
export function wavOf({ rate = 8000, channels = 1, bits = 16, seconds = 1, tone = 500 }: WavForm = {}): Buffer {
  const frames = Math.round(rate * seconds)
  const width = bits / 8
  const file = Buffer.alloc(44 + frames * channels * width)
  file.write('RIFF', 0, 'latin1')
  file.writeUInt32LE(file.length - 8, 4)
  file.write('WAVEfmt ', 8, 'latin1')
  file.writeUInt32LE(16, 16)
  file.writeUInt16LE(1, 20)
  file.writeUInt16LE(channels, 22)
  file.writeUInt32LE(rate, 24)
  file.writeUInt32LE(rate * channels * width, 28)
  file.writeUInt16LE(channels * width, 32)
  file.writeUInt16LE(bits, 34)
  file.write('data', 36, 'latin1')
  file.writeUInt32LE(file.length - 44, 40)
  for (let frame = 0; frame < frames; frame++) {
    const value = 0.5 * Math.sin((2 * Math.PI * tone * frame) / rate)
    for (let channel = 0; channel < channels; channel++) {
      const at = 44 + (frame * channels + channel) * width
      if (bits === 8) file[at] = Math.round(128 + 127 * value)
      else file.writeInt16LE(Math.round(32767 * value), at)
    }
  }
  return file
}
