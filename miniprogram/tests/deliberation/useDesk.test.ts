import { describe, expect, it, vi } from 'vitest'
import { useLetters } from '@/features/deliberation/composables/useLetters'
import { actsOf, sayIssued, usePaperDesk } from '@/features/deliberation/composables/usePaperDesk'
import { usePaperEntry } from '@/features/deliberation/composables/usePaperEntry'
import { useSheets } from '@/features/deliberation/composables/useSheets'
import { type Letter, type PaperHome, type PaperPage, type PaperSheetPage, partsOf } from '@/features/deliberation/desk'
import { answer, asked, lastAsked, ok } from '../setup'
import { me, signIn } from './given'

const home = (id: string, standing: PaperHome['standing'], verbs: string[], more: Partial<PaperHome> = {}): PaperHome => ({
  home_id: id, label: `3号楼 ${id}室`, standing, standing_name: standing, serial: 'ABCD-EFGH-K', issued_at: null, verbs, first_is_mine: false,
  confirmation: null, calls: 0, ...more,
})
const page = (more: Partial<PaperPage> = {}): PaperPage => ({
  question: '是否同意？', closes_at: '2026-11-29T02:00:00Z', may_issue: true, why_not: null,
  counts: { none: 4, issued: 3, entered: 1, phone: 2 }, standings: [{ standing: 'none', name: '未发' }, { standing: 'entered', name: '已录入' }, { standing: 'void', name: '作废' }],
  confirmations: [], buildings: [{ id: '31', name: '3号楼', homes: 10, counts: {} }], items: [home('501', 'issued', ['enter', 'void', 'reissue', 'print'])], next: null, ...more,
})
const sheet = (more: Partial<PaperSheetPage> = {}): PaperSheetPage => ({
  serial: 'ABCD-EFGH-K', home_id: '501', label: '3号楼 501室', covers: ['3号楼 501室'], question: '是否同意？',
  options: [{ id: '81', label: '赞成', weight: 'for' }], standing: 'issued', standing_name: '已发', reading: 1, may_enter: true, why_not: null,
  needs_photo: true, photo: null, first_by: null, first_at: null, second_by: null, second_at: null, reason: null, calls: [], ...more,
})
const letter: Letter = {
  id: '9', home_id: '501', label: '3号楼 501室', agent: '王**', reason: '住院', standing: 'waiting', standing_name: '等另一人确认', registered_by: '陈女士',
  registered_at: '2026-11-22T02:00:00Z', confirmed_by: null, confirmed_at: null, revocation: null,
  photo: { id: '1', url: '/u', thumb: '/t', width: 1, height: 1 }, verbs: ['confirm', 'revoke'],
}
const body = () => JSON.parse(lastAsked().data ?? '{}') as Record<string, unknown>

async function desk(given = page()) {
  signIn()
  answer(ok(me()), ok(given))
  const found = usePaperDesk(() => '8')
  await found.open()
  return found
}

async function entry(given = sheet(), scene = 'ABCD-EFGH-K.TOKEN') {
  signIn()
  answer(ok(me()), ok(given))
  const found = usePaperEntry(() => '8', () => scene)
  await found.open()
  return found
}

describe('the desk', () => {
  it('counts every way a home can have voted', async () => {
    const { total, inBox, percent, standings } = await desk()
    expect([total.value, inBox.value, percent.value]).toEqual([10, 3, 30])
    expect(standings.value.map(one => one.name)).toEqual(['全部 10', '未发 4', '已录入 1'])
  })

  it('offers what the server offers, reading in first', () => {
    expect(actsOf(home('1', 'issued', ['void', 'print', 'enter'])).map(one => one.verb)).toEqual(['enter', 'print', 'void'])
    expect(actsOf(home('1', 'phone', []))).toEqual([])
  })

  it('says how many homes know that their sheet was entered', async () => {
    const known = (kind: 'notice' | 'telephone' | 'open', name: string, sheets: number) => ({ kind, name, sheets })
    const { confirmations, open } = await desk(page({ confirmations: [known('notice', '已发通知', 2), known('telephone', '已电话告知', 0), known('open', '还没有告知', 1)] }))
    expect(confirmations.value).toBe('录入的 3 张：已发通知 2 · 还没有告知 1')
    answer(ok(page()))
    await open()
    expect(confirmations.value).toBe('')
  })

  it('writes a call down, and a sheet that could not be handed over with its reason', async () => {
    const { press, tell, called, give, asked } = await desk()
    await press('call', home('501', 'entered', ['call']))
    answer(ok({}), ok(page()))
    await tell(true, '女儿接的')
    expect(called.value).toBeUndefined()
    await press('undelivered', home('501', 'issued', ['undelivered']))
    expect(asked.value?.name).toBe('登记无法送达')
    answer(ok({}), ok(page()))
    await give('三次上门没人')
    expect(asked.value).toBeUndefined()
  })

  it('sends sheets to homes that nobody can vote for by phone, or to the building on screen', async () => {
    const { issue, building, said } = await desk()
    answer(ok({ issued: 2, home_ids: ['1', '2'], skipped: [{ home_id: '3', label: '7号楼 102室', why: '这户已经投过票' }] }), ok(page()))
    await issue()
    expect(JSON.parse(asked[asked.length - 2]!.data ?? '')).toEqual({ all_without_phone: true })
    expect(said.value).toContain('发了 2 张')
    expect(said.value).toContain('7号楼 102室（这户已经投过票）')
    answer(ok(page()), ok({ issued: 0, home_ids: [], skipped: [] }), ok(page()))
    building.value = '31'
    await vi.waitFor(() => expect(lastAsked().url).toContain('building_id=31'))
    await issue()
    expect(said.value).toBe('没有新发的票')
  })

  it('asks for a reason before a sheet is replaced, and keeps asking when refused', async () => {
    const { press, asked: act, give, issuing } = await desk()
    await press('reissue', home('501', 'issued', ['reissue']))
    expect(act.value?.act).toBe('作废并补发')
    answer({ statusCode: 409, data: { code: 'poll_closed', message: '表决已经截止', details: {} } })
    await give('住户说丢了')
    expect(body()).toEqual({ home_ids: ['501'], reason: '住户说丢了' })
    expect([issuing.failure, act.value === undefined]).toEqual(['表决已经截止', false])
    answer(ok({ issued: 1, home_ids: ['501'], skipped: [] }), ok(page()))
    await give('住户说丢了')
    expect(act.value).toBeUndefined()
  })

  it('stays on screen when no home fits the filter', async () => {
    const { state } = await desk(page({ items: [] }))
    expect(state.value).toBe('ready')
  })

  it('names three of many who got nothing', () => {
    const skipped = ['1', '2', '3', '4'].map(label => ({ label, why: '已投' }))
    expect(sayIssued(0, skipped)).toBe('没有新发的票。4 户没有发：1（已投）；2（已投）；3（已投） 等')
  })
})

