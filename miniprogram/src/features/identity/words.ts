/** How the review's verbs are worded. Which of them are offered is the server's to say. */
import type { Act } from '@/composables/useActs'

export const REVIEW_ACTS: Record<string, Act> = {
  approve: { name: '通过', act: '通过入住' },
  return: {
    name: '退回补充', tone: 'quiet', act: '退回补充',
    consequence: '申请人会收到您写的原因，补充后重新提交。',
    reason: { label: '请他补充什么', hint: '申请人会看到这段话', placeholder: '例如：房号应为 502，请核对后重新填写', least: 5 },
  },
  refuse: {
    name: '不通过', tone: 'danger', act: '不通过',
    consequence: '申请到此结束，实名信息立即删除，申请人会收到您写的原因。',
    reason: { label: '原因', hint: '申请人会看到这段话', placeholder: '例如：这户业主表示没有把房屋租给您，请到居委会核对', least: 5 },
  },
}

export const QUEUES = [
  { key: 'verified', name: '待审核' },
  { key: 'returned', name: '已退回' },
  { key: 'approved', name: '已通过' },
  { key: 'refused', name: '未通过' },
]
