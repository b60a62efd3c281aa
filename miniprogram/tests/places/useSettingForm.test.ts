import { describe, expect, it } from 'vitest'
import { shallowRef } from 'vue'
import { useSettingForm } from '@/features/places/composables/useSettingForm'
import type { Setting } from '@/features/places/types'
import { sayBasis, sayShare, sayValue } from '@/features/places/words'
import { asked, lastAsked } from '../setup'
import { refuses, says, signedIn } from '../member'
import { LAW, RULE } from './rules'

const WHY = '居民代表会议讨论通过'
const HALF = { num: 1, den: 2, over: true }

function form(of: Setting) {
  signedIn()
  const item = shallowRef<Setting | undefined>(of)
  const taken: Setting[] = []
  return { item, taken, ...useSettingForm(() => item.value, one => taken.push(one)) }
}

describe('useSettingForm', () => {
  it('begins with what is in force, which is no change', () => {
    const page = form(RULE)
    expect(page.form.text).toBe('3')
    page.form.reason = WHY
    expect(page.ready.value).toBe(false)
  })

  it('sends the number with its reason, and its button says what will be', async () => {
    const page = form(RULE)
    Object.assign(page.form, { text: ' 4 ', reason: ` ${WHY} ` })
    expect([page.ready.value, page.act.value]).toEqual([true, '改为 4 个工作日'])
    says({ ...RULE, value: 4 })
    expect(await page.saving.run()).toBe(true)
    expect([lastAsked().method, lastAsked().url]).toEqual(['PUT', '/api/v1/communities/7/settings/gate.days'])
    expect(JSON.parse(lastAsked().data!)).toEqual({ value: 4, reason: WHY })
    expect(page.taken[0]!.value).toBe(4)
  })

  it.each(['', 'x', '3.5', '-1'])('waits for a whole number: %s', (text) => {
    const page = form(RULE)
    Object.assign(page.form, { text, reason: WHY })
    expect([page.ready.value, page.act.value]).toEqual([false, '改动这条规则'])
  })

  it('waits for a reason', () => {
    const page = form(RULE)
    Object.assign(page.form, { text: '4', reason: '太短' })
    expect([page.ready.value, page.missing.value]).toEqual([false, 2])
  })

  it('keeps what was written when the server refuses', async () => {
    const page = form(RULE)
    Object.assign(page.form, { text: '9', reason: WHY })
    refuses('invalid', '每道把关的办理期限应为 1 到 5 之间的整数')
    expect(await page.saving.run()).toBe(false)
    expect([page.form.text, page.saving.failure, page.taken]).toEqual(['9', '每道把关的办理期限应为 1 到 5 之间的整数', []])
  })

  it('takes a changed rule back to its default', async () => {
    const page = form({ ...RULE, value: 4 })
    expect(page.undoing.value).toBe('恢复默认：3 个工作日')
    Object.assign(page.form, { back: true, reason: WHY })
    expect(page.act.value).toBe('改为 3 个工作日')
    says(RULE)
    await page.saving.run()
    expect(JSON.parse(lastAsked().data!)).toEqual({ value: null, reason: WHY })
  })

  it('offers nothing to take back where nothing was changed', () => {
    expect(form(RULE).undoing.value).toBe('')
  })

  it('fills a number of a law with its article only, by its own way', async () => {
    const page = form(LAW)
    Object.assign(page.form, { cite: '《居民委员会组织法》第二十三条', reason: WHY })
    expect([page.ready.value, page.act.value]).toEqual([false, '填写这个数字'])
    Object.assign(page.form, { share: HALF, cite: ' ' })
    expect(page.ready.value).toBe(false)
    page.form.cite = '《居民委员会组织法》第二十三条'
    expect([page.ready.value, page.act.value]).toEqual([true, '填写为 过半数'])
    says({ ...LAW, value: HALF, filled: true })
    await page.saving.run()
    expect(lastAsked().url).toBe('/api/v1/communities/7/settings/route.C.participation/law')
    expect(JSON.parse(lastAsked().data!)).toEqual({ value: HALF, reason: WHY, cite: '《居民委员会组织法》第二十三条' })
  })

  it('withdraws a number of a law, and says that its route is shut then', () => {
    const page = form({ ...LAW, value: HALF, filled: true, cite: '第二十三条' })
    Object.assign(page.form, { back: true, reason: WHY })
    expect([page.ready.value, page.act.value]).toEqual([true, '撤回核定'])
    expect(page.consequence.value).toContain('不能启用')
  })

  it('begins anew with another rule', async () => {
    const page = form(RULE)
    page.form.reason = WHY
    page.item.value = { ...RULE, key: 'pause.days', value: 10 }
    await Promise.resolve()
    expect([page.form.text, page.form.reason]).toEqual(['10', ''])
    expect(asked).toEqual([])
  })
})

describe('the words of a rule', () => {
  it.each([
    [{ num: 1, den: 2, over: true }, '过半数'], [{ num: 1, den: 2, over: false }, '二分之一以上'],
    [{ num: 2, den: 3, over: false }, '三分之二以上'], [{ num: 2, den: 3, over: true }, '超过三分之二'],
    [{ num: 1, den: 1, over: false }, '全部'], [{ num: 3, den: 20, over: false }, '20分之三以上'],
  ])('name the share %o', (share, words) => expect(sayShare(share)).toBe(words))

  it('name every kind of value', () => {
    expect(sayValue(RULE, 3)).toBe('3 个工作日')
    expect(sayValue({ kind: 'percent', unit: '%' }, 10)).toBe('10%')
    expect(sayValue({ kind: 'switch', unit: '' }, false)).toBe('否')
    expect(sayValue({ kind: 'text', unit: '' }, '街坊')).toBe('街坊')
    expect(sayValue(LAW, null)).toBe('没有核定')
  })

  it('name where it comes from', () => {
    const fifth = { num: 1, den: 5, over: false }
    expect(sayBasis(RULE)).toBe('系统默认值')
    expect(sayBasis({ ...RULE, value: 4 })).toBe('系统默认 3 个工作日')
    expect(sayBasis({ ...RULE, kind: 'share', value: HALF, default: fifth })).toBe('系统默认五分之一以上')
    expect(sayBasis({ ...LAW, value: HALF, default: fifth, cite: '第十条' })).toBe('默认五分之一以上，依据第十条')
    expect(sayBasis(LAW)).toBe('依据《居民委员会组织法》')
    expect(sayBasis({ ...LAW, cite: '第二十三条' })).toBe('依据第二十三条')
  })
})
