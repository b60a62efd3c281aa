/**
 * Keys that make a repeated POST harmless.
 *
 * A deed whose outcome is unknown (no answer, or the server broke down) keeps its key, so that trying the same again
 * is recognised by the server as the same deed. Once an answer is known the key is forgotten.
 */
const KEPT_MS = 10 * 60 * 1000

const open = new Map<string, { key: string, at: number }>()

/** Unique, not secret: neither platform offers one synchronous source of randomness. */
export function newKey(): string {
  return 'xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx'.replace(/[xy]/g, (place) => {
    const random = Math.floor(Math.random() * 16)
    return (place === 'x' ? random : (random % 4) + 8).toString(16)
  })
}

export function keyFor(deed: string): string {
  const kept = open.get(deed)
  if (kept && Date.now() - kept.at < KEPT_MS) return kept.key
  const key = newKey()
  open.set(deed, { key, at: Date.now() })
  return key
}

export function settle(deed: string): void {
  open.delete(deed)
}
