import { describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import { useQr } from '@/features/places/composables/useQr'
import { asked, lastAsked } from '../setup'
import { says, signedIn } from '../member'

const qr = (scene: string | null, more: object = {}) => ({
  scene, serial: scene && '02-5TDTPZ', state: scene ? 'active' : 'none', issued_at: null, url: null,
  history: scene ? [{ serial: '02-5TDTPZ' }] : [], verbs: scene ? ['rotate', 'revoke'] : ['rotate'], ...more,
})

describe('useQr', () => {
  it('fetches the picture once per code', async () => {
    signedIn()
    says(qr('word1'), '<svg>1</svg>', qr('word1'))
    const page = useQr()
    await page.open()
    expect(asked.map(one => one.url)).toEqual(['/api/v1/communities/7/estates/11/qr', '/api/v1/communities/7/estates/11/qr/code.svg'])
    expect(page.picture.value).toBe('data:image/svg+xml;utf8,%3Csvg%3E1%3C%2Fsvg%3E')
    await page.open()
    expect(asked).toHaveLength(3)
  })

  it('issues the first code without a reason', async () => {
    signedIn()
    says(qr(null))
    const page = useQr()
    await page.open()
    expect([page.picture.value, page.acts.verbs[0]!.name]).toEqual(['', '发第一张码'])
    vi.mocked(uni.showModal).mockImplementation(asking => void asking?.success?.({ confirm: true } as never))
    says(qr('word1'), '<svg/>')
    await page.acts.press('rotate')
    await nextTick()
    expect(JSON.parse(asked[1]!.data!)).toEqual({ verb: 'rotate', serial: null })
    expect(lastAsked().url).toMatch(/code\.svg$/)
  })

  it('exchanges a running code with a reason, and draws the new one', async () => {
    signedIn()
    says(qr('word1'), '<svg>1</svg>')
    const page = useQr()
    await page.open()
    await page.acts.press('rotate')
    expect(page.acts.open?.name).toBe('换发新码')
    says(qr('word2'), '<svg>2</svg>')
    await page.acts.give('每半年定期更换')
    await new Promise(resolve => setTimeout(resolve))
    expect(page.picture.value).toContain('2')
  })

  it('keeps nothing of one estate when another is chosen', async () => {
    signedIn()
    says(qr('word1'), '<svg>1</svg>', qr(null))
    const page = useQr()
    await page.open()
    page.chosen.value = '12'
    await new Promise(resolve => setTimeout(resolve))
    expect([lastAsked().url, page.picture.value]).toEqual(['/api/v1/communities/7/estates/12/qr', ''])
  })
})
