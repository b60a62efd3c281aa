import { describe, expect, it } from 'vitest'
import { useProject } from '@/features/projects/composables/useProject'
import { centsOf, sayYuan } from '@/features/projects/words'
import { lastAsked } from '../setup'
import { refuses, says, signedIn } from '../member'

const stone = (id: string, more = {}) => ({
  id, place: Number(id), title: `节点${id}`, due_on: '2026-12-01', first_due_on: '2026-12-01', days_late: 0, overdue: false,
  done_at: null, done_by: null, evidence: null, photos: [], spent_cents: 0, ...more,
})
const note = (id: string) => ({ id, text: `第${id}条`, kind: 'note', moved: [], photos: [] })
const FINISH = { verb: 'finish', name: '完成实施', consequence: '请住户评价效果', needs: ['text'], shut: null }
const MOVE = { verb: 'reschedule', name: '调整日期', consequence: '原定日期留在记录里', needs: ['days', 'reason'], shut: null }
const answer = (more = {}) => ({
  project: { id: '7', topic_id: '3', name: '充电桩', due_on: '2026-12-20', milestones: [stone('1'), stone('2', { done_at: '2026-11-20T00:00:00Z' })], ...more },
  notes: { items: [note('9')], next: '9' },
  mine: { verbs: [FINISH, MOVE], may_reach: true },
})

async function opened() {
  signedIn()
  const held = useProject(() => '7', () => '')
  says(answer())
  await held.open()
  return held
}

describe('a project', () => {
  it('is found by its topic where only that is known', async () => {
    signedIn()
    const held = useProject(() => '', () => '3')
    says({ topic: { project: { id: '7' } } }, answer())
    await held.open()
    expect(lastAsked().url).toContain('/projects/7')
    expect(held.project.value?.name).toBe('充电桩')
  })

  it('that is none yet is said to be none', async () => {
    signedIn()
    const held = useProject(() => '', () => '3')
    says({ topic: { project: null } })
    await held.open()
    expect(held.failure.value).toBe('这个议题还没有形成项目')
  })

  it('grows its log from the end of what came with it', async () => {
    const held = await opened()
    says({ items: [note('8')], next: null })
    await held.more.run()
    expect(lastAsked().url).toContain('after=9')
    expect(held.notes.value.map(one => one.id)).toEqual(['9', '8'])
    expect(held.next.value).toBeNull()
  })

  it('takes a milestone for done with words, a photo and what it cost', async () => {
    const held = await opened()
    held.reach(held.project.value!.milestones[0]!)
    held.form.text = '桩位已经装好，物业一起看过。'
    expect(held.ready.value).toBe(false)
    held.photos.photos = [{ key: 1, local: 'a', percent: 100, id: '55', failure: '' }]
    held.form.spent = '12.5'
    expect(held.ready.value).toBe(true)
    says(answer())
    await held.send()
    expect(lastAsked().url).toContain('/projects/7/milestones/1/steps')
    expect(JSON.parse(String(lastAsked().data))).toEqual({ verb: 'done', text: '桩位已经装好，物业一起看过。', upload_ids: ['55'], spent_cents: 1250 })
    expect(held.asking.value).toBeUndefined()
  })

  it('moves only the days that were changed', async () => {
    const held = await opened()
    await held.press('reschedule')
    held.form.text = '施工单位要重新招标，晚十天。'
    expect(held.ready.value).toBe(false)
    held.form.days['1'] = '2026-12-11'
    says(answer())
    await held.send()
    expect(JSON.parse(String(lastAsked().data))).toEqual({
      verb: 'reschedule', reason: '施工单位要重新招标，晚十天。', due_on: '2026-12-20', milestones: [{ id: '1', due_on: '2026-12-11' }],
    })
  })

  it('keeps the sheet open with what the server says, and reads again after a race', async () => {
    const held = await opened()
    await held.press('finish')
    held.form.text = '充电桩全部通电，飞线已拆除。'
    refuses('gate_closed', '还有 1 个节点没有完成', 409)
    says(answer({ name: '新名字' }))
    await held.send()
    expect(held.sending.failure).toBe('还有 1 个节点没有完成')
    expect(held.asking.value?.verb).toBe('finish')
    expect(held.project.value?.name).toBe('新名字')
  })
})

describe('money', () => {
  it('is said in yuan and typed in yuan', () => {
    expect([sayYuan(0), sayYuan(2_400_005), sayYuan(-30_050)]).toEqual(['0.00 元', '24,000.05 元', '-300.50 元'])
    expect(['12', '12.5', ' 0.07 ', '', '1.234', '1e3', '-3'].map(centsOf)).toEqual([1200, 1250, 7, undefined, undefined, undefined, undefined])
  })
})
