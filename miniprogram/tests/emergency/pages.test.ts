import { describe, expect, it, vi } from 'vitest'
import { useBegin } from '@/features/emergency/composables/useBegin'
import { useBoard } from '@/features/emergency/composables/useBoard'
import { useBuilding } from '@/features/emergency/composables/useBuilding'
import { useEmergency } from '@/features/emergency/composables/useEmergency'
import { useNeeds } from '@/features/emergency/composables/useNeeds'
import { lastAsked } from '../setup'
import { refuses, says, signedIn } from '../member'

const card = { id: '9', kind: 'typhoon', title: '台风应急', text: '请留在家中', is_drill: false, state: 'running', ends_at: '2026-12-01T00:00:00Z' }
const mine = { verbs: [] as string[], desk: false, may_help: true, volunteer: null as string[] | null, homes: [{ home_id: '4', door: '3号楼 101', said: null, history: [] }] }
const page = (more = {}, own = {}) => ({
  emergency: card, guide: [], phones: [], steps: [], buildings: [], needs: { open: 0, taken: 0, done: 0 }, most_hours: 72, mine: { ...mine, ...own }, ...more,
})
const need = (id: string, ...verbs: string[]) => ({ id, kind_name: '用药', state: 'open', building: '3号楼', room: null, verbs })
const sent = (): unknown => JSON.parse(String(lastAsked().data))
const choose = (confirm: boolean) => vi.spyOn(uni, 'showModal').mockImplementation((asked) => {
  asked?.success?.({ confirm, cancel: !confirm } as UniApp.ShowModalRes)
  return Promise.resolve() as never
})

async function opened(own = {}) {
  signedIn()
  const emergency = useEmergency(() => '9')
  says(page({}, own))
  await emergency.open()
  return emergency
}

describe('one emergency', () => {
  it('takes the answer of the reader’s home', async () => {
    const emergency = await opened()
    says(page({}, { homes: [{ ...mine.homes[0], said: { answer: 'safe' } }] }))
    await emergency.answering.run('4', 'safe')
    expect(sent()).toEqual({ home_id: '4', answer: 'safe' })
    expect(emergency.subject.value?.mine.homes[0]?.said?.answer).toBe('safe')
  })

  it('signs a helper on with what he can do, and off with nothing', async () => {
    const emergency = await opened()
    says(page({}, { volunteer: ['errands'] }), page())
    await emergency.helping.run(['errands'])
    expect([lastAsked().method, emergency.subject.value?.mine.volunteer]).toEqual(['PUT', ['errands']])
    await emergency.helping.run([])
    expect(lastAsked().method).toBe('DELETE')
  })

  it('offers the street what the server offers, and asks why', async () => {
    const emergency = await opened({ verbs: ['end', 'extend'] })
    expect(emergency.acts.verbs.map(one => one.name)).toEqual(['延长', '提前结束'])
    await emergency.acts.press('end')
    says(page({ emergency: { ...card, state: 'ended' } }))
    await emergency.acts.give('险情已经解除')
    expect(sent()).toEqual({ verb: 'end', reason: '险情已经解除' })
    expect(emergency.running.value).toBe(false)
  })
})

async function listed(needs: unknown[], own = {}) {
  signedIn()
  const list = useNeeds(() => '9')
  says(page({}, own), { items: needs })
  await list.open()
  return list
}