describe('reading a sheet in', () => {
  it('takes the code apart, and a serial alone', () => {
    expect(partsOf(' ABCD-EFGH-K.TOK ')).toEqual({ serial: 'ABCD-EFGH-K', token: 'TOK' })
    expect(partsOf('abcdefghk')).toEqual({ serial: 'abcdefghk', token: '' })
  })

  it('wants the photo first', async () => {
    const { missing } = await entry()
    expect(missing.value).toBe('请先拍下这张票')
  })

  it('wants the choice once a photo is there', async () => {
    const { missing, option, label } = await entry(sheet({ needs_photo: false, reading: 2 }))
    expect(missing.value).toBe('请选票面上勾选的一项')
    option.value = '81'
    expect([missing.value, label.value]).toEqual(['', '赞成'])
  })

  it('sends what was scanned, and says what became of the two readings', async () => {
    const { option, entering, done } = await entry(sheet({ needs_photo: false, reading: 2 }))
    option.value = '81'
    answer(ok(sheet({ standing: 'mismatch', may_enter: true })))
    await entering.run()
    expect(body()).toEqual({ option_id: '81', upload_id: null, token: 'TOKEN' })
    expect(done.value).toContain('两遍不一致')
  })

  it('shows the server\'s words when the home has voted by phone', async () => {
    const { option, entering, done } = await entry(sheet({ needs_photo: false }))
    option.value = '81'
    answer({ statusCode: 409, data: { code: 'phone_wins', message: '这户已用手机投票', details: {} } })
    await entering.run()
    expect([entering.failure, done.value]).toEqual(['这户已用手机投票', ''])
  })
})

describe('the sheets', () => {
  it('are read to the last one, for they are printed in one go', async () => {
    const one = { home_id: '1', label: '101室', covers: ['101室'], code: '<svg/>' }
    const head = { community: '', question: '', options: [], who_signs: '', hand_in: '', closes_at: '2026-11-29T02:00:00Z', rule: {} }
    signIn()
    answer(ok(me()), ok({ ...head, items: [{ ...one, serial: 'A' }], next: '1' }), ok({ ...head, items: [{ ...one, serial: 'B', code: null }], next: null }))
    const { open, sheets, until } = useSheets(() => '8', () => ({ building_id: '31' }))
    await open()
    expect(sheets.value.map(sheet => [sheet.serial, sheet.picture !== ''])).toEqual([['A', true], ['B', false]])
    expect(lastAsked().url).toContain('building_id=31&after=1')
    expect(until.value).toBe('2026年11月29日 10:00')
  })
})

describe('letters of authority', () => {
  it('are registered with a telephone, a reason and a photo, and confirmed after a question', async () => {
    signIn()
    answer(ok(me()), ok({ may_register: true, items: [letter] }))
    const { open, form, missing, photos, registering, press, letters } = useLetters(() => '8', () => '501')
    await open()
    expect(missing.value).toContain('十一位手机号')
    Object.assign(form, { phone: '13800001111', reason: '住院，委托邻居' })
    expect(missing.value).toBe('请拍下委托书')
    photos.photos = [{ key: 1, local: '', percent: 100, id: '77', failure: '' }]
    answer(ok({ may_register: true, items: [letter, letter] }))
    await registering.run()
    expect(asked[asked.length - 1]!.url).toContain('/polls/8/proxies')
    expect([letters.value?.items.length, form.phone, photos.photos.length]).toEqual([2, '', 0])
    vi.mocked(uni.showModal).mockImplementation(((question: { success: (a: { confirm: boolean }) => void }) => question.success({ confirm: true })) as never)
    answer(ok({ may_register: true, items: [] }))
    await press('confirm', letter)
    expect(body()).toEqual({ verb: 'confirm' })
  })

  it('are revoked for a reason', async () => {
    signIn()
    answer(ok(me()), ok({ may_register: true, items: [letter] }))
    const { open, press, revoked, give } = useLetters(() => '8', () => '')
    await open()
    await press('revoke', letter)
    expect(revoked.value?.id).toBe('9')
    answer(ok({ may_register: true, items: [] }))
    await give('住户本人回来了')
    expect(body()).toEqual({ verb: 'revoke', reason: '住户本人回来了' })
    expect(revoked.value).toBeUndefined()
  })
})
