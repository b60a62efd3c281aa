/** 纸质票 of one poll: how far each home is, and what the desk does with it. */
import { computed, ref, shallowRef, watch } from 'vue'
import type { Act } from '@/composables/useActs'
import { useMemberList } from '@/composables/useMemberList'
import type { ListState } from '@/composables/usePage'
import { useTask } from '@/composables/useTask'
import { type PaperHome, type PaperPage, callHome, entryPage, issuePaper, lettersPage, readPaper, sheetsPage, voidSheet } from '../desk'

const WHY = { label: '原因', least: 4, most: 200, placeholder: '例如：住户说票丢了' }
/** Acts that want a reason first. */
const REASONED: Record<string, Act> = {
  reissue: { name: '补发一张', act: '作废并补发', consequence: '原来那张立即作废，不能再录入；新的一张编号不同，请重新打印。', reason: WHY },
  void: { name: '作废这张票', act: '作废', consequence: '这张票立即作废，不能再录入。以后可以再发一张。', reason: WHY },
  undelivered: {
    name: '登记无法送达', act: '登记', consequence: '这张票立即作废；这户如果到截止也没有用别的方式投票，随计票结果公布为无法送达。以后可以再发一张。',
    reason: { ...WHY, placeholder: '例如：三次上门无人应门，门上留了通知' },
  },
}
const ACTS = [
  { verb: 'enter', name: '录入' }, { verb: 'print', name: '打印' }, { verb: 'issue', name: '发一张纸质票' },
  { verb: 'reissue', name: '补发' }, { verb: 'undelivered', name: '无法送达' }, { verb: 'void', name: '作废' },
  { verb: 'call', name: '登记电话告知' },
]

export const actsOf = (home: PaperHome) => ACTS.filter(one => home.verbs.includes(one.verb))

/** 「已发 12 张；2 户没有发：3号楼 501室（这户已经投过票）」 */
export function sayIssued(issued: number, skipped: { label: string, why: string }[]): string {
  const told = issued ? `发了 ${issued} 张，请打印后上门送达` : '没有新发的票'
  if (!skipped.length) return told
  const first = skipped.slice(0, 3).map(one => `${one.label}（${one.why}）`).join('；')
  return `${told}。${skipped.length} 户没有发：${first}${skipped.length > 3 ? ' 等' : ''}`
}

export function usePaperDesk(id: () => string) {
  const page = shallowRef<PaperPage>()
  const standing = ref('')
  const building = ref('')
  const said = ref('')
  /** What is to be done to which home once the reason is given. */
  const asking = ref<{ verb: string, home: PaperHome }>()

  const filter = () => ({ standing: standing.value, building_id: building.value })
  const read = useMemberList<PaperHome>(async (base, after) => {
    page.value = await readPaper(base, id(), { ...filter(), after })
    return page.value
  }, () => `paper ${id()} ${standing.value} ${building.value}`)
  const { session, list } = read
  watch([standing, building], () => void list.restart())

  const total = computed(() => Object.values(page.value?.counts ?? {}).reduce((sum, count) => sum + count, 0))
  const count = (...names: string[]) => names.reduce((sum, name) => sum + (page.value?.counts[name] ?? 0), 0)
  const inBox = computed(() => count('entered', 'phone', 'proxy', 'overtaken'))
  const percent = computed(() => total.value ? Math.round(inBox.value * 100 / total.value) : 0)
  const standings = computed(() => [
    { key: '', name: `全部 ${total.value}` },
    ...(page.value?.standings ?? []).filter(one => count(one.standing)).map(one => ({ key: one.standing, name: `${one.name} ${count(one.standing)}` })),
  ])
  const buildings = computed(() => {
    const all = page.value?.buildings ?? []
    return all.length > 1 ? [{ key: '', name: '所有楼栋' }, ...all.map(one => ({ key: one.id, name: one.name }))] : []
  })
  /** A filter that nothing fits leaves the page standing. */
  const state = computed<ListState>(() => read.state.value === 'empty' && page.value ? 'ready' : read.state.value)

  const issuing = useTask(async (body: Record<string, unknown>) => {
    const answer = await issuePaper(session.base, id(), body)
    said.value = sayIssued(answer.issued, answer.skipped)
    await list.refresh()
  })
  const voiding = useTask(async (serial: string, verb: string, reason: string) => {
    await voidSheet(session.base, id(), serial, verb, reason)
    await list.refresh()
  })
  const calling = useTask(async (serial: string, reached: boolean, remark: string) => {
    await callHome(session.base, id(), serial, reached, remark)
    await list.refresh()
  })
  /** The home whose call is written down. */
  const called = ref<PaperHome>()

  async function press(verb: string, home: PaperHome): Promise<void> {
    if (verb === 'enter') uni.navigateTo({ url: entryPage(id(), home.serial ?? '') })
    else if (verb === 'print') uni.navigateTo({ url: sheetsPage(id(), { serial: home.serial ?? '' }) })
    else if (verb === 'issue') await issuing.run({ home_ids: [home.home_id] })
    else if (verb === 'call') called.value = home
    else asking.value = { verb, home }
  }

  async function give(reason: string): Promise<void> {
    if (!asking.value) return
    const { verb, home } = asking.value
    const done = verb === 'reissue' ? await issuing.run({ home_ids: [home.home_id], reason }) : await voiding.run(home.serial ?? '', verb, reason)
    if (done) asking.value = undefined
  }

  async function tell(reached: boolean, remark: string): Promise<void> {
    if (called.value && await calling.run(called.value.serial ?? '', reached, remark)) called.value = undefined
  }

  /** 「录入的 12 张：已发通知 8 · 已电话告知 3 · 还没有告知 1」 */
  const confirmations = computed(() => {
    const known = page.value?.confirmations ?? []
    const all = known.reduce((sum, one) => sum + one.sheets, 0)
    return all ? `录入的 ${all} 张：${known.filter(one => one.sheets).map(one => `${one.name} ${one.sheets}`).join(' · ')}` : ''
  })

  return {
    ...read, page, state, standing, building, standings, buildings, total, inBox, percent, said, issuing, voiding, calling, called, confirmations, press, give, tell,
    asked: computed(() => asking.value && REASONED[asking.value.verb]),
    close: () => (asking.value = undefined),
    issue: () => issuing.run(building.value ? { building_id: building.value } : { all_without_phone: true }),
    print: () => uni.navigateTo({ url: sheetsPage(id(), building.value ? { building: building.value } : {}) }),
    lend: (home?: PaperHome) => uni.navigateTo({ url: lettersPage(id(), home ? { home: home.home_id, label: home.label } : {}) }),
    openEntry: (scene: string) => uni.navigateTo({ url: entryPage(id(), scene) }),
  }
}
