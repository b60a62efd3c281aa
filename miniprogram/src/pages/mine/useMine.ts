/** 我的 on screen: who I am here, what is mine, and the entries to the work of an office. */
import { computed, ref } from 'vue'
import { request } from '@/api/http'
import { useMember } from '@/composables/useMember'
import { useTask } from '@/composables/useTask'

export interface Entry { key: string, icon: string, name: string, aid?: string, count?: number, url: string }

/** The way to one's own topics is a tab: its segment is turned before. */
export const HALL = '/pages/hall/index'

const EMERGENCY = '/features/emergency/pages/list'

/** What each office's work needs, and where it is done. */
const WORK: (Entry & { permission: string, unless?: string })[] = [
  { key: 'review', permission: 'application:review', icon: 'user-add', name: '审核入住', url: '/features/identity/pages/queue' },
  { key: 'gates', permission: 'topic:gate', icon: 'check-outline', name: '议题把关', url: '/features/deliberation/pages/inbox' },
  { key: 'second', permission: 'topic:countersign', unless: 'topic:gate', icon: 'edit-outline', name: '等我第二签', url: '/features/deliberation/pages/inbox' },
  { key: 'filings', permission: 'assistance:file', icon: 'usergroup', name: '我代邻居提交的', url: '/features/assistance/pages/filings?side=by_me' },
  { key: 'orders', permission: 'order:read', icon: 'warning', name: '督查', url: '/features/oversight/pages/orders' },
  { key: 'emergency', permission: 'emergency:switch', icon: 'warning', name: '应急', url: EMERGENCY },
  { key: 'emergency-desk', permission: 'emergency:desk', unless: 'emergency:switch', icon: 'warning', name: '应急', url: EMERGENCY },
  { key: 'copies', permission: 'copy:read', icon: 'books', name: '各社区台账存证', url: '/features/oversight/pages/copies' },
  { key: 'moderation', permission: 'post:moderate', icon: 'browse', name: '待查看内容', url: '/features/boards/pages/moderation' },
  { key: 'publish', permission: 'notice:publish', icon: 'sound', name: '发公告', url: '/features/boards/pages/compose?board=notice' },
  { key: 'qr', permission: 'qr:manage', icon: 'qrcode', name: '小区二维码', url: '/features/places/pages/qr' },
  { key: 'register', permission: 'register:import', icon: 'file-excel', name: '名册导入', url: '/features/places/pages/register' },
  { key: 'settings', permission: 'setting:change', icon: 'setting', name: '议事规则', url: '/features/places/pages/settings' },
  { key: 'law-numbers', permission: 'setting:law', icon: 'setting', name: '法定数字', url: `/features/places/pages/settings?group=${encodeURIComponent('法定数字')}` },
]

/** What the reader gave, and what it needs to give it. */
const OWN: (Entry & { permission: string, unless?: string })[] = [
  { key: 'my-posts', permission: 'post:write', icon: 'chat1', name: '我发的内容', url: '/features/boards/pages/mine' },
  { key: 'my-items', permission: 'item:offer', icon: 'gift', name: '我的闲置', url: '/features/market/pages/mine' },
  { key: 'emergencies', permission: 'emergency:join', unless: 'emergency:desk', icon: 'warning', name: '应急和演练', url: EMERGENCY },
  { key: 'my-topics', permission: 'topic:propose', icon: 'chat', name: '我提的议题', url: HALL },
  { key: 'filed-for-me', permission: 'post:write', icon: 'usergroup', name: '别人代我提交的', aid: '楼组长、居委代您提交的，在这里确认', url: '/features/assistance/pages/filings' },
]

export function useMine() {
  const unread = ref(0)
  const { session, state, failure, open } = useMember(async () => {
    await session.loadMe()
    if (session.can('inbox:use')) void counting.run()
  })
  /** The count decorates the page; without it the page is whole. */
  const counting = useTask(async () => {
    unread.value = (await request<{ unread: number }>('GET', `${session.base}/notices`, { query: { limit: 1 } })).unread
  })
  const leaving = useTask(session.signOut)

  const person = computed(() => session.me?.person)
  const homes = computed(() => (session.place?.memberships ?? []).map(one => ({
    id: one.id, name: `${one.estate.name} ${one.building} ${one.room}`, relation: one.relation_name,
  })))
  const duties = computed(() => (session.place?.duties ?? []).map(one => ({
    ...one, estate: session.place?.estates.find(estate => estate.id === one.estate_id)?.name ?? '',
  })))
  const mayDo = (one: { permission: string, unless?: string }) => session.can(one.permission) && !(one.unless && session.can(one.unless))
  const work = computed<Entry[]>(() => WORK.filter(mayDo))

  const things = computed<Entry[]>(() => {
    const applications = session.me?.applications ?? []
    const waiting = applications.filter(one => ['applied', 'verified', 'returned'].includes(one.state))
    return [
      ...(session.can('inbox:use') ? [{ key: 'notices', icon: 'notification', name: '消息', count: unread.value, url: '/features/notices/pages/list' }] : []),
      ...OWN.filter(mayDo),
      ...(waiting.length ? waiting : applications.slice(0, 1)).map(one => ({
        key: `application-${one.id}`, icon: 'note', name: '入住申请', aid: `${one.community.name} · ${one.state_name}`,
        url: `/features/enrolment/pages/status?id=${one.id}`,
      })),
      { key: 'join', icon: 'scan1', name: '加入另一个小区', aid: '换了房子，或者家里还有一处', url: '/features/enrolment/pages/start' },
    ]
  })

  return { session, state, failure, open, leaving, person, homes, duties, work, things }
}
