/** How much of the power of some samples at 8 kHz is a tone of that frequency, from 0 to 1 (Goertzel's algorithm). */
export function shareOf(frequency: number, samples: readonly number[]): number {
  const factor = 2 * Math.cos((2 * Math.PI * frequency) / 8000)
  let [before, last, power] = [0, 0, 0]
  for (const sample of samples) {
    const next = sample + factor * last - before
    ;[before, last] = [last, next]
    power += sample * sample
  }
  const found = last * last + before * before - factor * last * before
  return power === 0 ? 0 : (2 * found) / (samples.length * power)
}

/** The samples of each channel of a WAV file of 16-bit PCM. */
export function channelsOf(wav: Buffer): number[][] {
  const channels = wav.readUInt16LE(22)
  const sound = wav.subarray(44)
  const found: number[][] = Array.from({ length: channels }, () => [])
  for (let at = 0; at + 1 < sound.length; at += 2) found[(at / 2) % channels]?.push(sound.readInt16LE(at))
  return found
}
