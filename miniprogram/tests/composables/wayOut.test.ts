import { describe, expect, it, vi } from 'vitest'
import { useMember } from '@/composables/useMember'
import { canGoBack, goHome } from '@/composables/wayOut'
import { asked } from '../setup'
import { me, refuses, says, signedIn } from '../member'

describe('a page that is refused', () => {
  it('leads back only where one came from', () => {
    expect(canGoBack()).toBe(false)
    vi.stubGlobal('getCurrentPages', () => [{}, {}])
    expect(canGoBack()).toBe(true)
  })

  it('leads home, where it is asked anew who is reading', async () => {
    signedIn()
    goHome()
    expect(uni.reLaunch).toHaveBeenCalledWith({ url: '/pages/home/index' })
    says(me)
    await useMember().open()
    expect(asked.map(one => one.url)).toEqual(['/api/v1/me'])
  })
})

describe('what a retry may help', () => {
  it.each([
    [403, 'refused'], [404, 'refused'], [422, 'refused'], [408, 'error'], [429, 'error'], [500, 'error'], [503, 'error'],
  ])('after %i the page is %s', async (status, state) => {
    signedIn().me = undefined
    refuses('x', '不行', status)
    const page = useMember()
    await page.open()
    expect([page.state.value, page.failure.value]).toEqual([state, '不行'])
  })
})
