/** How the acts on a QR code and the parts of a register are worded. */
import type { Act } from '@/composables/useActs'

const REASON = { label: '原因', hint: '会记入操作记录', least: 5, most: 200 }

const ROTATE: Act = {
  name: '换发新码', act: '换发新码',
  consequence: '旧海报从现在起不能再扫，正在填写的人还有 30 分钟可以提交。请把新海报打印出来换上。',
  reason: { ...REASON, placeholder: '例如：每半年定期更换' },
}
const ISSUE: Act = { name: '发第一张码', act: '发码', consequence: '发码后就可以打印海报，贴到楼道里。' }

export const QR_ACTS = (first: boolean): Record<string, Act> => ({
  rotate: first ? ISSUE : ROTATE,
  revoke: {
    name: '立即作废', tone: 'danger', act: '立即作废',
    consequence: '现在就停用，正在填写的人也不能提交。海报被冒用或外传时才需要作废。',
    reason: { ...REASON, placeholder: '例如：海报照片被发到了外面的群里' },
  },
})

export const QR_STATES: Record<string, string> = { active: '使用中', rotated: '已换发', revoked: '已作废', none: '还没有发码' }

export const COUNTS = [
  { key: 'regions', name: '区划', unit: '个' },
  { key: 'communities', name: '居村', unit: '个' },
  { key: 'estates', name: '小区', unit: '个' },
  { key: 'buildings', name: '楼栋', unit: '栋' },
  { key: 'homes', name: '房屋', unit: '户' },
  { key: 'owners', name: '业主', unit: '人' },
]
