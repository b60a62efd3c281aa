/** The server's clock, as far as its answers tell: deadlines are judged by it, not by the phone. */
let skewMs = 0

export function noteServerDate(header: Record<string, string> | undefined): void {
  const said = Date.parse(header?.date ?? header?.Date ?? '')
  if (!Number.isNaN(said)) skewMs = said - Date.now()
}

/** Milliseconds since 1970 by the server's clock, exact to a second or so. */
export const serverNow = (): number => Date.now() + skewMs
