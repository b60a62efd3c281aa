import { describe, expect, it } from 'vitest'
import { nextTick } from 'vue'
import { useEvaluation } from '@/features/projects/composables/useEvaluation'
import { useFund } from '@/features/projects/composables/useFund'
import { useHeld } from '@/features/projects/composables/useHeld'
import { useProjectForm } from '@/features/projects/composables/useProjectForm'
import { useProjects } from '@/features/projects/composables/useProjects'
import { lastAsked } from '../setup'
import { refuses, says, signedIn } from '../member'

const body = () => JSON.parse(String(lastAsked().data))
const home = (more = {}) => ({ home_id: '4', label: '3号楼101室', by_me: false, rating: null, text: '', text_state: '', reason: '', at: null, ...more })
const evaluation = (more = {}, ...homes: unknown[]) => ({
  topic_id: '3', title: '充电桩', phase: 'open', until: '2026-12-06', households: 40, rated: 2, least: 5, enough: null, sentence: '已有 2 户评价',
  counts: null, texts: null, texts_unseen: 0, remarks: [], mine: { homes: homes.length ? homes : [home()], may_rate: true, may_remark: true }, ...more,
})

async function asked(...homes: unknown[]) {
  signedIn()
  const held = useEvaluation(() => '3')
  says(evaluation({}, ...homes))
  await held.open()
  await nextTick()
  return held
}

describe('大家评', () => {
  it('keeps what is being typed when the page is read again, until the server knows another word', async () => {
    const held = await asked()
    Object.assign(held.form, { rating: 1, text: '灯还是不亮' })
    says(evaluation())
    await held.open()
    await nextTick()
    expect(held.form).toEqual({ rating: 1, text: '灯还是不亮' })
    says(evaluation({}, home({ rating: 3, text: '很好' })))
    await held.open()
    await nextTick()
    expect(held.form).toEqual({ rating: 3, text: '很好' })
  })

  it('wants a reason of who is not satisfied, and of nobody else', async () => {
    const held = await asked()
    expect(held.ready.value).toBe(false)
    held.form.rating = 1
    expect([held.ready.value, held.missing.value]).toEqual([false, 5])
    held.form.rating = 3
    expect(held.ready.value).toBe(true)
    says(home({ rating: 3, by_me: true }), evaluation({}, home({ rating: 3, by_me: true })))
    await held.sending.run()
    await nextTick()
    expect([held.same.value, held.ready.value]).toEqual([true, false])
  })

  it('leaves what a housemate said to him', async () => {
    const held = await asked(home({ rating: 2 }))
    expect(held.taken.value).toBe(true)
  })

  it('asks for each home apart', async () => {
    const held = await asked(home({ rating: 2, by_me: true }), home({ home_id: '5', label: '3号楼102室' }))
    held.chosen.value = '5'
    await nextTick()
    held.form.rating = 3
    refuses('home_rated', '这户已由家里另一位评价过了', 409)
    await held.sending.run()
    expect(body()).toEqual({ home_id: '5', rating: 3, text: '' })
    expect(held.sending.failure).toBe('这户已由家里另一位评价过了')
  })

  it('takes the word of who watches', async () => {
    const held = await asked()
    held.remark.value = '验收时两位代表在场，账目相符。'
    expect(held.remarkable.value).toBe(true)
    says(evaluation({ remarks: [{ id: '1' }] }))
    await held.remarking.run()
    expect([held.evaluation.value?.remarks.length, held.remark.value]).toEqual([1, ''])
  })
})

const entry = (seq: number) => ({ id: String(seq), seq })
const book = (...items: unknown[]) => ({ balance_cents: 500, income_cents: 900, expense_cents: 400, head_hash: 'ab', items, next: null, mine: { may_keep: true } })

