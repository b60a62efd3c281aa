/** How enrolment speaks to the applicant. */
import type { Act } from '@/composables/useActs'
import type { Form } from './types'

export const RELATIONS: { key: Form['relation'], name: string }[] = [
  { key: 'owner', name: '业主' },
  { key: 'family', name: '家庭成员' },
  { key: 'tenant', name: '租客' },
  { key: 'away', name: '离乡村民' },
]

export const APPLICATION_ACTS: Record<string, Act> = {
  resubmit: { name: '补充后重新提交' },
  withdraw: { name: '撤回申请', tone: 'quiet', act: '撤回', consequence: '撤回后您填写的实名信息立即删除。以后可以重新扫码申请。' },
}

/** What happens next and who does it, in one sentence. */
export const NEXT: Record<string, string> = {
  applied: '正在核对实名信息，一般几分钟内完成。',
  verified: '居委会正在审核，通常一个工作日内完成，有结果会发消息给您。',
  returned: '请按下面写的原因补充，再提交一次。',
  approved: '您已经是小区的一员，可以看到自己小区的消息了。',
  refused: '这次没有通过。如有疑问，请带证件到居委会当面核对。',
  withdrawn: '申请已撤回，实名信息已删除。',
}
