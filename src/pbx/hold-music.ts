const rate = 8000
const beats = 32
const beatSeconds = 0.75

/** Chords of the loop, as semitones from the A below middle C; each is broken into four notes. */
const chords = [
  [0, 7, 12, 16],
  [-4, 3, 8, 15],
  [-7, 5, 9, 12],
  [-2, 5, 10, 14],
] as const

/**
 * Music for who is on hold: a quiet loop of broken chords, 24 seconds of 16 bit sound at 8,000 samples a second, as
 * Asterisk's `.sln` files have it. It is the same each time.
 */
export function holdMusic(): Buffer {
  const samples = new Float64Array(Math.round(beats * beatSeconds * rate))
  for (let beat = 0; beat < beats; beat++) {
    const chord = chords[Math.floor(beat / 4) % chords.length] ?? chords[0]
    addNote(samples, beat * beatSeconds, 220 * 2 ** ((chord[beat % 4] ?? 0) / 12))
  }
  const bytes = Buffer.alloc(samples.length * 2)
  samples.forEach((sample, at) => {
    bytes.writeInt16LE(Math.round(Math.max(-1, Math.min(1, sample)) * 0x7fff), at * 2)
  })
  return bytes
}

/** Adds a note that fades away. What would go on behind the end goes on at the beginning, so that the loop has no seam. */
function addNote(samples: Float64Array, at: number, hertz: number): void {
  const from = Math.round(at * rate)
  for (let step = 0; step < rate * 2; step++) {
    const seconds = step / rate
    const loudness = 0.12 * Math.min(1, seconds * 50) * Math.exp(-2 * seconds)
    const tone = Math.sin(2 * Math.PI * hertz * seconds) + 0.3 * Math.sin(4 * Math.PI * hertz * seconds)
    const place = (from + step) % samples.length
    samples[place] = (samples[place] ?? 0) + loudness * tone
  }
}