describe('needs', () => {
  it('are taken after a question, and not without', async () => {
    const list = await listed([need('5', 'take')], { volunteer: ['errands'] })
    choose(false)
    await list.press('5', 'take')
    expect(lastAsked().method).toBe('GET')
    choose(true)
    says({ items: [need('5', 'release', 'finish')] })
    await list.press('5', 'take')
    expect(list.needs.value[0]?.verbs).toEqual(['release', 'finish'])
  })

  it('are read again when another was quicker', async () => {
    const list = await listed([need('5', 'take')], { volunteer: [] })
    choose(true)
    refuses('conflict', '它已经不在可以这样操作的状态了，请刷新后再看', 409)
    says(page(), { items: [] })
    await list.press('5', 'take')
    expect([list.needs.value, list.failed.value]).toEqual([[], '它已经不在可以这样操作的状态了，请刷新后再看'])
  })

  it('are given to one of those who signed on', async () => {
    const list = await listed([need('5', 'dispatch', 'settle')], { desk: true })
    says({ items: [{ id: '8', name: '王女士', place: '3号楼', skill_names: ['跑腿'], busy: 0 }] })
    await list.press('5', 'dispatch')
    expect([list.sending.value, list.volunteers.value.length, list.act.value]).toEqual([true, 1, undefined])
    says({ items: [need('5', 'recall')] })
    await list.give({ volunteer_id: '8' })
    expect(sent()).toEqual({ verb: 'dispatch', volunteer_id: '8' })
    expect(list.sending.value).toBe(false)
  })

  it('are finished with a line of what was done', async () => {
    const list = await listed([need('5', 'finish')])
    await list.press('5', 'finish')
    expect(list.act.value?.name).toBe('办好了')
    says({ items: [] })
    await list.give({ note: '药已送到' })
    expect(sent()).toEqual({ verb: 'finish', note: '药已送到' })
    expect(list.act.value).toBeUndefined()
  })

  it('are asked for one’s own home', async () => {
    const list = await listed([])
    says({ items: [need('6', 'cancel')] })
    await list.asking.run('4', 'food', '家里没有米了')
    expect(sent()).toEqual({ home_id: '4', kind: 'food', text: '家里没有米了' })
    expect(list.needs.value.map(one => one.id)).toEqual(['6'])
  })
})

describe('the desk', () => {
  const building = (id: string, help: number, silent: number) => ({ id, name: `${id}号楼`, homes: 10, safe: 1, help, away: 0, silent })

  it('sees first where help is needed, then where nobody answered', async () => {
    signedIn()
    const board = useBoard(() => '9')
    says(page({ buildings: [building('1', 0, 9), building('2', 1, 0), building('3', 0, 3)] }), { items: [] })
    await board.open()
    expect(board.buildings.value.map(one => one.id)).toEqual(['2', '1', '3'])
    expect([board.total.value.homes, board.total.value.silent]).toEqual([30, 12])
  })

  it('goes door by door, stairwell by stairwell, and writes down what it hears', async () => {
    signedIn()
    const doors = useBuilding(() => '9', () => '1')
    const home = (id: string, stairwell: string, answer?: string) => ({ id, room: id, stairwell, said: answer ? { answer } : null })
    says({ building: '1号楼', items: [home('1', '1单元'), home('2', '1单元', 'help'), home('3', '2单元')] })
    await doors.open()
    expect(doors.stairwells.value.map(one => [one.name, one.homes.map(door => door.id)])).toEqual([['1单元', ['1']], ['2单元', ['3']]])
    says(page(), { building: '1号楼', items: [home('1', '1单元', 'safe'), home('3', '2单元')] })
    await doors.recording.run('1', 'safe')
    expect(doors.stairwells.value.map(one => one.name)).toEqual(['2单元'])
    doors.showing.value = ''
    expect(doors.stairwells.value).toHaveLength(2)
  })
})

describe('switching one on', () => {
  async function drafted() {
    signedIn()
    const begin = useBegin()
    says({ items: [], next: null, may_begin: true, most_hours: 72 })
    await begin.open()
    return begin
  }

  it('offers spans up to what the community allows', async () => {
    const begin = await drafted()
    expect(begin.spans.value.map(one => one.key)).toEqual(['6', '12', '24', '48', '72'])
    expect([begin.draft.hours, begin.ready.value]).toEqual(['24', false])
  })

  it('is asked about once more, and says that a drill is one', async () => {
    const begin = await drafted()
    Object.assign(begin.draft, { text: '台风演练，请报平安', drill: true, estate: '11', phone: '0574-88110000' })
    const modal = choose(false)
    expect(await begin.begin()).toBe(false)
    expect(modal.mock.calls[0]?.[0]).toMatchObject({ title: '启动【演练】台风应急', confirmText: '启动演练' })
    choose(true)
    says(page())
    expect(await begin.begin()).toBe(true)
    expect(sent()).toEqual({
      kind: 'typhoon', is_drill: true, text: '台风演练，请报平安', hours: 24, estate_id: '11',
      phones: [{ name: '居委会值班', number: '0574-88110000' }],
    })
    expect(begin.begun.value).toBe('9')
  })
})
