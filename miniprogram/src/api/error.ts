/** Refusals that end by themselves: the request came too late, too many came. */
const PASSING = new Set([408, 429])

/** A refusal or failure of the server, as one shape; its message is written for the person on screen. */
export class ApiError extends Error {
  constructor(
    /** HTTP status, 0 when no answer came. */
    readonly status: number,
    readonly code: string,
    message: string,
    readonly details: unknown = null,
  ) {
    super(message)
    this.name = 'ApiError'
  }

  /** No answer came, so the deed may or may not have happened. */
  get offline(): boolean {
    return this.status === 0
  }

  /** Asked again, the server would say the same: what is meant is not there, or not for this reader. */
  get final(): boolean {
    return this.status >= 400 && this.status < 500 && !PASSING.has(this.status)
  }

  /** Somebody was quicker: what is on screen is old. */
  get conflict(): boolean {
    return this.status === 409
  }
}

interface WireError { code?: string, message?: string, details?: unknown }

const FALLBACK: Record<number, string> = {
  403: '您没有权限这样做',
  404: '没有找到，可能已被移走',
  409: '内容刚刚有变化，请刷新后再试',
  413: '内容太大，请缩小后再试',
  429: '操作太快了，请稍等片刻再试',
}

export const offlineError = () => new ApiError(0, 'offline', '网络不通，请检查后重试')

/** The server's own error, or a plain sentence when a proxy answered in its place. */
export function errorFrom(status: number, body: unknown): ApiError {
  const wire = (typeof body === 'object' && body !== null ? body : {}) as WireError
  const message = wire.message || FALLBACK[status] || '服务暂时没有正确答复，请稍后再试'
  return new ApiError(status, wire.code ?? 'unreadable', message, wire.details ?? null)
}
