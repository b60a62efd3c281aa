/** How things are called on the pages of an emergency, and what each act is asked with. */
import type { Act } from '@/composables/useActs'
import { sayWhen } from '@/composables/useTime'
import type { Answer, Emergency, Said } from './api'

export const KINDS = [
  { key: 'typhoon', name: '台风' }, { key: 'gas', name: '燃气' }, { key: 'supply', name: '停水停电' },
  { key: 'epidemic', name: '疫情' }, { key: 'fire', name: '火灾' }, { key: 'other', name: '其他' },
]
export const ANSWERS: { key: Answer, name: string, icon: string }[] = [
  { key: 'safe', name: '平安', icon: 'check-circle' },
  { key: 'help', name: '需要帮助', icon: 'warning' },
  { key: 'away', name: '不在家', icon: 'logout' },
]
export const NEEDS = [
  { key: 'doctor', name: '就医' }, { key: 'medicine', name: '用药' }, { key: 'food', name: '食物' }, { key: 'supply', name: '水电' },
  { key: 'care', name: '照护' }, { key: 'leaving', name: '撤离' }, { key: 'other', name: '其他' },
]
export const SKILLS = [
  { key: 'carrying', name: '搬运' }, { key: 'errands', name: '跑腿' }, { key: 'company', name: '陪护' },
  { key: 'medical', name: '医护' }, { key: 'repairs', name: '水电' }, { key: 'other', name: '其他' },
]

const REASON = { label: '原因', placeholder: '居民会看到', least: 5, most: 500 }

/** What the 街镇 does with one that is on. */
export const switchActs = (mostHours: number): Record<string, Act> => ({
  extend: { name: '延长', act: '延长', consequence: `从现在起再延长 ${mostHours} 小时，到时自动结束。会通知全部住户。`, reason: REASON },
  end: {
    name: '提前结束', tone: 'danger', act: '结束应急', reason: REASON,
    consequence: '结束后不能重新打开，要再启动得新建一次。在办的需求仍可办完。会通知全部住户。',
  },
})

const NOTE = { label: '怎么办的', hint: '只有这户和居委会看得到，可以不写', placeholder: '例如：药已经送到门口', least: 0, most: 200, field: 'note' }

/** What one does with a need, what is wanted most first. `dispatch` is asked with a list of helpers. */
export const NEED_ACTS: Record<string, Act> = {
  take: { name: '我来帮', act: '我来帮', consequence: '认领后能看到这户的门牌和说明，别人就不再认领。来不了请尽快交回。' },
  dispatch: { name: '派志愿者' },
  finish: { name: '办好了', act: '办好了', reason: NOTE },
  settle: { name: '登记已办好', tone: 'quiet', act: '登记', reason: NOTE },
  release: { name: '交回', tone: 'quiet', act: '交回', consequence: '交回后由其他邻居接着帮，您就看不到这户的门牌了。' },
  recall: { name: '收回重派', tone: 'quiet', act: '收回', consequence: '原来的志愿者会收到消息，这条需求重新等人帮忙。' },
  cancel: { name: '不需要了', tone: 'quiet', act: '不需要了', consequence: '这条需求就此取消，在路上的志愿者会收到消息。' },
}

/** 「李女士 · 今天 14:02」, and who wrote it down for the home. */
export const saySaid = (said: Said): string =>
  [said.org ? `${said.org} ${said.name} 代登记` : said.name, sayWhen(said.at)].join(' · ')

export const sayPlace = (emergency: Emergency): string => emergency.estate?.name ?? '全社区'
export const toneOf = (emergency: Emergency) => emergency.state === 'running' ? 'clock' : 'plain'
