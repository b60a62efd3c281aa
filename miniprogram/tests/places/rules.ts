/** A rule of the community and a number of a law, as the server tells of them. */
import type { Setting } from '@/features/places/types'

export const RULE: Setting = {
  key: 'gate.days', title: '每道把关的办理期限', group: '把关与申诉', kind: 'days', value: 3, default: 3, unit: '个工作日',
  least: 1, most: 5, basis: '系统默认值', law: false, filled: true, cite: null, reason: null, changed_by: null,
  changed_at: null, may_change: true,
}

export const LAW: Setting = {
  ...RULE, key: 'route.C.participation', title: '居民会议：参加的要求', group: '法定数字', kind: 'share', value: null, default: null,
  unit: '', least: null, most: null, basis: '《居民委员会组织法》', law: true, filled: false,
}
