import { afterEach, describe, expect, it, vi } from 'vitest'
import { ApiError, absolute, connect, request, upload } from '@/api/http'
import { serverNow } from '@/api/clock'
import { answer, asked, lastAsked, ok } from '../setup'

const failureOf = (promise: Promise<unknown>) => promise.then(() => undefined, (error: ApiError) => error)
const keys = () => asked.map(call => call.header['Idempotency-Key'])

describe('request', () => {
  it('writes the words of the query and leaves out the empty ones', async () => {
    answer(ok({}))
    await request('GET', '/posts', { query: { after: 'a b', kind: '', limit: 0, page: undefined } })
    expect(lastAsked().url).toBe('/api/v1/posts?after=a%20b&limit=0')
  })

  it('says who is calling only when somebody is signed in', async () => {
    answer(ok({}), ok({}))
    await request('GET', '/me')
    connect({ base: '/api/v1', token: () => 'abc', expired: () => undefined })
    await request('GET', '/me')
    expect(asked.map(call => call.header.Authorization)).toEqual([undefined, 'Bearer abc'])
  })

  it('hands the refusal of the server on in its own words', async () => {
    answer(ok({ code: 'home_voted', message: '这户已经投过票', details: { at: '14:02' } }, 409))
    const error = await failureOf(request('PUT', '/polls/1/ballot', { body: {} }))
    expect(error).toMatchObject({ status: 409, code: 'home_voted', message: '这户已经投过票', details: { at: '14:02' }, conflict: true })
  })

  it('finds plain words when something else answers in place of the server', async () => {
    answer(ok('<html>Bad Gateway</html>', 502))
    const error = await failureOf(request('GET', '/me'))
    expect(error).toMatchObject({ status: 502, code: 'unreadable', message: '服务暂时没有正确答复，请稍后再试' })
  })

  it('says that the network is down', async () => {
    expect(await failureOf(request('GET', '/me')))
      .toMatchObject({ status: 0, code: 'offline', message: '网络不通，请检查后重试', offline: true })
  })

  it('ends the session when the server no longer knows the token', async () => {
    const expired = vi.fn()
    connect({ base: '/api/v1', token: () => 'old', expired })
    answer(ok({ code: 'signed_out', message: '请重新登录' }, 401))
    await failureOf(request('GET', '/me'))
    expect(expired).toHaveBeenCalledOnce()
  })

  it('does not end a session that never was', async () => {
    const expired = vi.fn()
    connect({ base: '/api/v1', token: () => '', expired })
    answer(ok({ code: 'code_refused', message: '登录码已失效' }, 401))
    await failureOf(request('POST', '/sessions', { body: { code: 'x' } }))
    expect(expired).not.toHaveBeenCalled()
  })

  it('keeps the session on a refusal', async () => {
    const expired = vi.fn()
    connect({ base: '/api/v1', token: () => 'abc', expired })
    answer(ok({ code: 'forbidden', message: '不可以' }, 403))
    await failureOf(request('GET', '/gate-inbox'))
    expect(expired).not.toHaveBeenCalled()
  })
})

describe('the key of a POST', () => {
  const post = (text: string) => request('POST', '/posts', { body: { text } })

  it('is the same when an unanswered deed is tried again', async () => {
    answer('offline', ok({}, 503), ok({}, 201))
    await failureOf(post('一'))
    await failureOf(post('一'))
    await post('一')
    expect(keys()[0]).toMatch(/^[0-9a-f-]{36}$/)
    expect(new Set(keys()).size).toBe(1)
  })

  it('is new once an answer is known, good or bad', async () => {
    answer(ok({}, 201), ok({ code: 'x', message: 'x' }, 422), ok({}, 201))
    await post('二')
    await failureOf(post('二'))
    await post('二')
    expect(new Set(keys()).size).toBe(3)
  })

  it('is not shared by other words', async () => {
    answer('offline', 'offline')
    await failureOf(post('三'))
    await failureOf(post('四'))
    expect(keys()[0]).not.toBe(keys()[1])
  })

  it('is not shared by another person on the same phone', async () => {
    answer('offline', 'offline')
    connect({ base: '/api/v1', token: () => 'first', expired: () => undefined })
    await failureOf(post('五'))
    connect({ base: '/api/v1', token: () => 'second', expired: () => undefined })
    await failureOf(post('五'))
    expect(keys()[0]).not.toBe(keys()[1])
  })

  it('is sent by POST alone', async () => {
    answer(ok({}), ok({}), ok({}))
    await request('GET', '/posts')
    await request('PUT', '/posts/1', { body: {} })
    await request('POST', '/sessions', { body: {}, idempotent: false })
    expect(keys()).toEqual([undefined, undefined, undefined])
  })
})

describe('upload', () => {
  it('hears progress and reads the answer', async () => {
    const percents: number[] = []
    answer(ok('{"id": "7"}', 201))
    expect(await upload('/uploads', 'tmp/a.jpg', percent => percents.push(percent))).toEqual({ id: '7' })
    expect(percents).toEqual([50])
    expect(keys()[0]).toBeTruthy()
  })

  it('hands a refusal on', async () => {
    answer(ok('{"code": "too_large", "message": "照片太大"}', 413))
    expect(await failureOf(upload('/uploads', 'tmp/a.jpg'))).toMatchObject({ code: 'too_large', message: '照片太大' })
  })
})

describe('addresses', () => {
  it('puts the paths of photos behind the server, and leaves whole addresses alone', () => {
    connect({ base: 'https://sqt.example/api/v1', token: () => '', expired: () => undefined })
    expect(absolute('/api/v1/uploads/1')).toBe('https://sqt.example/api/v1/uploads/1')
    expect(absolute('https://cdn.example/1.jpg')).toBe('https://cdn.example/1.jpg')
  })
})

describe('the clock of the server', () => {
  afterEach(() => void vi.useRealTimers())

  it('is believed rather than that of the phone', async () => {
    vi.useFakeTimers({ now: Date.parse('2026-11-22T00:00:00Z'), toFake: ['Date'] })
    answer({ statusCode: 200, data: {}, header: { date: 'Sun, 22 Nov 2026 01:00:00 GMT' } })
    await request('GET', '/me')
    expect(new Date(serverNow()).toISOString()).toBe('2026-11-22T01:00:00.000Z')
    answer({ statusCode: 200, data: {}, header: { date: 'Sun, 22 Nov 2026 00:00:00 GMT' } })
    await request('GET', '/me')
    expect(serverNow()).toBe(Date.now())
  })
})
