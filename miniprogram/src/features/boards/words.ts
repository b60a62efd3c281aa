/** How the boards' verbs are worded. Which of them are offered is the server's to say. */
import type { Act } from '@/composables/useActs'
import type { Report } from './types'

const WHY = { label: '原因', hint: '作者会看到这段话', least: 5 }

export const POST_ACTS: Record<string, Act> = {
  release: { name: '放行', act: '放行', consequence: '放行后，看得到这个版块的邻居都能看到这条内容。' },
  refuse: {
    name: '不通过', tone: 'quiet', act: '不通过',
    consequence: '这条内容不会公开，作者会收到您写的原因。',
    reason: { ...WHY, placeholder: '例如：照片里能看清邻居的车牌，请遮挡后重新发布' },
  },
  keep: { name: '维持显示', tone: 'quiet', act: '维持显示', consequence: '举报会标记为已处理，内容继续显示。' },
  hide: {
    name: '隐藏这条内容', tone: 'danger', act: '隐藏',
    consequence: '隐藏后邻居不再看到它，作者会收到您写的原因。以后可以恢复显示。',
    reason: { ...WHY, placeholder: '例如：涉及邻居的门牌号和电话' },
  },
  restore: { name: '恢复显示', act: '恢复显示', consequence: '邻居会重新看到这条内容。' },
  pin: { name: '置顶', tone: 'quiet' },
  unpin: { name: '取消置顶', tone: 'quiet' },
  withdraw: { name: '撤回', tone: 'quiet', act: '撤回', consequence: '撤回后邻居不再看到它，下面的评论也一并收起，不能恢复。' },
}

export const COMMENT_ACTS: Record<string, Act> = {
  ...POST_ACTS,
  hide: { ...POST_ACTS.hide!, name: '隐藏这条评论' },
  withdraw: { name: '撤回', tone: 'quiet', act: '撤回', consequence: '撤回后邻居不再看到这条评论，不能恢复。' },
}

/** The register of a discussion wants a reason for either answer. `besides`: what else follows from refusing. */
const saidActs = (thing: string, besides = ''): Record<string, Act> => ({
  release: {
    name: '放行', act: '放行', consequence: `放行后，能看到这个议题的居民都能看到这条${thing}。`,
    reason: { label: '理由', hint: '写进处理记录', least: 4, most: 120, placeholder: '例如：已看过，没有不当内容' },
  },
  refuse: {
    name: '不通过', tone: 'quiet', act: '不通过', consequence: `这条${thing}的文字不会公开，写的人会收到您写的原因。${besides}`,
    reason: { ...WHY, hint: '写的人会看到这段话', most: 120, placeholder: '例如：写了邻居的姓名和门牌' },
  },
})

export const SAID_ACTS = saidActs('发言')
export const AMENDMENT_ACTS = saidActs('修改建议')
export const OBJECTION_ACTS = saidActs('异议', '这一户的异议照样计入。')

/** Why somebody reports a text. */
export const REPORT_REASONS: { key: Report['reason_code'], name: string }[] = [
  { key: 'spam', name: '广告或刷屏' },
  { key: 'offensive', name: '辱骂或不当言论' },
  { key: 'private', name: '泄露他人隐私' },
  { key: 'other', name: '其他' },
]
