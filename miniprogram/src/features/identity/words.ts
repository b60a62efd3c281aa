/** How the review's verbs and what can be opened are worded. Which of them are offered is the server's to say. */
import type { Act } from '@/composables/useActs'
import type { Field, Unmasking } from './types'

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

export const FIELDS: { key: Field, name: string }[] = [
  { key: 'name', name: '姓名' },
  { key: 'phone', name: '手机号' },
  { key: 'id_number', name: '身份证号码' },
]

export const GROUNDS: { key: Unmasking['reason_code'], name: string }[] = [
  { key: 'check_documents', name: '核对证件' },
  { key: 'contact', name: '联系本人' },
  { key: 'paper_ballot', name: '纸质票核对' },
  { key: 'emergency', name: '应急' },
  { key: 'dispute', name: '处理纠纷' },
]
