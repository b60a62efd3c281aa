/** The only door to the server: addresses, credentials, keys and errors are dealt with here. */
import { noteServerDate } from './clock'
import { ApiError, errorFrom, offlineError } from './error'
import { keyFor, settle } from './idempotency'

export { ApiError } from './error'

/** WeChat knows no PATCH. */
export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'
export type Query = Record<string, string | number | boolean | null | undefined>
export interface RequestOptions { query?: Query, body?: unknown, idempotent?: boolean }
/** A keyset page, as every collection answers; hot ones add what is the reader's own. */
export interface Page<T, Mine = unknown> { items: T[], next: string | null, mine?: Mine }

interface Connection {
  /** Where the server is, up to and including `/api/v1`. */
  base: string
  token: () => string
  expired: () => void
}

interface Answer { statusCode: number, data: unknown, header?: Record<string, string> }

const TIMEOUT_MS = 15_000

let connection: Connection = { base: '/api/v1', token: () => '', expired: () => undefined }

/** Told once at start where the server is, who is calling, and what to do when the server no longer knows him. */
export function connect(to: Connection): void {
  connection = to
}

function address(path: string, query: Query = {}): string {
  const words = Object.entries(query)
    .filter(([, value]) => value !== undefined && value !== null && value !== '')
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`)
  return connection.base + path + (words.length ? `?${words.join('&')}` : '')
}

/** A path the server gave, such as a photo's, as an address that an image can load. */
export function absolute(path: string): string {
  return /^https?:/.test(path) ? path : connection.base.replace(/\/api\/v1$/, '') + path
}

function credentials(): Record<string, string> {
  const token = connection.token()
  return token ? { Authorization: `Bearer ${token}` } : {}
}

function judge<T>(answer: Answer): T {
  noteServerDate(answer.header)
  if (answer.statusCode >= 200 && answer.statusCode < 300) return answer.data as T
  if (answer.statusCode === 401 && connection.token()) connection.expired()
  throw errorFrom(answer.statusCode, answer.data)
}

/** Runs one POST under a key that survives an unknown outcome. */
async function once<T>(deed: string, send: (key: string) => Promise<T>): Promise<T> {
  try {
    const answer = await send(keyFor(deed))
    settle(deed)
    return answer
  }
  catch (error) {
    const unknown = error instanceof ApiError && (error.offline || error.status >= 500)
    if (!unknown) settle(deed)
    throw error
  }
}

function send(method: Method, url: string, body: unknown, extra: Record<string, string>, responseType = 'text'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    uni.request({
      url,
      method,
      data: body === undefined ? undefined : JSON.stringify(body),
      header: { 'Content-Type': 'application/json', ...credentials(), ...extra },
      timeout: TIMEOUT_MS,
      responseType,
      success: answer => resolve(answer as Answer),
      fail: () => reject(offlineError()),
    })
  })
}

/**
 * Asks the server. `path` starts behind `/api/v1`; `idempotent: false` is for the few POSTs that create nothing.
 * Throws ApiError, whose message may be shown as it is.
 */
export async function request<T>(method: Method, path: string, options: RequestOptions = {}): Promise<T> {
  const url = address(path, options.query)
  if (method !== 'POST' || options.idempotent === false)
    return judge<T>(await send(method, url, options.body, {}))
  const deed = `${connection.token()} ${url} ${JSON.stringify(options.body ?? null)}`
  return once(deed, async key => judge<T>(await send(method, url, options.body, { 'Idempotency-Key': key })))
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  }
  catch {
    return text
  }
}

/** A refusal that came as bytes. Percent signs decode it, for WeChat has no TextDecoder. */
function refusalIn(bytes: ArrayBuffer): unknown {
  try {
    const text = Array.from(new Uint8Array(bytes), byte => `%${byte.toString(16).padStart(2, '0')}`).join('')
    return parsed(decodeURIComponent(text))
  }
  catch {
    return undefined // not even text
  }
}

/** Reads a file whole. Throws ApiError. */
export async function download(path: string, method: 'GET' | 'PUT' = 'GET'): Promise<ArrayBuffer> {
  const answer = await send(method, address(path), undefined, {}, 'arraybuffer')
  const bytes = answer.data as ArrayBuffer
  return judge<ArrayBuffer>(answer.statusCode < 300 ? answer : { ...answer, data: refusalIn(bytes) })
}

/** Sends one local file as the form field `file`; `onProgress` hears percent. */
export function upload<T>(path: string, filePath: string, onProgress?: (percent: number) => void): Promise<T> {
  const url = address(path)
  return once(`${connection.token()} ${url} ${filePath}`, key => new Promise<T>((resolve, reject) => {
    const task = uni.uploadFile({
      url,
      filePath,
      name: 'file',
      header: { ...credentials(), 'Idempotency-Key': key },
      success: (answer) => {
        try {
          resolve(judge<T>({ statusCode: answer.statusCode, data: parsed(answer.data) }))
        }
        catch (error) {
          reject(error)
        }
      },
      fail: () => reject(offlineError()),
    })
    if (onProgress) task.onProgressUpdate(({ progress }) => onProgress(progress))
  }))
}