describe('the fund', () => {
  it('wants an invoice for what is spent and none for what is given', async () => {
    signedIn()
    const held = useFund()
    says(book(entry(1)))
    await held.open()
    held.begin()
    Object.assign(held.form, { amount: '12.30', memo: '买插座', party: '五金店' })
    expect(held.ready.value).toBe(false)
    held.form.memo = '买插座和电线'
    expect(held.ready.value).toBe(false)
    held.photos.photos = [{ key: 1, local: 'a', percent: 100, id: '55', failure: '' }]
    expect(held.ready.value).toBe(true)
    refuses('not_enough', '微基金余额 5.00 元，不够支出 12.30 元', 409)
    await held.recording.run()
    expect(body()).toMatchObject({ kind: 'expense', amount_cents: 1230, upload_ids: ['55'] })
    expect([held.writing.value, held.recording.failure]).toEqual([true, '微基金余额 5.00 元，不够支出 12.30 元'])
    held.photos.photos = []
    held.form.kind = 'income'
    expect(held.ready.value).toBe(true)
  })

  it('takes an entry back by its number', async () => {
    signedIn()
    const held = useFund()
    says(book(entry(2)))
    await held.open()
    held.wrong.value = held.list.items[0]
    says(entry(3), book(entry(3), entry(2)))
    await held.reversing.run('金额记错了')
    expect(held.wrong.value).toBeUndefined()
    expect(held.list.items.map(one => one.seq)).toEqual([3, 2])
  })
})

describe('the paper of a project', () => {
  it('is complete with two milestones in order and money that has a source', async () => {
    signedIn()
    const formed: string[] = []
    const held = useProjectForm(() => '3', id => formed.push(id))
    says({ topic: { title: '充电桩' } })
    await held.open()
    Object.assign(held.form, { name: '车棚充电桩', summary: '在东侧车棚装八个充电桩。', owner_name: '居委会', department: '物业', budget: '24000', due_on: '2027-03-01' })
    Object.assign(held.form.milestones[0]!, { title: '选定单位', due_on: '2027-02-01' })
    Object.assign(held.form.milestones[1]!, { title: '装好验收', due_on: '2027-01-01' })
    expect([held.wrong(1), held.ready.value]).toEqual(['早于前一个节点', false])
    held.form.milestones[1]!.due_on = '2027-03-02'
    expect(held.wrong(1)).toBe('晚于全部完成的日期')
    held.form.milestones[1]!.due_on = '2027-03-01'
    expect(held.ready.value).toBe(true)
    says({ project: { id: '7' } })
    await held.sending.run()
    expect(body()).toMatchObject({ budget_cents: 2_400_000, owner_kind: 'committee' })
    expect(formed).toEqual(['7'])
  })

  it('keeps two milestones at least and twelve at most, and shows the project of who was quicker', async () => {
    signedIn()
    const held = useProjectForm(() => '3', () => undefined)
    held.remove(0)
    expect(held.form.milestones.length).toBe(2)
    for (let more = 0; more < 20; more++) held.add()
    expect([held.form.milestones.length, held.removable.value]).toEqual([12, true])
    refuses('already_formed', '王主任已经登记了项目', 409, { project: { id: '9' } })
    await held.sending.run()
    expect(held.other.value).toBe('9')
  })
})

describe('the projects', () => {
  it('begin with those under way and start over with the others', async () => {
    signedIn()
    const held = useProjects()
    says({ items: [{ id: '7' }], next: null })
    await held.open()
    expect(lastAsked().url).toContain('state=open')
    says({ items: [], next: null })
    await held.pick('done')
    expect(lastAsked().url).toContain('state=done')
    expect(held.state.value).toBe('empty')
  })
})

describe('what was held', () => {
  it('is let through where it stands, with a reason, and the list is read again', async () => {
    signedIn()
    const held = useHeld()
    says({ notes: [{ id: '9', project_id: '7', text: '加微信', reason: '含有词语' }], evaluations: [{ topic_id: '3', home_id: '4', rating: 1, text: '差', reason: '' }] })
    await held.open()
    expect(held.rows.value.map(one => one.kind)).toEqual(['项目留言', '评价：不满意'])
    held.asking.value = { path: held.rows.value[1]!.path, verb: 'release' }
    says({}, { notes: [], evaluations: [] })
    await held.sending.run('没有问题')
    expect(held.rows.value).toEqual([])
    expect(held.act.value).toBeUndefined()
  })
})
