/** SHA-256 (FIPS 180-4) of a short text: the mini-program has no crypto.subtle. */

const K = [
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
  0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
  0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
  0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
  0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
  0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
  0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
  0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
]
const START = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19]

const turn = (word: number, by: number) => (word >>> by) | (word << (32 - by))

/** The bytes of the text, a one bit, and its length at the end of the last block. */
function padded(text: string): number[] {
  const bytes = Array.from(unescape(encodeURIComponent(text)), sign => sign.charCodeAt(0))
  const bits = bytes.length * 8
  bytes.push(0x80)
  while (bytes.length % 64 !== 56) bytes.push(0)
  for (const shift of [56, 48, 40, 32]) bytes.push(Math.floor(bits / 2 ** shift) & 255)
  for (const shift of [24, 16, 8, 0]) bytes.push((bits >>> shift) & 255)
  return bytes
}

function schedule(bytes: number[], at: number): number[] {
  const words = Array.from({ length: 16 }, (_, n) =>
    (bytes[at + n * 4]! << 24) | (bytes[at + n * 4 + 1]! << 16) | (bytes[at + n * 4 + 2]! << 8) | bytes[at + n * 4 + 3]!)
  for (let n = 16; n < 64; n++) {
    const far = words[n - 15]!
    const near = words[n - 2]!
    const low = turn(far, 7) ^ turn(far, 18) ^ (far >>> 3)
    const high = turn(near, 17) ^ turn(near, 19) ^ (near >>> 10)
    words.push((words[n - 16]! + low + words[n - 7]! + high) | 0)
  }
  return words
}

function rounds(state: number[], words: number[]): number[] {
  let [a, b, c, d, e, f, g, h] = state as [number, number, number, number, number, number, number, number]
  for (let n = 0; n < 64; n++) {
    const first = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + K[n]! + words[n]!) | 0
    const second = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0]
  }
  return [a, b, c, d, e, f, g, h]
}

/** 64 hexadecimal digits. */
export function sha256(text: string): string {
  const bytes = padded(text)
  let state = START
  for (let at = 0; at < bytes.length; at += 64) {
    const next = rounds(state, schedule(bytes, at))
    state = state.map((word, n) => (word + next[n]!) | 0)
  }
  return state.map(word => (word >>> 0).toString(16).padStart(8, '0')).join('')
}
