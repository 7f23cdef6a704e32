const FEWEST_PLACES = 1_024

/**
 * Texts that were met, each kept as a number of 53 bits: 11 to 21 bytes a text, whatever their length, where a set of
 * the texts takes a hundred. For counting alone: of a million texts two are taken for one with a probability of 1 in
 * 18,000.
 */
export class DigestSet {
  /** Open addressing; 0 is an empty place. */
  #places = new Float64Array(FEWEST_PLACES)
  #size = 0

  get size(): number {
    return this.#size
  }

  /** True where it was not met before. */
  add(text: string): boolean {
    const digest = digestOf(text)
    const at = placeOf(this.#places, digest)
    if (this.#places[at] === digest) return false
    this.#places[at] = digest
    this.#size++
    if (this.#size > this.#places.length * 0.75) this.#grow()
    return true
  }

  #grow(): void {
    const places = new Float64Array(this.#places.length * 2)
    for (const digest of this.#places) if (digest !== 0) places[placeOf(places, digest)] = digest
    this.#places = places
  }
}

function placeOf(places: Float64Array, digest: number): number {
  let at = digest % places.length
  while (places[at] !== 0 && places[at] !== digest) at = (at + 1) % places.length
  return at
}

/** Two hashes of 32 bits, multiplied and mixed as MurmurHash does, as one number above 0. */
function digestOf(text: string): number {
  let [high, low] = [0xdeadbeef, 0x41c6ce57]
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    high = Math.imul(high ^ unit, 0x9e3779b1)
    low = Math.imul(low ^ unit, 0x5f356495)
  }
  const [first, second] = [mixed(high, low), mixed(low, high)]
  return (first & 0x1f_ffff) * 2 ** 32 + second || 1
}

function mixed(one: number, other: number): number {
  const hash = Math.imul(one ^ (one >>> 16), 0x85ebca6b) ^ Math.imul(other ^ (other >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
