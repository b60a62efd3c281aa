import { afterEach, describe, expect, it, vi } from 'vitest'

/** The platform as it is built for WeChat or the browser. */
async function built(platform: string) {
  vi.resetModules()
  vi.stubEnv('UNI_PLATFORM', platform)
  return import('@/session/platform')
}

afterEach(() => void vi.unstubAllEnvs())

describe('randomness', () => {
  it('is the browser\'s own', async () => {
    const { randomHex } = await built('h5')
    const [one, other] = [await randomHex(16), await randomHex(16)]
    expect(one).toMatch(/^[0-9a-f]{32}$/)
    expect(one).not.toBe(other)
  })

  it('is WeChat\'s in the mini-program', async () => {
    const { randomHex } = await built('mp-weixin')
    const getRandomValues = vi.fn(({ length, success }) => success({ randomValues: new Uint8Array(length).fill(10).buffer }))
    vi.stubGlobal('uni', { ...uni, getRandomValues })
    expect(await randomHex(3)).toBe('0a0a0a')
  })

  it('is never made up where there is none', async () => {
    const { randomHex } = await built('mp-weixin')
    await expect(randomHex(16)).rejects.toThrow('请更新微信')
    vi.stubGlobal('uni', { ...uni, getRandomValues: ({ fail }: { fail: () => void }) => fail() })
    await expect(randomHex(16)).rejects.toThrow('请更新微信')
  })
})
